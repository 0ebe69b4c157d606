import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { queues } from '@julia/domain';
import { esperarAte, redisDeTeste, type Processo, type RedisDeTeste } from '@julia/infra';
import { childWorkers, type ChildWorkers } from '../test/child-process.ts';
import { startQueues, type StartedQueues } from '../test/start-queues.ts';

let server: RedisDeTeste;
let redis: Redis;
let workers: ChildWorkers;
let queuesOpen: StartedQueues[] = [];

beforeAll(async () => {
  server = await redisDeTeste();
  redis = new Redis(server.url);
  workers = await childWorkers();
}, 60_000);

afterEach(async () => {
  await Promise.all(queuesOpen.map((open) => open.close()));
  queuesOpen = [];
  await redis.flushall();
});

afterAll(async () => {
  await workers.dispose();
  redis.disconnect();
  await server.parar();
});

async function start(options: Omit<Parameters<typeof startQueues>[0], 'redisUrl'> = {}) {
  const started = await startQueues({ redisUrl: server.url, ...options });
  queuesOpen.push(started);
  return started;
}

/** Keeps `count` workers alive, as a container runtime does, until `done`; tells how many died. */
async function superviseUntil(
  done: () => Promise<boolean>,
  count: number,
  env: Record<string, string>,
): Promise<number> {
  let deaths = 0;
  const spawn = () => workers.start({ REDIS_URL: server.url, ...env });
  const alive: Processo[] = await Promise.all(Array.from({ length: count }, spawn));
  await esperarAte(
    async () => {
      for (const [i, child] of alive.entries()) {
        if (child.vivo) continue;
        deaths += 1;
        alive[i] = await spawn();
      }
      return done();
    },
    60_000,
    'o fim dos jobs',
    50,
  );
  await Promise.all(alive.map((child) => child.matar()));
  return deaths;
}

async function oneAmongSeven(workersAtOnce: number, env: Record<string, string> = {}) {
  const { publisher, monitor, mortas } = await start();
  const bons = Array.from({ length: 7 }, () => randomUUID());
  const veneno = randomUUID();
  for (const conversaId of [...bons.slice(0, 4), veneno, ...bons.slice(4)]) {
    await publisher.publish('conversa.responder', { conversaId });
  }
  const done = async (): Promise<boolean> => {
    const fila = (await monitor.coletarFilas()).find((estado) => estado.fila === 'conversas');
    return fila !== undefined && fila.aguardando + fila.ativos + fila.adiados === 0;
  };
  const deaths = await superviseUntil(done, workersAtOnce, {
    VENENO: veneno,
    BONS: '7',
    ...env,
  });
  const venenos = Number(await redis.hget('venenos', veneno));
  return { deaths, venenos, mortas: await mortas.listarMortas(10), publisher, veneno, bons, start };
}

describe('a job that takes its worker process down', () => {
  it.each([1, 2])(
    'goes alone to the dead letters after three crashes, with %p worker(s) and seven innocent jobs beside it',
    async (workersAtOnce) => {
      const { deaths, venenos, mortas } = await oneAmongSeven(workersAtOnce, {
        TRABALHO_MS: '100',
      });
      expect({ deaths, venenos }).toEqual({ deaths: 3, venenos: 3 });
      expect(mortas.map(({ job, codigo }) => ({ job, codigo }))).toEqual([
        { job: 'conversa.responder', codigo: 'JOB_DERRUBA_WORKER' },
      ]);
    },
    90_000,
  );

  it('would take innocent jobs along if suspects did not run alone', async () => {
    const { mortas } = await oneAmongSeven(1, { TRABALHO_MS: '400', SEM_PORTAO: '1' });
    expect(mortas.length).toBeGreaterThan(1);
  }, 90_000);

  it('is not run again by later nudges while its dead letter waits, and is after the replay', async () => {
    const { mortas, publisher, veneno } = await oneAmongSeven(1);
    const rodou: string[] = [];
    const consumer = await start({
      filas: ['conversas'],
      handlers: {
        'conversa.responder': async ({ conversaId }) => ({ posicao: rodou.push(conversaId) }),
      },
    });
    await publisher.publish('conversa.responder', { conversaId: veneno });
    await esperarAte(() => consumer.log.of('job recusado: ja esta nas mortas').length === 1);
    expect(rodou).toEqual([]);

    await consumer.mortas.reprocessarMorta('conversas', mortas[0]!.jobId);
    await esperarAte(() => rodou.length === 1);
    expect(await consumer.mortas.contarMortas()).toMatchObject({ conversas: 0 });
  }, 90_000);
});

describe('a worker killed in the middle of a job', () => {
  /** A job active in a worker process to which `harm` is then done, resumed by this process. */
  async function resumedAfter(harm: (child: Processo) => Promise<void> | void) {
    const child = await workers.start({ REDIS_URL: server.url });
    const { publisher, log } = await start({
      filas: ['envios'],
      handlers: { 'mensagem.enviar': async () => ({ resumido: true }) },
    });
    // The child takes one of two jobs at the latest when this process holds the other.
    let publicados = 0;
    await esperarAte(async () => {
      await publisher.publish('mensagem.enviar', { mensagemId: randomUUID() });
      publicados += 1;
      return (await redis.hlen('execucoes')) > 0;
    });
    const before = log.of('job concluido').length;
    await harm(child);
    const quedas = () =>
      log
        .of('job concluido')
        .slice(before)
        .map(({ fatos }) => fatos['quedas']);
    await esperarAte(
      // The harmed process never ends a job, so this one must end them all.
      () => log.of('job concluido').length === publicados,
      15_000,
      'every job done here',
    );
    const marks = await redis.keys('julia:queda:*');
    return { child, quedas: quedas(), marks };
  }

  it('has its job resumed by another worker, alone and then without a mark', async () => {
    const { quedas, marks } = await resumedAfter(async (child) => {
      await child.matar();
    });
    expect(quedas).toContain(1);
    expect(marks).toEqual([]);
  }, 40_000);

  it('that only froze has its job resumed without blame', async () => {
    const { child, quedas } = await resumedAfter((frozen) => frozen.sinalizar('SIGSTOP'));
    expect(quedas.length).toBeGreaterThan(0);
    expect(quedas).not.toContain(1);
    await child.matar();
  }, 40_000);

  it.each(Object.entries(queues))(
    'resumes in less than 15 s by the policy of %s',
    (_fila, policy) => {
      // The lock ends, the next check marks the job, the one after it gives it back.
      expect(policy.lockMs + policy.stalledCheckMs).toBeLessThan(15_000);
      expect(policy.maxStalled).toBeGreaterThan(10);
    },
  );

  it('does not blame a job that a shutdown at its deadline cut off', async () => {
    const stopping = await start({
      filas: ['envios'],
      prazoEncerramentoMs: 50,
      handlers: { 'mensagem.enviar': () => new Promise(() => undefined) },
    });
    await stopping.publisher.publish('mensagem.enviar', { mensagemId: randomUUID() });
    await esperarAte(async () => (await redis.keys('julia:queda:*')).length === 1);
    await stopping.close();
    expect(await redis.keys('julia:queda:*')).toEqual([]);
  });
});
