import { chatwootEnv, slackEnv } from '@julia/config';
import { z } from 'zod';
import { bem, mal, pedir, sondar, type Conexao, type Env } from './sonda.ts';

const perfilSchema = z.object({ accounts: z.array(z.object({ id: z.number() })) });
const caixasSchema = z.object({ payload: z.array(z.object({ id: z.number() })) });

export function sondarChatwoot(env: Env): Promise<Conexao> {
  return sondar('Chatwoot', env, chatwootEnv, async (config) => {
    const { CHATWOOT_URL: raiz, CHATWOOT_API_KEY: chave, CHATWOOT_ACCOUNT_ID: conta } = config;
    if (raiz === undefined || chave === undefined) {
      return { estado: 'pulado', linhas: ['CHATWOOT_URL ou CHATWOOT_API_KEY em branco'] };
    }
    const cabecalhos = { api_access_token: chave };
    const { status, corpo } = await pedir(`${raiz}/api/v1/profile`, { cabecalhos });
    if (status === 401) return mal('recusou CHATWOOT_API_KEY: pegue a do perfil de um agente');
    const perfil = perfilSchema.safeParse(corpo);
    if (status !== 200 || !perfil.success) return mal(`respondeu ${status}, não como o Chatwoot`);
    if (conta === undefined || !perfil.data.accounts.some(({ id }) => id === conta)) {
      return mal('o dono da chave não pertence à conta de CHATWOOT_ACCOUNT_ID');
    }
    const caixas = await pedir(`${raiz}/api/v1/accounts/${conta}/inboxes`, { cabecalhos });
    const lidas = caixasSchema.safeParse(caixas.corpo);
    const caixa = config.CHATWOOT_INBOX_ID;
    return lidas.success && lidas.data.payload.some(({ id }) => id === caixa)
      ? bem('chave, conta e caixa de entrada existem')
      : mal('a caixa de CHATWOOT_INBOX_ID não existe nesta conta, ou o dono da chave não a vê');
  });
}

/** An empty message is refused by a webhook that exists, so nothing is posted. */
export function sondarSlack(env: Env): Promise<Conexao> {
  return sondar('Slack', env, slackEnv, async ({ SLACK_WEBHOOK_URL: endereco }) => {
    if (endereco === undefined)
      return { estado: 'pulado', linhas: ['SLACK_WEBHOOK_URL em branco'] };
    const { status } = await pedir(endereco, { metodo: 'POST', corpo: {} });
    return status === 400
      ? bem('o webhook existe (nada foi publicado)')
      : mal(`o webhook não existe mais (${status}): crie outro em api.slack.com/apps`);
  });
}
