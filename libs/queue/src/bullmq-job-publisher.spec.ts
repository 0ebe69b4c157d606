import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import { AppError, type Fatos, type Handlers } from '@julia/domain';
import { contextoAtual, withContext } from '@julia/runtime';
import { esperarAte, redisDeTeste, type RedisDeTeste } from '@julia/infra';
import { startQueues, type StartedQueues } from '../test/start-queues.ts';

let redis: RedisDeTeste;
const open: StartedQueues[] = [];

beforeAll(async () => {
  redis = await redisDeTeste();
}, 60_000);

afterEach(async () => {
  await Promise.all(open.splice(0).map((queues) => queues.close()));
});

afterAll(() => redis.parar());

async function start(handlers?: Partial<Handlers>): Promise<StartedQueues> {
  const queues = await startQueues({ redisUrl: redis.url, ...(handlers && { handlers }) });
  open.push(queues);
  return queues;
}

/** A handler that counts its runs and holds each until `release`. */
function held() {
  const releases: (() => void)[] = [];
  let most = 0;
  let active = 0;
  return {
    releases,
    get runs() {
      return releases.length;
    },
    get most() {
      return most;
    },
    async handle(): Promise<Fatos> {
      active += 1;
      most = Math.max(most, active);
      await new Promise<void>((resolve) => releases.push(resolve));
      active -= 1;
      return {};
    },
  };
}

describe('a job that runs once', () => {
  const quarentena = (hash: string) => ({ hash, motivo: 'teste', corpo: '{}' });

  it('runs once however many publishers repeat it at the same time, and stays remembered', async () => {
    const vistos: string[] = [];
    const handler: Partial<Handlers> = {
      'webhook.quarentenar': async ({ hash }) => ({ posicao: vistos.push(hash) }),
    };
    const [a, b] = [await start(handler), await start(handler)];
    const hash = '12345';
    await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        (i % 2 ? a : b).publisher.publish('webhook.quarentenar', quarentena(hash)),
      ),
    );
    await esperarAte(() => vistos.length > 0);
    await a.publisher.publish('webhook.quarentenar', quarentena(hash));
    await a.publisher.publish('webhook.quarentenar', quarentena('fim'));
    await esperarAte(() => vistos.includes('fim'));
    expect(vistos).toEqual([hash, 'fim']);
  });

  it('would run each time without its identity', async () => {
    const vistos: string[] = [];
    const handler: Partial<Handlers> = {
      'webhook.quarentenar': async ({ hash }) => ({ posicao: vistos.push(hash) }),
    };
    await start(handler);
    await start(handler);
    const queue = new Queue('entrada', { connection: { url: redis.url } });
    const data = { payload: quarentena('sem-identidade'), context: {} };
    await Promise.all([1, 2, 3].map(() => queue.add('webhook.quarentenar', data)));
    await queue.close();
    await esperarAte(() => vistos.length === 3);
  });

  it.each(['42', 'a:b', 'a:b:c:d', '0:x', ' ', 'x'.repeat(10_000), 'ação/🙂'])(
    'takes the key %p, whatever characters it has',
    async (hash) => {
      const vistos: string[] = [];
      const { publisher } = await start({
        'webhook.quarentenar': async (p) => ({ posicao: vistos.push(p.hash) }),
      });
      await publisher.publish('webhook.quarentenar', quarentena(hash));
      await esperarAte(() => vistos.length > 0);
      expect(vistos).toEqual([hash]);
    },
  );

  it('that died stays a visible dead letter when it is published again, and runs again only on request', async () => {
    let consertado = false;
    const rodou: string[] = [];
    const { publisher, mortas } = await start({
      'webhook.quarentenar': async ({ hash }) => {
        if (!consertado) throw new AppError('input', 'RUIM', 'Cannot be stored');
        return { posicao: rodou.push(hash) };
      },
    });
    await publisher.publish('webhook.quarentenar', quarentena('morta'));
    const [morta] = await esperarAte(async () => {
      const lista = await mortas.listarMortas(10);
      return lista.length > 0 && lista;
    });
    consertado = true;
    await publisher.publish('webhook.quarentenar', quarentena('morta'));
    await publisher.publish('webhook.quarentenar', quarentena('outra'));
    await esperarAte(() => rodou.includes('outra'));
    expect(rodou).toEqual(['outra']);
    expect(await mortas.contarMortas()).toMatchObject({ entrada: 1 });

    await mortas.reprocessarMorta('entrada', morta!.jobId);
    await esperarAte(() => rodou.includes('morta'));
    await esperarAte(async () => (await mortas.contarMortas()).entrada === 0);
  });

  it('carries the correlation id of its publisher to the log line of its run', async () => {
    const { publisher, log } = await start({
      'webhook.quarentenar': async () => ({ ...contextoAtual() }),
    });
    await withContext({ correlationId: 'c-1', conversaId: 'nao-viaja' }, () =>
      publisher.publish('webhook.quarentenar', quarentena('contexto')),
    );
    await esperarAte(() => log.of('job concluido').length > 0);
    expect(log.of('job concluido')[0]?.fatos).toMatchObject({
      job: 'webhook.quarentenar',
      fila: 'entrada',
      tentativa: 1,
      correlationId: 'c-1',
    });
    expect(log.of('job concluido')[0]?.fatos).not.toHaveProperty('conversaId');
  });
});

describe('a nudge', () => {
  const longe = 60_000;
  const nova = () => ({ conversaId: randomUUID() });

  it('is at most one active and one waiting, whoever publishes', async () => {
    const handler = held();
    const a = await start({ 'conversa.responder': () => handler.handle() });
    const b = await start({ 'conversa.responder': () => handler.handle() });
    const conversa = nova();
    const storm = () =>
      Promise.all(
        Array.from({ length: 40 }, (_, i) =>
          (i % 2 ? a : b).publisher.publish('conversa.responder', conversa),
        ),
      );
    await storm();
    await esperarAte(() => handler.runs === 1);
    await storm();
    await storm();
    handler.releases[0]?.();
    await esperarAte(() => handler.runs === 2);
    handler.releases[1]?.();
    await esperarAte(async () => {
      const fila = (await a.monitor.coletarFilas()).find((f) => f.fila === 'conversas');
      return fila && fila.aguardando + fila.ativos + fila.adiados === 0;
    });
    expect({ runs: handler.runs, most: handler.most }).toEqual({ runs: 2, most: 1 });
  });

  it('would run beside itself without its identity', async () => {
    const handler = held();
    await start({ 'conversa.responder': () => handler.handle() });
    await start({ 'conversa.responder': () => handler.handle() });
    const queue = new Queue('conversas', { connection: { url: redis.url } });
    const job = { name: 'conversa.responder', data: { payload: nova(), context: {} } };
    await queue.addBulk([job, job, job]);
    await queue.close();
    await esperarAte(() => handler.runs === 3);
    expect(handler.most).toBe(3);
    for (const release of handler.releases) release();
  });

  it.each([
    ['without delay', 0],
    ['with a shorter delay', 30],
  ])('%s brings forward the one that waits for a minute', async (_nome, delayMs) => {
    const handler = held();
    const { publisher, monitor } = await start({ 'conversa.responder': () => handler.handle() });
    const conversa = nova();
    await publisher.publish('conversa.responder', conversa, { delayMs: longe });
    await publisher.publish('conversa.responder', conversa, { delayMs });
    await esperarAte(() => handler.runs === 1, 2_000);
    handler.releases[0]?.();
    await esperarAte(async () => {
      const fila = (await monitor.coletarFilas()).find((f) => f.fila === 'conversas');
      return fila && fila.ativos + fila.adiados === 0;
    });
  });

  it('with a longer delay does not put off the one that is due sooner', async () => {
    const handler = held();
    const { publisher } = await start({ 'conversa.responder': () => handler.handle() });
    const conversa = nova();
    await publisher.publish('conversa.responder', conversa, { delayMs: 100 });
    await publisher.publish('conversa.responder', conversa, { delayMs: longe });
    await esperarAte(() => handler.runs === 1, 3_000);
    handler.releases[0]?.();
  });

  it('from inside its own handler runs after it', async () => {
    const ordem: string[] = [];
    const conversa = nova();
    const queues = await start({
      'conversa.responder': async () => {
        ordem.push('comeca');
        if (ordem.length === 1) await queues.publisher.publish('conversa.responder', conversa);
        return { passos: ordem.push('termina') };
      },
    });
    await queues.publisher.publish('conversa.responder', conversa);
    await esperarAte(() => ordem.length === 4);
    expect(ordem).toEqual(['comeca', 'termina', 'comeca', 'termina']);
  });

  it('that came during a run is not put off by the delayed one that the handler publishes afterwards', async () => {
    const handler = held();
    const conversa = nova();
    const queues = await start({
      'conversa.responder': async () => {
        const primeira = handler.runs === 0;
        await handler.handle();
        if (primeira) {
          await queues.publisher.publish('conversa.responder', conversa, { delayMs: longe });
        }
        return {};
      },
    });
    await queues.publisher.publish('conversa.responder', conversa);
    await esperarAte(() => handler.runs === 1);
    await queues.publisher.publish('conversa.responder', conversa);
    handler.releases[0]?.();
    await esperarAte(() => handler.runs === 2, 3_000);
    handler.releases[1]?.();
  });

  it('of another key does not wait', async () => {
    const handler = held();
    const { publisher } = await start({ 'conversa.responder': () => handler.handle() });
    await publisher.publish('conversa.responder', nova());
    await publisher.publish('conversa.responder', nova());
    await esperarAte(() => handler.runs === 2);
    for (const release of handler.releases) release();
  });

  it('runs again after its key died', async () => {
    let quebrado = true;
    let rodou = 0;
    const conversa = nova();
    const { publisher, mortas } = await start({
      'conversa.responder': async () => {
        if (quebrado) throw new AppError('input', 'NAO', 'No');
        rodou += 1;
        return {};
      },
    });
    await publisher.publish('conversa.responder', conversa);
    await esperarAte(async () => (await mortas.contarMortas()).conversas === 1);
    quebrado = false;
    await publisher.publish('conversa.responder', conversa);
    await esperarAte(() => rodou === 1);
  });
});
