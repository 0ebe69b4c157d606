import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { esperarAte, redisDeTeste, type RedisDeTeste } from '@julia/infra';
import { startQueues } from '../test/start-queues.ts';

let server: RedisDeTeste;

beforeAll(async () => {
  server = await redisDeTeste();
}, 60_000);

afterAll(() => server.parar());

describe('the shutdown of a worker', () => {
  it('takes nothing new, lets what runs end, and leaves the rest in the queue', async () => {
    const releases: (() => void)[] = [];
    const worker = await startQueues({
      redisUrl: server.url,
      filas: ['envios'],
      politica: { concurrency: 2 },
      handlers: {
        'mensagem.enviar': async () => {
          await new Promise<void>((resolve) => releases.push(resolve));
          return {};
        },
      },
    });
    const outside = await startQueues({ redisUrl: server.url });
    for (let i = 0; i < 5; i++) {
      await outside.publisher.publish('mensagem.enviar', { mensagemId: randomUUID() });
    }
    await esperarAte(() => releases.length === 2);
    const closing = worker.close();
    for (const release of releases.splice(0)) release();
    await closing;
    expect(worker.log.of('job concluido')).toHaveLength(2);
    expect(worker.log.of('job falhou')).toHaveLength(0);
    const estado = (await outside.monitor.coletarFilas()).find(({ fila }) => fila === 'envios');
    expect(estado).toMatchObject({ aguardando: 3, ativos: 0, mortas: 0 });
    await outside.close();
  }, 20_000);

  it('does not wait beyond its deadline for a job that never ends', async () => {
    const worker = await startQueues({
      redisUrl: server.url,
      filas: ['conversas'],
      prazoEncerramentoMs: 200,
      handlers: { 'conversa.responder': () => new Promise(() => undefined) },
    });
    await worker.publisher.publish('conversa.responder', { conversaId: randomUUID() });
    await esperarAte(async () => {
      const estados = await worker.monitor.coletarFilas();
      return estados.some(({ ativos }) => ativos === 1);
    });
    const start = performance.now();
    await worker.close();
    expect(performance.now() - start).toBeLessThan(4_000);
  }, 20_000);

  it('runs only the queues it was given', async () => {
    const worker = await startQueues({
      redisUrl: server.url,
      filas: ['agendados'],
      handlers: { 'recuperar-lacunas': async () => ({}), 'conversa.responder': async () => ({}) },
    });
    const { publisher, log } = worker;
    await publisher.publish('conversa.responder', { conversaId: randomUUID() });
    await publisher.publish('recuperar-lacunas', { execucaoId: randomUUID() });
    await esperarAte(() => log.of('job concluido').length === 1);
    expect(log.of('job concluido')[0]?.fatos['job']).toBe('recuperar-lacunas');
    await worker.close();
  }, 20_000);
});
