import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  criarBancoDeTeste,
  portaLivre,
  redisDeTeste,
  type BancoDeTeste,
  type RedisDeTeste,
} from '@julia/infra';
import { checkEnv } from '../src/check-env/check-env.ts';
import { codigoDeSaida, emJson, emTexto } from '../src/check-env/relatorio.ts';

const segredos = {
  ANTHROPIC_API_KEY: 'sk-ant-api03-Qw8Er2Ty6Ui1Op5As9Df3Gh7Jk4Lz',
  EVOLUTION_API_KEY: '8D1F5C92-7A3E-4B60-9C25-E1F04A7B6D38',
  EVOLUTION_WEBHOOK_TOKEN: '5e0b94c7d2a8f1639b7c40e5d8a2f613',
  CHATWOOT_API_KEY: 'Zk3Hn6Jd1Gf5Sc0YaP9Xw2mLq',
  JULIA_API_TOKEN: '3c9a7e5d1f0b8264a6c8e0d2f4b79153',
};

type Resposta = readonly [status: number, corpo?: unknown];

/** Evolution, Anthropic, Chatwoot and Slack on one port, each answer replaceable. */
class Vizinhos {
  respostas: Record<string, Resposta> = {};
  url = '';
  private readonly servidor: Server;

  constructor() {
    this.servidor = createServer((pedido, resposta) => {
      const chave = `${pedido.method ?? ''} ${pedido.url ?? ''}`;
      const [status, corpo = {}] = this.respostas[chave] ?? [418];
      resposta.writeHead(status, { 'content-type': 'application/json' });
      resposta.end(JSON.stringify(corpo));
    });
  }

  async abrir(): Promise<void> {
    await new Promise<void>((pronto) => this.servidor.listen(0, '127.0.0.1', pronto));
    this.url = `http://127.0.0.1:${(this.servidor.address() as AddressInfo).port}`;
  }

  async fechar(): Promise<void> {
    this.servidor.closeAllConnections();
    await new Promise((fechado) => this.servidor.close(fechado));
  }

  /** Everything in order. */
  emOrdem(): void {
    this.respostas = {
      'GET /v1/models/claude-haiku-5-5': [200, { type: 'model' }],
      'GET /v1/models/claude-sonnet-5-5': [200, { type: 'model' }],
      'GET /instance/connectionState/julia': [200, { instance: { state: 'open' } }],
      'GET /webhook/find/julia': [200, webhook()],
      'POST /chat/findMessages/julia': [200, { messages: { total: 3 } }],
      'GET /api/v1/profile': [200, { accounts: [{ id: 1 }] }],
      'GET /api/v1/accounts/1/inboxes': [200, { payload: [{ id: 7 }] }],
      'POST /slack/gancho': [400],
    };
  }
}

function webhook(mudancas: object = {}): object {
  return {
    enabled: true,
    url: 'http://edge:8000/webhook/evolution',
    headers: { Authorization: `Bearer ${segredos.EVOLUTION_WEBHOOK_TOKEN}` },
    events: ['MESSAGES_UPSERT'],
    ...mudancas,
  };
}

const vizinhos = new Vizinhos();
let banco: BancoDeTeste;
let redis: RedisDeTeste;
let env: Record<string, string>;

beforeAll(async () => {
  await vizinhos.abrir();
  [banco, redis] = await Promise.all([criarBancoDeTeste({ seed: true }), redisDeTeste()]);
}, 60_000);
afterAll(() => Promise.all([vizinhos.fechar(), banco.parar(), redis.parar()]));
beforeEach(() => {
  vizinhos.emOrdem();
  env = {
    ...segredos,
    ENVIRONMENT: 'development',
    SUPABASE_URL: banco.urlSupabase,
    SUPABASE_SERVICE_KEY: banco.chave,
    SUPABASE_DB_URL: banco.urlPostgres,
    REDIS_URL: redis.url,
    EVOLUTION_API_URL: vizinhos.url,
    EVOLUTION_INSTANCE: 'julia',
    ANTHROPIC_BASE_URL: vizinhos.url,
    CHATWOOT_URL: vizinhos.url,
    CHATWOOT_ACCOUNT_ID: '1',
    CHATWOOT_INBOX_ID: '7',
    SLACK_WEBHOOK_URL: `${vizinhos.url}/slack/gancho`,
    JULIA_API_URL: 'http://127.0.0.1:8000',
  };
});

const exemplo = '# [todos] x\nENVIRONMENT=\n';
const perguntar = () => checkEnv({ env, texto: undefined, exemplo, conectar: true });

describe('check-env --conectar', () => {
  let dito: string;
  beforeEach(() => {
    dito = '';
  });
  // Whatever is wrong, no answer shows what a variable holds.
  afterEach(() => {
    for (const segredo of [...Object.values(segredos), banco.chave]) {
      expect(dito).not.toContain(segredo);
    }
  });

  it('finds each of seven services in order', async () => {
    const resultado = await perguntar();
    dito = emTexto(resultado);
    expect(resultado.conexoes?.map(({ servico, estado }) => [servico, estado])).toEqual([
      ['Supabase', 'ok'],
      ['Postgres (SUPABASE_DB_URL)', 'ok'],
      ['Redis', 'ok'],
      ['Evolution', 'ok'],
      ['Anthropic', 'ok'],
      ['Chatwoot', 'ok'],
      ['Slack', 'ok'],
    ]);
  });

  it.each<[string, Record<string, Resposta>, string, string]>([
    [
      'a key Evolution refuses',
      { 'GET /instance/connectionState/julia': [401] },
      'Evolution',
      'recusou EVOLUTION_API_KEY',
    ],
    [
      'no such instância',
      { 'GET /instance/connectionState/julia': [404] },
      'Evolution',
      './julia conectar-whatsapp',
    ],
    [
      'something else at the address of Evolution',
      { 'GET /instance/connectionState/julia': [200, 'oi'] },
      'Evolution',
      'não como a Evolution v2',
    ],
    [
      'a phone that is not connected',
      { 'GET /instance/connectionState/julia': [200, { instance: { state: 'close' } }] },
      'Evolution',
      'o WhatsApp não está conectado',
    ],
    ['no webhook', { 'GET /webhook/find/julia': [200, null] }, 'Evolution', 'não está registrado'],
    [
      'a webhook that goes elsewhere',
      { 'GET /webhook/find/julia': [200, webhook({ url: 'http://outro/' })] },
      'Evolution',
      'não é /webhook/evolution',
    ],
    [
      'a webhook with an old token',
      { 'GET /webhook/find/julia': [200, webhook({ headers: { Authorization: 'Bearer velho' } })] },
      'Evolution',
      'não leva o EVOLUTION_WEBHOOK_TOKEN atual',
    ],
    [
      'a webhook without messages',
      { 'GET /webhook/find/julia': [200, webhook({ events: ['CALL'] })] },
      'Evolution',
      'MESSAGES_UPSERT',
    ],
    [
      'messages that Evolution does not keep',
      { 'POST /chat/findMessages/julia': [200, { messages: { total: 0 } }] },
      'Evolution',
      'DATABASE_SAVE_DATA_NEW_MESSAGE=true',
    ],
    [
      'a key Anthropic refuses',
      { 'GET /v1/models/claude-haiku-5-5': [401] },
      'Anthropic',
      'recusou ANTHROPIC_API_KEY',
    ],
    [
      'a key of another workspace',
      { 'GET /v1/models/claude-haiku-5-5': [403] },
      'Anthropic',
      'não tem permissão',
    ],
    [
      'a model that is gone',
      { 'GET /v1/models/claude-sonnet-5-5': [404] },
      'Anthropic',
      'o modelo de LLM_MODEL_COMPLEX não existe',
    ],
    [
      'a key Chatwoot refuses',
      { 'GET /api/v1/profile': [401] },
      'Chatwoot',
      'recusou CHATWOOT_API_KEY',
    ],
    [
      'an account of somebody else',
      { 'GET /api/v1/profile': [200, { accounts: [{ id: 2 }] }] },
      'Chatwoot',
      'CHATWOOT_ACCOUNT_ID',
    ],
    [
      'an inbox that is not there',
      { 'GET /api/v1/accounts/1/inboxes': [200, { payload: [] }] },
      'Chatwoot',
      'CHATWOOT_INBOX_ID',
    ],
    [
      'a Slack webhook that was revoked',
      { 'POST /slack/gancho': [404] },
      'Slack',
      'não existe mais',
    ],
  ])('says what to do about %s', async (_, respostas, servico, esperado) => {
    Object.assign(vizinhos.respostas, respostas);
    const resultado = await perguntar();
    dito = emTexto(resultado);
    const conexao = resultado.conexoes?.find((c) => c.servico === servico);
    expect(conexao?.estado).toMatch(/^(erro|aviso)$/);
    expect(conexao?.linhas.join(' ')).toContain(esperado);
    const outras = resultado.conexoes?.filter((c) => c.servico !== servico) ?? [];
    expect(outras.filter(({ estado }) => estado !== 'ok')).toEqual([]);
  });

  it.each([
    ['EVOLUTION_API_URL', 'Evolution', 'ninguém atende'],
    ['SUPABASE_URL', 'Supabase', ''],
    ['SUPABASE_DB_URL', 'Postgres (SUPABASE_DB_URL)', ''],
    ['REDIS_URL', 'Redis', ''],
  ])(
    'a closed door behind %s is an error of that service alone',
    async (nome, servico, esperado) => {
      const endereco = new URL(env[nome] ?? '');
      endereco.port = String(await portaLivre());
      env[nome] = endereco.href;
      const resultado = await perguntar();
      dito = emTexto(resultado);
      const ruins = resultado.conexoes?.filter(({ estado }) => estado !== 'ok');
      expect(ruins?.map((c) => [c.servico, c.estado])).toEqual([[servico, 'erro']]);
      expect(ruins?.[0]?.linhas.join(' ')).toContain(esperado);
      expect(codigoDeSaida(resultado)).toBe(1);
    },
  );

  it('does not ask a service whose variables are wrong, and says which', async () => {
    env['ANTHROPIC_API_KEY'] = '';
    const resultado = await perguntar();
    expect(resultado.conexoes?.find(({ servico }) => servico === 'Anthropic')).toEqual({
      servico: 'Anthropic',
      estado: 'pulado',
      linhas: ['corrija antes: ANTHROPIC_API_KEY'],
    });
  });

  it('a service that is not used is passed over', async () => {
    Object.assign(env, { SLACK_WEBHOOK_URL: '', CHATWOOT_API_KEY: '', SUPABASE_DB_URL: '' });
    const { conexoes } = await perguntar();
    const pulados = conexoes?.filter(({ estado }) => estado === 'pulado');
    expect(pulados?.map(({ servico }) => servico)).toEqual([
      'Postgres (SUPABASE_DB_URL)',
      'Chatwoot',
      'Slack',
    ]);
  });
});

describe('the report of check-env', () => {
  const achado = {
    grupos: ['worker'],
    variavel: 'HORARIO_FIM',
    linha: 12,
    nivel: 'erro',
    problema: 'use o formato HH:MM',
  } as const;
  const aviso = { ...achado, nivel: 'aviso' } as const;
  const conexao = { servico: 'Redis', estado: 'erro', linhas: ['fora do ar'] } as const;

  it('groups findings by who reads them, with the line, and counts', () => {
    expect(emTexto({ achados: [achado], conexoes: [conexao] })).toBe(
      [
        'worker',
        '  ✗ HORARIO_FIM (linha 12): use o formato HH:MM',
        '',
        'conexões',
        '  ✗ Redis: fora do ar',
        '',
        '2 erros, 0 avisos.',
      ].join('\n'),
    );
  });

  it('ends with 1 when there is an error; warnings do not count', () => {
    expect(codigoDeSaida({ achados: [], conexoes: null })).toBe(0);
    expect(codigoDeSaida({ achados: [aviso], conexoes: null })).toBe(0);
    expect(codigoDeSaida({ achados: [aviso, achado], conexoes: [] })).toBe(1);
    expect(codigoDeSaida({ achados: [], conexoes: [conexao] })).toBe(1);
  });

  it('says the same to machines', () => {
    expect(JSON.parse(emJson({ achados: [aviso], conexoes: null }))).toEqual({
      resultado: 'avisos',
      erros: 0,
      avisos: 1,
      achados: [aviso],
      conexoes: null,
    });
  });
});
