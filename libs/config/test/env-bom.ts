import { conferir } from '../src/conferencia/conferir.ts';

/** A complete production installation without a single finding. Every value is invented. */
export const bom: Readonly<Record<string, string>> = {
  COMPOSE_PROJECT_NAME: 'julia',
  COMPOSE_FILE: 'compose/compose.yaml:compose/evolution.yaml:compose/chatwoot.yaml',
  COMPOSE_PROFILES: 'evolution,chatwoot',
  APP_NAME: "'Agente Júlia'",
  ENVIRONMENT: 'production',
  SUPABASE_URL: 'https://abcdefghijklmnopqrst.supabase.co',
  SUPABASE_SERVICE_KEY: 'sb_secret_p9Xw2mLq7Rt4Vb8Zk3Hn6Jd1Gf5Sc0Ya',
  SUPABASE_DB_URL:
    'postgresql://postgres.abcdefghijklmnopqrst:Zt7Kq2Wm9Xv4@aws-0-sa-east-1.pooler.supabase.com:5432/postgres',
  REDIS_URL: '',
  REDIS_PASSWORD: 'c1f7a92e4d8b6035f1e2d9c4a7b80356',
  ANTHROPIC_API_KEY: 'sk-ant-api03-Qw8Er2Ty6Ui1Op5As9Df3Gh7Jk4Lz',
  EVOLUTION_API_KEY: '8D1F5C92-7A3E-4B60-9C25-E1F04A7B6D38',
  EVOLUTION_INSTANCE: 'julia',
  EVOLUTION_WEBHOOK_TOKEN: '5e0b94c7d2a8f1639b7c40e5d8a2f613',
  EVOLUTION_POSTGRES_PASSWORD: 'b27d0f8e6c5a4913d7e9f2a4c6b8035d',
  CHATWOOT_SECRET_KEY_BASE: '0f9d3b7a5c1e8264b0d7f3a9c5e1862407d9b3f5a1c8e6240f7b9d3a5c1e8264',
  CHATWOOT_POSTGRES_PASSWORD: 'e4a6c8057d9b3f1260e8c4a2d7f5b913',
  JULIA_API_TOKEN: '3c9a7e5d1f0b8264a6c8e0d2f4b79153',
  JULIA_JOBS_TOKEN: '7b1e5d903fa8c2640d9e7b35a1c8f462',
  MAX_MSGS_POR_HORA: '20',
  MAX_MSGS_POR_DIA: '100',
  HORARIO_INICIO: '08:00',
  HORARIO_FIM: '20:00',
};

const outrosNomes = [
  'DEBUG HOST PORT LOG_DIR ESPERA_DRENAGEM_MS ANTHROPIC_BASE_URL LLM_MODEL LLM_MODEL_COMPLEX',
  'LLM_ORCAMENTO_DIARIO_USD EVOLUTION_API_URL EVOLUTION_WEBHOOK_TOKEN_ANTERIOR WEBHOOK_LIMITE_BYTES JULIA_API_URL',
  'STATIC_DIR DESTINOS_PERMITIDOS NOME_EMPRESA MAX_MENSAGEM_CHARS MAX_MENSAGEM_CHARS_TRUNCAR',
  'MAX_MENSAGEM_CHARS_REJEITAR ESPERA_RAJADA_MS ESPERA_RAJADA_MAXIMA_MS RITMO_HUMANO CHATWOOT_URL CHATWOOT_API_KEY',
  'CHATWOOT_ACCOUNT_ID CHATWOOT_INBOX_ID CHATWOOT_FRONTEND_URL SLACK_WEBHOOK_URL SLACK_CHANNEL EDGE_MODO',
  'JULIA_DOMINIO EDGE_EMAIL JULIA_PORTA BANCO_POSTGRES_PASSWORD BANCO_POSTGREST_URL BANCO_JWT_SECRET BANCO_SERVICE_JWT',
];
const conhecidos = [...Object.keys(bom), ...outrosNomes.flatMap((nomes) => nomes.split(' '))];

export type Mudancas = Readonly<Record<string, string | null>>;
/** `[names of the groups, variable, level, problem]`, one per finding. */
export type Esperado = readonly [string, string | null, 'erro' | 'aviso', string];

export function textoCom(mudancas: Mudancas, resto = ''): string {
  const linhas = Object.entries({ ...bom, ...mudancas })
    .filter(([, valor]) => valor !== null)
    .map(([nome, valor]) => `${nome}=${valor ?? ''}`);
  return `${linhas.join('\n')}\n${resto}`;
}

export function achadosDe(texto: string, env: Record<string, string> = {}): Esperado[] {
  const agora = new Date('2026-11-22T12:00:00Z');
  const arquivos = (caminho: string) => {
    if (caminho === '/run/secrets/vazio') return '\n';
    throw new Error('ENOENT');
  };
  return conferir({ env, texto, conhecidos, agora, arquivos }).map(
    ({ grupos, variavel, nivel, problema }): Esperado => [
      grupos.join(', '),
      variavel,
      nivel,
      problema,
    ],
  );
}

export function jwt(corpo: object): string {
  const parte = (valor: object) => Buffer.from(JSON.stringify(valor)).toString('base64url');
  return `${parte({ alg: 'HS256' })}.${parte(corpo)}.Zm9vYmFyYXNzaW5hdHVyYQ`;
}
