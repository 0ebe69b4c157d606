import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import postgres from 'postgres';
import type { Sql } from 'postgres';
import { portaLivre } from './espera.ts';
import { iniciarPostgres } from './postgres.ts';
import type { OpcoesDePostgres, PostgresIniciado } from './postgres.ts';

async function com<T>(servidor: PostgresIniciado, fazer: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(servidor.url(), { max: 1 });
  try {
    return await fazer(sql);
  } finally {
    await sql.end();
  }
}

describe('iniciarPostgres', () => {
  let raiz: string;
  const abertos: PostgresIniciado[] = [];
  async function subir(opcoes: Partial<OpcoesDePostgres> = {}): Promise<PostgresIniciado> {
    const servidor = await iniciarPostgres({ dir: join(raiz, 'pg'), persistente: true, ...opcoes });
    abertos.push(servidor);
    return servidor;
  }

  beforeAll(async () => {
    raiz = await mkdtemp(join(tmpdir(), 'julia-pg-'));
  });
  afterEach(() => Promise.all(abertos.splice(0).map((s) => s.parar())));
  afterAll(() => rm(raiz, { recursive: true, force: true }));

  it('finds the earlier data at a second start, and folds accents', async () => {
    const primeiro = await subir();
    await com(primeiro, (sql) => sql`create table nomes as select lower('ÁÇÃO') as nome`);
    await primeiro.parar();
    const segundo = await subir({ porta: await portaLivre() });
    expect(await com(segundo, (sql) => sql`select nome from nomes`)).toEqual([{ nome: 'áção' }]);
  });

  it('starts again after a kill -9, also when the stale lock names a pid that lives', async () => {
    const morto = await subir();
    await com(morto, (sql) => sql`create table firmes as select 1 as um`);
    await morto.matar();
    const trava = join(raiz, 'pg', 'postmaster.pid');
    await writeFile(trava, `${process.pid}\n${join(raiz, 'pg')}\n1\n5432\n\n127.0.0.1\n\nready\n`);
    const vivo = await subir();
    expect(await com(vivo, (sql) => sql`select um from firmes`)).toEqual([{ um: 1 }]);
  });

  it('refuses data that another process has open', async () => {
    await subir();
    await expect(subir()).rejects.toMatchObject({ code: 'POSTGRES_EM_USO' });
  });

  it('keeps commits durable for development and skips the disk for tests', async () => {
    const fsync = (servidor: PostgresIniciado): Promise<unknown> =>
      com(servidor, (sql) => sql`select current_setting('fsync') as fsync`);
    expect(await fsync(await subir())).toEqual([{ fsync: 'on' }]);
    const efemero = await subir({ dir: join(raiz, 'efemero'), persistente: false });
    expect(await fsync(efemero)).toEqual([{ fsync: 'off' }]);
    await efemero.parar();
    expect(await readdir(raiz)).not.toContain('efemero');
  });

  it('says which port is taken', async () => {
    const { porta } = await subir({ dir: join(raiz, 'um'), persistente: false });
    const outro = subir({ dir: join(raiz, 'dois'), persistente: false, porta });
    await expect(outro).rejects.toMatchObject({
      code: 'PORTA_OCUPADA',
      message: `A porta ${porta} do Postgres já está em uso.`,
    });
  });
});
