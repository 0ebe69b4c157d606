import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { ambienteDoProcesso } from '@julia/config';
import { checkEnv } from './check-env.ts';
import { codigoDeSaida, emJson, emTexto } from './relatorio.ts';

declare global {
  /** The bundler puts the text of `.env.example` in its place. */
  var EXEMPLO_DO_ENV: string | undefined;
}

const ajuda = `Uso: check-env.js [ARQUIVO | -] [--conectar] [--json]

Confere as variáveis deste processo e, se dado, o texto do .env (um caminho, ou - para a entrada padrão).
  --conectar   fala com cada serviço e diz o que está errado e como resolver
  --json       uma resposta para máquinas
Saída: 0 sem erros (avisos não contam), 1 há o que corrigir, 2 uso errado. Nunca mostra valores.
`;

async function lerEnv(caminho: string | undefined): Promise<string | undefined> {
  if (caminho === undefined) return undefined;
  return caminho === '-' ? text(process.stdin) : readFileSync(caminho, 'utf8');
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      conectar: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      ajuda: { type: 'boolean', default: false },
    },
  });
  if (values.ajuda) {
    process.stdout.write(ajuda);
    return 0;
  }
  const resultado = await checkEnv({
    env: ambienteDoProcesso(),
    texto: await lerEnv(positionals[0]),
    exemplo: globalThis.EXEMPLO_DO_ENV ?? '',
    conectar: values.conectar,
  });
  process.stdout.write(`${values.json ? emJson(resultado) : emTexto(resultado)}\n`);
  return codigoDeSaida(resultado);
}

main().then(
  (codigo) => (process.exitCode = codigo),
  (erro: unknown) => {
    const codigo =
      typeof erro === 'object' && erro !== null && 'code' in erro ? String(erro.code) : '';
    const problema = /^(ENOENT|EACCES|EISDIR)$/.test(codigo)
      ? `não foi possível ler o arquivo (${codigo})`
      : codigo.startsWith('ERR_PARSE_ARGS')
        ? `opção desconhecida\n\n${ajuda}`
        : `erro inesperado: ${erro instanceof Error ? erro.name : ''}`;
    process.stderr.write(`check-env: ${problema}\n`);
    process.exitCode = codigo.startsWith('ERR_PARSE_ARGS') ? 2 : 1;
  },
);
