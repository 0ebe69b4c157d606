import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dirJulia } from './caminhos.ts';
import { iniciarRedis, localizarRedis } from './redis.ts';
import type { OpcoesDeRedis, RedisIniciado } from './redis.ts';

/** One inline command, whole reply as text. */
function comando(porta: number, linha: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const conexao = connect(porta, '127.0.0.1', () => conexao.end(`${linha}\r\nQUIT\r\n`));
    let texto = '';
    conexao.on('data', (dados) => (texto += dados.toString()));
    conexao.once('error', reject);
    conexao.once('close', () => resolve(texto.replace(/\+OK\r\n$/, '').trim()));
  });
}

describe('localizarRedis', () => {
  let raiz: string;
  beforeAll(async () => {
    raiz = await mkdtemp(join(tmpdir(), 'julia-redis-'));
  });
  afterAll(() => rm(raiz, { recursive: true, force: true }));

  it('prefers what is on PATH', async () => {
    const valkey = join(raiz, 'valkey-server');
    await writeFile(valkey, '#!/bin/sh\n');
    await chmod(valkey, 0o755);
    expect(await localizarRedis(raiz, { path: raiz })).toMatchObject({ caminho: valkey });
  });

  it('gives one line with the command to run when there is no way', async () => {
    const busca = localizarRedis(join(raiz, 'vazio'), { path: '' });
    await expect(busca).rejects.toMatchObject({
      code: 'REDIS_AUSENTE',
      message: expect.stringMatching(/^Redis não encontrado: rode "[^\n]+ redis[^\n]*" .*\.$/),
    });
  });
});

describe('iniciarRedis', () => {
  let raiz: string;
  const abertos: RedisIniciado[] = [];
  async function subir(opcoes: Partial<OpcoesDeRedis> = {}): Promise<RedisIniciado> {
    const redis = await iniciarRedis({ dir: join(raiz, 'dados'), dirJulia, ...opcoes });
    abertos.push(redis);
    return redis;
  }

  beforeAll(async () => {
    raiz = await mkdtemp(join(tmpdir(), 'julia-redis-'));
  });
  afterEach(() => Promise.all(abertos.splice(0).map((r) => r.parar())));
  afterAll(() => rm(raiz, { recursive: true, force: true }));

  it('is durable and never evicts', async () => {
    const { porta } = await subir();
    const valor = async (nome: string): Promise<string | undefined> =>
      (await comando(porta, `CONFIG GET ${nome}`)).split('\r\n').at(-1);
    expect(await valor('appendonly')).toBe('yes');
    expect(await valor('appendfsync')).toBe('always');
    expect(await valor('maxmemory-policy')).toBe('noeviction');
    expect(await valor('bind')).toBe('127.0.0.1');
  });

  it.each(['parar', 'matar'] as const)('keeps what it acknowledged through %s', async (fim) => {
    const primeiro = await subir();
    expect(await comando(primeiro.porta, `SET ${fim} sim`)).toBe('+OK');
    await primeiro[fim]();
    const segundo = await subir({ porta: primeiro.porta });
    expect(await comando(segundo.porta, `GET ${fim}`)).toBe('$3\r\nsim');
  });

  it('says which port is taken, also by another Redis', async () => {
    const { porta } = await subir();
    await expect(subir({ dir: join(raiz, 'outro'), porta })).rejects.toMatchObject({
      code: 'PORTA_OCUPADA',
      message: `A porta ${porta} do Redis já está em uso.`,
    });
  });
});
