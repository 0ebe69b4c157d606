import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rodarModulo } from './modulo-no-conteiner.ts';

const token = 'token-da-api-para-teste';

interface Pedido {
  readonly metodo: string;
  readonly caminho: string;
  readonly chave: string | undefined;
}

type Rotas = Record<string, (pedido: IncomingMessage) => { status?: number; corpo: unknown }>;

describe('what runs inside the api’s container', () => {
  let servidor: Server;
  let url: string;
  let rotas: Rotas;
  const pedidos: Pedido[] = [];

  const pronto = {
    corpo: { status: 'pronto', versao: '1.2.3', dependencias: { redis: { estado: 'ok' } } },
  };
  const saudavel = (): Rotas => ({
    'GET /health/ready': () => pronto,
    'GET /metrics': () => ({
      corpo:
        'julia_webhook_total{resultado="evento"} 12\njulia_instancia_conectada{instancia="julia"} 1\njulia_agendado_periodo_segundos{job="recuperar-lacunas"} 600\n',
    }),
    'GET /admin/filas': () => ({
      corpo: [{ fila: 'envios', aguardando: 0, esperaMaisAntigaMs: 0, mortas: 0 }],
    }),
    'GET /admin/quarentena': () => ({ corpo: [] }),
    'GET /admin/pausa': () => ({ corpo: { pausada: false } }),
    'GET /jobs': () => ({
      corpo: [
        {
          nome: 'recuperar-lacunas',
          cron: '*/10 * * * *',
          ultimoTick: new Date().toISOString(),
          estado: 'concluida',
          proximo: new Date().toISOString(),
        },
      ],
    }),
    'POST /jobs/recuperar-lacunas': () => ({
      status: 202,
      corpo: { execucaoId: '7c9f', duplicada: false },
    }),
  });

  beforeEach(async () => {
    pedidos.length = 0;
    rotas = saudavel();
    servidor = createServer((pedido, resposta) => {
      const { method = '', url: caminho = '', headers } = pedido;
      pedidos.push({ metodo: method, caminho, chave: headers['idempotency-key']?.toString() });
      const publico = caminho === '/metrics' || caminho.startsWith('/health');
      const rota = rotas[`${method} ${caminho}`];
      const { status = 200, corpo } =
        !publico && headers.authorization !== `Bearer ${token}`
          ? { status: 401, corpo: {} }
          : (rota?.(pedido) ?? { status: 404, corpo: {} });
      resposta.writeHead(status).end(typeof corpo === 'string' ? corpo : JSON.stringify(corpo));
    });
    await new Promise<void>((resolve) => servidor.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(servidor.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    servidor.closeAllConnections();
    servidor.close();
  });

  const env = (outro: Record<string, string> = {}) => ({
    JULIA_API_TOKEN: token,
    PORT: new URL(url).port,
    DOCTOR_WORKER_URL: url,
    DOCTOR_SCHEDULER_URL: url,
    ...outro,
  });
  const job = (nome: string, outro?: Record<string, string>) =>
    rodarModulo(['api-de-dentro.mjs', 'job.mjs'], { args: [nome], env: env(outro) });
  const doctor = async () => {
    const { stdout } = await rodarModulo(['doctor.mjs'], { env: env() });
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((linha) => linha.split('\t'));
  };
  const ruins = async () => (await doctor()).filter(([estado]) => estado !== 'ok');

  it('job asks for a new run with a key of its own and prints its number', async () => {
    const primeira = await job('recuperar-lacunas');
    await job('recuperar-lacunas');
    expect(primeira).toMatchObject({ code: 0, stdout: 'execucaoId 7c9f\n' });
    const chaves = pedidos.map(({ chave }) => chave);
    expect(chaves).toEqual([expect.stringMatching(/^manual-[0-9a-f-]{36}$/), expect.any(String)]);
    expect(new Set(chaves).size).toBe(2);
  });

  it('job names the jobs that exist when it is asked for another', async () => {
    const { code, stderr } = await job('nao-ha');
    expect(code).toBe(2);
    expect(stderr).toContain('Existem: recuperar-lacunas');
  });

  it('job says that the api cannot be reached, without its token', async () => {
    const { code, stdout, stderr } = await job('recuperar-lacunas', { PORT: '1' });
    expect(code).toBe(1);
    expect(stderr).toContain('Não consegui falar com a api');
    expect(stdout + stderr).not.toContain(token);
  });

  it('job --lista shows last and next runs', async () => {
    expect((await job('--lista')).stdout).toMatch(
      /recuperar-lacunas {2}\(\*\/10.*\n {2}último: .*concluida/,
    );
  });

  it('doctor is content with a healthy stack', async () => {
    expect(await ruins()).toEqual([]);
  });

  it.each<[string, Rotas, string]>([
    [
      'falha',
      {
        'GET /health/ready': () => ({
          status: 503,
          corpo: {
            status: 'indisponivel',
            dependencias: { redis: { estado: 'fora', motivo: 'ECONNREFUSED' } },
          },
        }),
      },
      'julia-worker → redis',
    ],
    [
      'aviso',
      {
        'GET /health/ready': () => ({
          corpo: {
            status: 'pronto',
            versao: '1',
            dependencias: { supabase: { estado: 'degradado' } },
          },
        }),
      },
      'julia-api → supabase',
    ],
    [
      'falha',
      {
        'GET /admin/filas': () => ({
          corpo: [{ fila: 'envios', aguardando: 7, esperaMaisAntigaMs: 600_000, mortas: 0 }],
        }),
      },
      'Fila envios',
    ],
    [
      'aviso',
      { 'GET /admin/quarentena': () => ({ corpo: [{ id: '1', resolvidoEm: null }] }) },
      'Webhooks em quarentena',
    ],
    ['aviso', { 'GET /admin/pausa': () => ({ corpo: { pausada: true } }) }, 'Júlia pausada'],
    [
      'falha',
      {
        'GET /jobs': () => ({
          corpo: [
            {
              nome: 'recuperar-lacunas',
              cron: '*/10 * * * *',
              ultimoTick: new Date(Date.now() - 3_600_000).toISOString(),
              estado: 'concluida',
            },
          ],
        }),
      },
      'Job recuperar-lacunas',
    ],
    [
      'aviso',
      {
        'GET /jobs': () => ({
          corpo: [
            { nome: 'recuperar-lacunas', cron: '*/10 * * * *', ultimoTick: null, estado: null },
          ],
        }),
      },
      'Job recuperar-lacunas',
    ],
    [
      'falha',
      {
        'GET /metrics': () => ({
          corpo:
            'julia_webhook_total{resultado="evento"} 1\njulia_instancia_conectada{instancia="julia"} 0\n',
        }),
      },
      'WhatsApp julia',
    ],
    [
      'aviso',
      { 'GET /metrics': () => ({ corpo: 'julia_webhook_total{resultado="nao_autorizado"} 3\n' }) },
      'Webhooks recusados',
    ],
    ['falha', { 'GET /admin/filas': () => ({ status: 500, corpo: {} }) }, 'filas'],
  ])('doctor gives a %s with a remedy: %o', async (estado, mudadas, nome) => {
    rotas = { ...saudavel(), ...mudadas };
    const achado = (await ruins()).find(([, qual]) => qual === nome);
    expect(achado?.[0]).toBe(estado);
    expect(achado?.[3]).toMatch(/\S/);
  });

  it('doctor counts what was given up in every queue, however much a list would show', async () => {
    const fila = { aguardando: 0, esperaMaisAntigaMs: 0, mortas: 500 };
    rotas['GET /admin/filas'] = () => ({
      corpo: ['envios', 'turnos'].map((f) => ({ ...fila, fila: f })),
    });
    const [achado] = await ruins();
    expect(achado?.slice(0, 3)).toEqual(['aviso', 'Trabalhos que desistiram', '1000']);
    expect(achado?.[3]).toMatch(/mortas repetir/);
  });

  it('doctor shows lines, whatever a service answers', async () => {
    rotas['GET /health/ready'] = () => ({ corpo: { status: 'pronto\n\tx', versao: '1\n2' } });
    for (const linha of await doctor()) expect(linha.length).toBe(4);
  });
});
