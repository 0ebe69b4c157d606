import { Queue } from 'bullmq';
import Fastify from 'fastify';

/** What the api is measured against: a Fastify route that adds a BullMQ job and nothing else. */
const [redisUrl = '', porta = '0'] = process.argv.slice(2);
const fila = new Queue('nua', { connection: { url: redisUrl } });
const app = Fastify();
app.post('/webhook/evolution', async (pedido) => {
  await fila.add('nua', pedido.body, { removeOnComplete: true });
  return { recebidas: 1 };
});
await app.listen({ host: '127.0.0.1', port: Number(porta) });
