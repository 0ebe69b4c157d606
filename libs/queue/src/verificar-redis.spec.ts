import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { portaLivre, redisDeTeste, type RedisDeTeste } from '@julia/infra';
import { verificarRedis } from './verificar-redis.ts';

let server: RedisDeTeste;
let admin: Redis;

beforeAll(async () => {
  server = await redisDeTeste();
  admin = new Redis(server.url);
}, 60_000);

beforeEach(async () => {
  await admin.config('SET', 'maxmemory-policy', 'noeviction');
  await admin.config('SET', 'appendonly', 'yes');
  await admin.config('SET', 'appendfsync', 'always');
});

afterAll(async () => {
  admin.disconnect();
  await server.parar();
}, 30_000);

describe('the check of Redis at start', () => {
  it('accepts one that keeps every job', async () => {
    expect(await verificarRedis(server.url)).toEqual({
      versao: expect.stringMatching(/^\d+\.\d+/),
      avisos: [],
    });
  });

  it('warns of one that may lose a second', async () => {
    await admin.config('SET', 'appendfsync', 'everysec');
    expect((await verificarRedis(server.url)).avisos).toEqual([
      expect.stringContaining('everysec'),
    ]);
  });

  it('refuses one that never syncs', async () => {
    await admin.config('SET', 'appendfsync', 'no');
    await expect(verificarRedis(server.url)).rejects.toMatchObject({
      kind: 'input',
      code: 'REDIS_INADEQUADO',
      message: expect.stringContaining('appendfsync'),
    });
  });

  it('names all faults at once, one per line', async () => {
    await admin.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await admin.config('SET', 'appendonly', 'no');
    const erro = await verificarRedis(server.url).catch((thrown: unknown) => thrown as Error);
    const linhas = (erro as Error).message.split('\n');
    expect(linhas).toEqual([
      expect.stringContaining('noeviction'),
      expect.stringContaining('appendonly'),
    ]);
  });

  it('says in one line that nobody answers, without the address', async () => {
    const porta = await portaLivre();
    const url = `redis://:senha-secreta@127.0.0.1:${porta}`;
    const erro = await verificarRedis(url).catch((thrown: unknown) => thrown as Error);
    expect(erro).toMatchObject({ kind: 'transient', code: 'FILA_INDISPONIVEL' });
    expect((erro as Error).message).toContain('REDIS_URL');
    expect((erro as Error).message).not.toMatch(/senha-secreta|\n/);
  });

  it('says that the password is missing', async () => {
    await admin.config('SET', 'requirepass', 'segredo');
    try {
      await expect(verificarRedis(server.url)).rejects.toMatchObject({
        message: expect.stringContaining('senha'),
      });
    } finally {
      await admin.config('SET', 'requirepass', '');
    }
  });
});
