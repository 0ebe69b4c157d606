import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { AppError, queues, type Handlers } from '@julia/domain';
import { esperarAte, redisDeTeste, type RedisDeTeste } from '@julia/infra';
import type { Linha } from '../test/memory-log.ts';
import { startQueues, type StartedQueues } from '../test/start-queues.ts';

let server: RedisDeTeste;
let redis: Redis;
let open: StartedQueues[] = [];

beforeAll(async () => {
  server = await redisDeTeste();
  redis = new Redis(server.url);
}, 60_000);

afterEach(async () => {
  await Promise.all(open.map((started) => started.close()));
  open = [];
  await redis.flushall();
});

afterAll(async () => {
  redis.disconnect();
  await server.parar();
});

async function start(handlers: Partial<Handlers>): Promise<StartedQueues> {
  const started = await startQueues({ redisUrl: server.url, handlers });
  open.push(started);
  return started;
}

const mensagem = () => ({ mensagemId: randomUUID() });

const falhas = (queuesStarted: StartedQueues): Linha[] => queuesStarted.log.of('job falhou');

/** Runs one `mensagem.enviar` whose handler throws `erro` until it is dead. */
async function untilDead(erro: Error): Promise<StartedQueues> {
  const started = await start({ 'mensagem.enviar': () => Promise.reject(erro) });
  await started.publisher.publish('mensagem.enviar', mensagem());
  await esperarAte(async () => (await started.mortas.contarMortas()).envios === 1, 40_000);
  return started;
}

describe('the job runner', () => {
  it('logs one line per job with what its handler reports', async () => {
    const started = await start({
      'mensagem.enviar': async ({ mensagemId }) => ({ mensagemId, resultado: 'enviada' }),
    });
    const payload = mensagem();
    await started.publisher.publish('mensagem.enviar', payload);
    const [line] = await esperarAte(() => {
      const lines = started.log.of('job concluido');
      return lines.length > 0 && lines;
    });
    expect(started.log.linhas).toHaveLength(1);
    expect(line).toMatchObject({
      nivel: 'info',
      fatos: {
        job: 'mensagem.enviar',
        fila: 'envios',
        tentativa: 1,
        ms: expect.any(Number),
        jobId: expect.any(String),
        ...payload,
        resultado: 'enviada',
      },
    });
  });

  it('puts an input error to the dead letters at once and warns of it', async () => {
    const started = await untilDead(new AppError('input', 'MOTIVO', 'Because', { vagaId: 'v1' }));
    expect(falhas(started)).toHaveLength(1);
    expect(falhas(started)[0]).toMatchObject({
      nivel: 'warn',
      fatos: { err: 'MOTIVO', errTipo: 'input', vagaId: 'v1', destino: 'morto', tentativa: 1 },
    });
    expect(await started.mortas.listarMortas(5)).toMatchObject([
      {
        fila: 'envios',
        job: 'mensagem.enviar',
        codigo: 'MOTIVO',
        motivo: 'Because',
        tentativas: 1,
      },
    ]);
  });

  it('takes what a rule forbids for done, and says with its code why nothing was done', async () => {
    const erro = new AppError('rule', 'MOTIVO', 'Because', { vagaId: 'v1' });
    const started = await start({ 'mensagem.enviar': () => Promise.reject(erro) });
    await started.publisher.publish('mensagem.enviar', mensagem());
    const queue = new Queue('envios', { connection: { url: server.url } });
    await esperarAte(async () => (await queue.getCompletedCount()) === 1);
    await queue.close();
    expect(started.log.linhas).toHaveLength(1);
    expect(started.log.of('job recusado por regra')[0]).toMatchObject({
      nivel: 'info',
      fatos: { job: 'mensagem.enviar', err: 'MOTIVO', errTipo: 'rule', vagaId: 'v1', tentativa: 1 },
    });
    expect(await started.mortas.contarMortas()).toMatchObject({ envios: 0 });
  });

  it('retries a bug up to its attempts and raises the alert with the last one only', async () => {
    const started = await start({
      'webhook.quarentenar': () => Promise.reject(new Error('boom 5511999990000')),
    });
    await started.publisher.publish('webhook.quarentenar', { hash: 'h', motivo: 'm', corpo: 'c' });
    // Each pause is cut short: what is tested is the count, not the length of the pauses.
    const queue = new Queue('entrada', { connection: { url: server.url } });
    await esperarAte(async () => {
      for (const job of await queue.getDelayed()) await job.promote().catch(() => undefined);
      return (await queue.getFailedCount()) === 1;
    }, 20_000);
    await queue.close();
    expect(
      falhas(started).map(({ nivel, fatos }) => [nivel, fatos['destino'], fatos['alerta']]),
    ).toEqual([
      ['error', 'repetido', undefined],
      ['error', 'repetido', undefined],
      ['error', 'repetido', undefined],
      ['error', 'repetido', undefined],
      ['error', 'morto', true],
    ]);
    expect(JSON.stringify(started.log.linhas)).not.toContain('5511999990000');
  }, 30_000);

  it('puts a transient error off for ever without using up attempts, and carries on when it is over', async () => {
    let quebras = 0;
    const started = await start({
      'mensagem.enviar': async () => {
        quebras += 1;
        if (quebras <= 12) throw new AppError('transient', 'BANCO_FORA', 'Database is away');
        return {};
      },
    });
    await started.publisher.publish('mensagem.enviar', mensagem());
    const queue = new Queue('envios', { connection: { url: server.url } });
    await esperarAte(async () => {
      for (const job of await queue.getDelayed()) await job.promote().catch(() => undefined);
      return started.log.of('job concluido').length === 1;
    }, 20_000);
    await queue.close();
    expect(falhas(started)).toHaveLength(12);
    for (const [i, { nivel, fatos }] of falhas(started).entries()) {
      const most = Math.min(queues.envios.maxBackoffMs, 2_000 * 2 ** i);
      expect({ nivel, destino: fatos['destino'] }).toEqual({ nivel: 'warn', destino: 'adiado' });
      expect(fatos['tentarEmMs']).toBeGreaterThanOrEqual(most / 2);
      expect(fatos['tentarEmMs']).toBeLessThanOrEqual(most);
    }
    expect(await started.mortas.contarMortas()).toMatchObject({ envios: 0 });
  }, 30_000);

  it.each([
    [
      'a name that is not in the registry',
      'medico.apagar',
      { payload: {}, context: {} },
      'JOB_DESCONHECIDO',
    ],
    [
      'a payload its schema refuses',
      'mensagem.enviar',
      { payload: { mensagemId: 'maria' } },
      'PAYLOAD_INVALIDO',
    ],
    ['a job without envelope', 'mensagem.enviar', 'texto', 'PAYLOAD_INVALIDO'],
  ])('fails %s visibly at the first attempt', async (_nome, name, data, codigo) => {
    const started = await start({});
    const queue = new Queue('envios', { connection: { url: server.url } });
    await queue.add(name, data, { attempts: 5 });
    await queue.close();
    const [morta] = await esperarAte(async () => {
      const list = await started.mortas.listarMortas(5);
      return list.length > 0 && list;
    });
    expect(morta).toMatchObject({ job: name, codigo, tentativas: 1 });
    expect(falhas(started)).toHaveLength(1);
    expect(JSON.stringify(started.log.linhas)).not.toContain('maria');
  });

  it('never shows a body in logs or in the list of dead letters', async () => {
    const started = await start({
      'webhook.quarentenar': () => Promise.reject(new AppError('input', 'RUIM', 'Refused')),
    });
    await started.publisher.publish('webhook.quarentenar', {
      hash: 'h1',
      motivo: 'forma',
      corpo: 'segredo do medico',
    });
    await esperarAte(async () => (await started.mortas.contarMortas()).entrada === 1);
    const seen = JSON.stringify([started.log.linhas, await started.mortas.listarMortas(5)]);
    expect(seen).not.toContain('segredo');
  });
});

describe('the dead letters', () => {
  it('refuse to replay what is not among them', async () => {
    const started = await start({});
    await expect(started.mortas.reprocessarMorta('envios', 'nada')).rejects.toMatchObject({
      kind: 'rule',
      code: 'MORTA_NAO_ENCONTRADA',
    });
  });

  it('replay a nudge as a fresh one, with all its attempts', async () => {
    let quebrado = true;
    const started = await start({
      'mensagem.enviar': async () => {
        if (quebrado) throw new AppError('input', 'RUIM', 'Refused');
        return {};
      },
    });
    await started.publisher.publish('mensagem.enviar', mensagem());
    const [morta] = await esperarAte(async () => {
      const list = await started.mortas.listarMortas(5);
      return list.length > 0 && list;
    });
    quebrado = false;
    await started.mortas.reprocessarMorta('envios', morta!.jobId);
    await esperarAte(() => started.log.of('job concluido').length === 1);
    expect(await started.mortas.contarMortas()).toMatchObject({ envios: 0 });
  });
});

describe('the figures of the queues', () => {
  it('tell depth by state and the age of the oldest waiting job', async () => {
    const publisherOnly = await startQueues({ redisUrl: server.url });
    open.push(publisherOnly);
    const { publisher, monitor } = publisherOnly;
    await publisher.publish('mensagem.enviar', mensagem());
    const primeira = Date.now();
    await publisher.publish('mensagem.enviar', mensagem());
    await publisher.publish('mensagem.enviar', mensagem(), { delayMs: 60_000 });
    await esperarAte(() => Date.now() - primeira >= 50);
    const estados = await monitor.coletarFilas();
    expect(estados.map(({ fila }) => fila)).toEqual([
      'entrada',
      'conversas',
      'envios',
      'agendados',
    ]);
    const envios = estados.find(({ fila }) => fila === 'envios');
    expect(envios).toMatchObject({ aguardando: 2, ativos: 0, adiados: 1, mortas: 0 });
    expect(envios?.esperaMaisAntigaMs).toBeGreaterThanOrEqual(50);
    expect(estados.find(({ fila }) => fila === 'entrada')?.esperaMaisAntigaMs).toBe(0);
  });
});
