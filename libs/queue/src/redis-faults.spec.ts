import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { JobPublisher } from '@julia/domain';
import { esperarAte, portaLivre, redisDeTeste, type RedisDeTeste } from '@julia/infra';
import { startQueues, type StartedQueues } from '../test/start-queues.ts';

let server: RedisDeTeste;
let open: StartedQueues[] = [];

beforeAll(async () => {
  server = await redisDeTeste();
}, 60_000);

afterEach(async () => {
  await Promise.all(open.map((started) => started.close()));
  open = [];
}, 20_000);

afterAll(() => server.parar());

async function start(redisUrl: string, consumir = false): Promise<StartedQueues> {
  const started = await startQueues({
    redisUrl,
    ...(consumir && { handlers: { 'mensagem.enviar': async () => ({}) } }),
  });
  open.push(started);
  return started;
}

const publish = (publisher: JobPublisher): Promise<void> =>
  publisher.publish('mensagem.enviar', { mensagemId: randomUUID() });

/** The port's promise: transient, and soon enough for a webhook to be answered 503. */
async function expectUnavailable(publisher: JobPublisher): Promise<void> {
  const start = performance.now();
  await expect(publish(publisher)).rejects.toMatchObject({
    kind: 'transient',
    code: 'FILA_INDISPONIVEL',
  });
  expect(performance.now() - start).toBeLessThan(2_000);
}

const works = (publisher: JobPublisher) => (): Promise<boolean> =>
  publish(publisher).then(
    () => true,
    () => false,
  );

describe('a publisher', () => {
  it('fails fast while Redis is dead and recovers by itself', async () => {
    const { publisher, monitor } = await start(server.url);
    await publish(publisher);
    await server.matar();
    await expectUnavailable(publisher);
    await expectUnavailable(publisher);
    await expect(monitor.pingar()).rejects.toMatchObject({ kind: 'transient' });
    await server.reiniciar();
    await esperarAte(works(publisher), 10_000);
    await monitor.pingar();
  }, 30_000);

  it('that started before Redis did works once it is there', async () => {
    await server.matar();
    const { publisher } = await start(server.url);
    await expectUnavailable(publisher);
    await server.reiniciar();
    await esperarAte(works(publisher), 10_000);
  }, 30_000);

  it('does not do later what it refused while Redis was dead', async () => {
    const { publisher, monitor } = await start(server.url);
    const waiting = async (): Promise<number> =>
      (await monitor.coletarFilas()).reduce((sum, { aguardando }) => sum + aguardando, 0);
    const before = await waiting();
    await server.matar();
    await Promise.all(Array.from({ length: 20 }, () => expectUnavailable(publisher)));
    await server.reiniciar();
    await esperarAte(() =>
      waiting().then(
        () => true,
        () => false,
      ),
    );
    // One that is accepted comes after whatever was still to come.
    await publish(publisher);
    expect(await waiting()).toBe(before + 1);
  }, 30_000);

  it('fails fast while Redis hangs and recovers when it answers again', async () => {
    const { publisher, monitor } = await start(server.url);
    await publish(publisher);
    process.kill(server.pid, 'SIGSTOP');
    try {
      await expectUnavailable(publisher);
      await Promise.all(Array.from({ length: 50 }, () => expectUnavailable(publisher)));
      await expect(monitor.pingar()).rejects.toMatchObject({ kind: 'transient' });
    } finally {
      process.kill(server.pid, 'SIGCONT');
    }
    await esperarAte(works(publisher), 10_000);
  }, 30_000);

  it('takes the answer that came while its own process stood still', async () => {
    const { publisher } = await start(server.url);
    await publish(publisher);
    const published = publish(publisher);
    await sent();
    standStill(2_000);
    await expect(published).resolves.toBeUndefined();
  }, 30_000);

  it.each(['-LOADING Redis is loading the dataset in memory', '-NOAUTH Authentication required.'])(
    'fails fast while every answer is %p',
    async (reply) => {
      const porta = await portaLivre();
      const refusing = await refusingServer(porta, reply);
      const { publisher } = await start(`redis://127.0.0.1:${porta}`);
      await expectUnavailable(publisher);
      await expectUnavailable(publisher);
      refusing.close();
    },
    15_000,
  );

  it('ends cleanly while Redis is dead', async () => {
    await server.matar();
    const started = await start(server.url, true);
    const startMs = performance.now();
    await started.close();
    open = [];
    expect(performance.now() - startMs).toBeLessThan(8_000);
    await server.reiniciar();
  }, 30_000);
});

describe('a worker', () => {
  it('carries on within seconds after Redis was dead', async () => {
    const { publisher, log, monitor } = await start(server.url, true);
    await esperarAte(async () => (await publish(publisher), log.of('job concluido').length > 0));
    await server.matar();
    await expectUnavailable(publisher);
    const before = log.of('job concluido').length;
    await server.reiniciar();
    await esperarAte(works(publisher), 10_000);
    await esperarAte(() => log.of('job concluido').length > before, 5_000);
    await monitor.pingar();
  }, 30_000);
});

describe('a full Redis', () => {
  let full: RedisDeTeste;
  let admin: Redis;

  beforeEach(async () => {
    full = await redisDeTeste();
    admin = new Redis(full.url);
  }, 60_000);

  afterEach(async () => {
    admin.disconnect();
    await Promise.all(open.map((started) => started.close()));
    open = [];
    await full.parar();
  });

  it('is a transient error to the publisher and a few log lines from the worker, and all jobs run once there is room', async () => {
    const started = await start(full.url, true);
    const { publisher, log } = started;
    // They become due while Redis is full: then workers ask for them again and again.
    for (let i = 0; i < 20; i++) {
      const mensagemId = randomUUID();
      await publisher.publish('mensagem.enviar', { mensagemId }, { delayMs: 500 });
    }
    await admin.config('SET', 'maxmemory', '1');
    await expectUnavailable(publisher);
    // Every refused fetch of a worker is counted by Redis itself.
    const refused = async (): Promise<number> =>
      Number(/errorstat_OOM:count=(\d+)/.exec(await admin.info('errorstats'))?.[1] ?? 0);
    await esperarAte(async () => (await refused()) >= 16, 10_000);
    expect(await refused()).toBeLessThan(200);
    const errors = log.of('erro da fila');
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThan(8);
    expect(JSON.stringify(errors)).toContain('OOM');
    await admin.config('SET', 'maxmemory', '0');
    await esperarAte(works(publisher), 5_000);
    await esperarAte(() => log.of('job concluido').length === 21, 10_000);
  }, 30_000);
});

/** What one turn of the event loop sends leaves at its end. */
async function sent(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Blocks the whole process, as a machine does that has no time for it. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** A server that answers every command with the same error. */
async function refusingServer(porta: number, reply: string): Promise<Server> {
  const refusing = createServer((socket) => {
    socket.on('data', (data) => {
      const commands = data.toString().match(/^\*\d+\r$/gm)?.length ?? 1;
      socket.write(`${reply}\r\n`.repeat(commands));
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => refusing.listen(porta, '127.0.0.1', resolve));
  return refusing;
}
