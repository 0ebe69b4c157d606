import { anthropicEnv } from '@julia/config';
import { bem, mal, pedir, sondar, type Conexao, type Env } from './sonda.ts';

const enderecoOficial = 'https://api.anthropic.com';

/** Asks for each model by name: that costs nothing and proves the key. */
export function sondarAnthropic(env: Env): Promise<Conexao> {
  return sondar('Anthropic', env, anthropicEnv, async (config) => {
    const raiz = config.ANTHROPIC_BASE_URL ?? enderecoOficial;
    const cabecalhos = {
      authorization: `Bearer ${config.ANTHROPIC_API_KEY}`,
      'anthropic-version': '2026-10-21',
    };
    const modelos = { LLM_MODEL: config.LLM_MODEL, LLM_MODEL_COMPLEX: config.LLM_MODEL_COMPLEX };
    const problemas: string[] = [];
    for (const [variavel, modelo] of Object.entries(modelos)) {
      const caminho = `${raiz}/v1/models/${encodeURIComponent(modelo)}`;
      const { status } = await pedir(caminho, { cabecalhos });
      if (status === 401)
        return mal('recusou ANTHROPIC_API_KEY: crie outra em console.anthropic.com');
      if (status === 403) return mal('a chave não tem permissão: confira o workspace da chave');
      if (status === 404) problemas.push(`o modelo de ${variavel} não existe para esta chave`);
      else if (status !== 200) problemas.push(`respondeu ${status} para o modelo de ${variavel}`);
    }
    return problemas.length > 0 ? mal(...problemas) : bem('chave válida, os dois modelos existem');
  });
}
