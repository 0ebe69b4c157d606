import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '@julia/config';
import { esperarAte } from '@julia/infra';
import { createApp } from '@julia/runtime';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiDaJulia } from '../src/api-da-julia.ts';
import { Env } from '../src/app.config.ts';
import { AppModule } from '../src/app.module.ts';
import { ultimoTick } from '../src/ultimo-tick.ts';
import { ApiDeMentira } from './api-de-mentira.ts';

const token = 'j'.repeat(32);
let api: ApiDeMentira;
const abertos: NestFastifyApplication[] = [];

beforeEach(async () => {
  api = await ApiDeMentira.abrir();
});
afterEach(async () => {
  await Promise.all(abertos.splice(0).map((app) => app.close()));
  await api.fechar();
});

async function abrirScheduler(
  tokens: Readonly<Record<string, string>> = { JULIA_API_TOKEN: token },
): Promise<NestFastifyApplication> {
  const env = { ENVIRONMENT: 'test', JULIA_API_URL: `${api.url}/`, ...tokens };
  const app = await createApp(AppModule.with(loadConfig(Env, { env })), {
    servico: 'scheduler',
    ambiente: 'test',
    debug: false,
    destino: { write: () => undefined },
  });
  abertos.push(app);
  await app.listen({ host: '127.0.0.1', port: 0 });
  return app;
}

const umaHoraAtras = () => new Date(Date.now() - 3_600_000).toISOString();
const devidas = (desde: Date, ate: Date) =>
  [desde, ate].flatMap((quando) => [
    `processar-mensagens-agendadas@${ultimoTick('* * * * *', quando).toISOString()}`,
    `recuperar-lacunas@${ultimoTick('*/10 * * * *', quando).toISOString()}`,
  ]);

describe('after a start', () => {
  it('runs once the latest tick that was missed, also with three schedulers', async () => {
    api.ultimos = {
      'processar-mensagens-agendadas': umaHoraAtras(),
      'recuperar-lacunas': umaHoraAtras(),
      'job-que-ainda-nao-conheco': umaHoraAtras(),
    };
    const antes = new Date();
    await Promise.all([abrirScheduler(), abrirScheduler(), abrirScheduler()]);
    await esperarAte(() => api.pedidos.filter(({ metodo }) => metodo === 'POST').length >= 6);
    // A minute may pass while the three start: then, and only then, there is a second tick.
    const possiveis = new Set(devidas(antes, new Date()));
    expect(api.execucoes.length).toBeGreaterThanOrEqual(2);
    for (const chave of api.execucoes) expect(possiveis).toContain(chave);
    expect(new Set(api.pedidos.map((pedido) => pedido.token))).toEqual(
      new Set([`Bearer ${token}`]),
    );
  });

  it.each(['pendente', 'executando'])(
    'posts a tick again that is still %s: it may never have been published',
    async (estado) => {
      const ultimo = ultimoTick('*/10 * * * *', new Date()).toISOString();
      api.ultimos = { 'recuperar-lacunas': ultimo };
      api.estado = estado;
      await abrirScheduler();
      await esperarAte(() => api.execucoes.some((chave) => chave.startsWith('recuperar-lacunas@')));
    },
  );

  it('catches up nothing that ran, and nothing that never ran', async () => {
    api.ultimos = {
      'processar-mensagens-agendadas': new Date(Date.now() + 60_000).toISOString(),
      'recuperar-lacunas': null,
    };
    await abrirScheduler();
    await esperarAte(() => api.pedidos.some(({ caminho }) => caminho === '/jobs'));
    const prontos = await esperarAte(async () => {
      const resposta = await abertos[0]?.inject({ method: 'GET', url: '/health/ready' });
      return resposta?.statusCode === 200 && resposta;
    });
    expect(prontos.json()).toMatchObject({
      status: 'pronto',
      dependencias: { api: { estado: 'ok' } },
    });
    expect(api.execucoes.filter((chave) => chave.startsWith('recuperar-lacunas'))).toEqual([]);
  });

  it('shows the token of the jobs where it has one, and not the one that opens everything', async () => {
    const doJobs = 's'.repeat(32);
    await abrirScheduler({ JULIA_JOBS_TOKEN: doJobs, JULIA_API_TOKEN: token });
    await esperarAte(() => api.pedidos.some(({ caminho }) => caminho === '/jobs'));
    expect(new Set(api.pedidos.map((pedido) => pedido.token))).toEqual(
      new Set([`Bearer ${doJobs}`]),
    );
  });

  it('waits for an api that is not there yet, and stays ready meanwhile', async () => {
    api.ultimos = { 'recuperar-lacunas': umaHoraAtras() };
    api.status = 503;
    const app = await abrirScheduler();
    await esperarAte(() => api.pedidos.some(({ caminho }) => caminho === '/jobs'));
    const resposta = await app.inject({ method: 'GET', url: '/health/ready' });
    expect([resposta.statusCode, JSON.stringify(resposta.json())]).toEqual([
      200,
      expect.stringContaining('degradado'),
    ]);
    api.status = null;
    await esperarAte(() => api.execucoes.some((chave) => chave.startsWith('recuperar-lacunas@')));
  });
});

describe('ApiDaJulia', () => {
  const cliente = (url = api.url) => new ApiDaJulia({ url, token, prazoMs: 2_000 });
  const tick = new Date('2026-11-22T10:00:00Z');

  it.each([500, 502, 503, 429])('calls %i worth another try', async (status) => {
    api.status = status;
    await expect(cliente().disparar('recuperar-lacunas', tick)).rejects.toMatchObject({
      kind: 'transient',
      code: 'API_INDISPONIVEL',
    });
  });

  it.each([400, 401, 404])('calls %i a refusal', async (status) => {
    api.status = status;
    await expect(cliente().disparar('recuperar-lacunas', tick)).rejects.toMatchObject({
      kind: 'input',
      code: 'API_RECUSOU',
    });
  });

  it('calls nobody there worth another try, and never shows the token', async () => {
    const erro: unknown = await cliente('http://127.0.0.1:9')
      .disparar('recuperar-lacunas', tick)
      .catch((thrown: unknown) => thrown);
    expect(erro).toMatchObject({ kind: 'transient' });
    expect(JSON.stringify(erro)).not.toContain(token);
  });

  it('posts the tick as its key', async () => {
    await cliente().disparar('recuperar-lacunas', tick);
    expect(api.pedidos).toEqual([
      {
        metodo: 'POST',
        caminho: '/jobs/recuperar-lacunas',
        token: `Bearer ${token}`,
        chave: 'recuperar-lacunas@2026-11-22T10:00:00.000Z',
      },
    ]);
  });
});
