import { Redis } from 'ioredis';
import { SoloGate } from '../src/solo-gate.ts';
import { MemoryLog } from './memory-log.ts';
import { startQueues } from './start-queues.ts';

/**
 * A worker process that tests kill. A good job hangs in its first run until the poison has struck, so that it is active
 * at that moment; the poison waits until all good ones are, and aborts the process in every run.
 */
const redisUrl = process.env['REDIS_URL'] ?? '';
const veneno = process.env['VENENO'];
const bons = Number(process.env['BONS'] ?? '0');
const trabalhoMs = Number(process.env['TRABALHO_MS'] ?? '0');
if (process.env['SEM_PORTAO']) SoloGate.prototype.enterAlone = SoloGate.prototype.enter;

const redis = new Redis(redisUrl);

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function good(id: string): Promise<void> {
  const run = await redis.hincrby('execucoes', id, 1);
  if (run === 1) await until(async () => (await redis.get('caiu')) !== null);
  else await new Promise((resolve) => setTimeout(resolve, trabalhoMs));
}

async function poison(id: string): Promise<never> {
  await until(async () => (await redis.hlen('execucoes')) >= bons);
  await redis.hincrby('venenos', id, 1);
  await redis.set('caiu', '1');
  process.abort();
}

await startQueues({
  redisUrl,
  filas: ['conversas', 'envios'],
  log: new MemoryLog(),
  handlers: {
    'conversa.responder': async ({ conversaId }) => {
      await (conversaId === veneno ? poison(conversaId) : good(conversaId));
      return {};
    },
    'mensagem.enviar': async ({ mensagemId }) => {
      const run = await redis.hincrby('execucoes', mensagemId, 1);
      if (run === 1) await new Promise(() => undefined);
      return {};
    },
  },
});
process.stdout.write('worker pronto\n');
