import { Queue } from 'bullmq';
import Fastify from 'fastify';

/**
 * What the api is measured against: a Fastify route that adds a BullMQ job and nothing else. Redis does the same work
 * for both: the job has an id of its own, which is looked up, and is kept when it is done.
 */
const [redisUrl = '', porta = '0'] = process.argv.slice(2);
const fila = new Queue('nua', { connection: { url: redisUrl } });
const app = Fastify();
app.post<{ Body: { data: { key: { id: string } } } }>('/webhook/evolution', async ({ body }) => {
  await fila.add('nua', body, {
    jobId: body.data.key.id,
    removeOnComplete: { age: 3_600, count: 20_000 },
  });
  return { recebidas: 1 };
});
await app.listen({ host: '127.0.0.1', port: Number(porta) });
