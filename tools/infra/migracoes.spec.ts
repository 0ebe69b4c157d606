import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from '@jest/globals';
import postgres from 'postgres';
import type { Sql } from 'postgres';
import { esperarAte } from './espera.ts';
import { aplicarMigracoes, impressaoDasMigracoes, seNinguemMigra } from './migracoes.ts';

describe('aplicarMigracoes', () => {
  const servidor = process.env['JULIA_TEST_PG_URL'] ?? '';
  const admin = postgres(servidor, { max: 1, onnotice: () => undefined });
  let dir: string;
  let url: string;
  let sql: Sql;
  let contador = 0;

  const escrever = (nome: string, texto: string): Promise<void> =>
    writeFile(join(dir, nome.startsWith('seed') ? '' : 'migrations', nome), texto);

  beforeAll(async () => {
    await admin`select 1`;
  });
  afterAll(() => admin.end());
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'julia-migracoes-'));
    await mkdir(join(dir, 'migrations'));
    await escrever('0002_soma.sql', `insert into public.itens (nome) values ('da segunda');`);
    await escrever('0001_itens.sql', 'create table public.itens (nome text primary key);');
    await escrever('seed.sql', `insert into public.itens (nome) values ('semente');`);
    const banco = `migracoes_${process.pid}_${++contador}`;
    await admin.unsafe(`create database ${banco}`);
    url = new URL(`/${banco}`, servidor).href;
    sql = postgres(url, { max: 2 });
  });
  afterEach(async () => {
    await sql.end();
    await admin.unsafe(`drop database ${new URL(url).pathname.slice(1)} with (force)`);
    await rm(dir, { recursive: true });
  });

  it('applies the files in the order of their names, once', async () => {
    const primeira = await aplicarMigracoes(url, { dir });
    expect(primeira).toEqual({
      aplicadas: ['0001_itens.sql', '0002_soma.sql'],
      semeado: false,
      estado: null,
    });
    expect(await aplicarMigracoes(url, { dir })).toEqual({
      aplicadas: [],
      semeado: false,
      estado: null,
    });
  });

  it('sows once, also when the seed changes later', async () => {
    expect((await aplicarMigracoes(url, { dir, seed: true })).semeado).toBe(true);
    await escrever('seed.sql', 'select 1/0;');
    expect((await aplicarMigracoes(url, { dir, seed: true })).semeado).toBe(false);
  });

  const quantosEsperam = async (): Promise<number> => {
    const [linha] = await admin<{ n: number }[]>`
      select count(*)::int as n from pg_locks l join pg_stat_activity a using (pid)
      where not l.granted and l.locktype = 'advisory' and a.datname = ${new URL(url).pathname.slice(1)}`;
    return linha?.n ?? 0;
  };

  /** Two migrators: the first file ends only when both are as far as they get before that. */
  const doisAoMesmoTempo = async () => {
    const portao = 7;
    await escrever(
      '0001_itens.sql',
      `select pg_advisory_xact_lock(${portao}); create table public.itens (nome text primary key);`,
    );
    const { fins } = await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${portao})`;
      let acabaram = 0;
      const migrar = () =>
        aplicarMigracoes(url, { dir, seed: true }).finally(() => (acabaram += 1));
      const migrando = Promise.allSettled([migrar(), migrar()]);
      await esperarAte(async () => acabaram > 0 || (await quantosEsperam()) === 2);
      return { fins: migrando };
    });
    const resultados = await fins;
    const bons = resultados.flatMap((fim) => (fim.status === 'fulfilled' ? [fim.value] : []));
    return {
      aplicadas: bons.flatMap(({ aplicadas }) => aplicadas),
      semeadas: bons.filter(({ semeado }) => semeado).length,
      falhas: resultados.length - bons.length,
    };
  };

  it('lets two callers at once apply each file once, and both end well', async () => {
    expect(await doisAoMesmoTempo()).toEqual({
      aplicadas: ['0001_itens.sql', '0002_soma.sql'],
      semeadas: 1,
      falhas: 0,
    });
    expect(await sql`select nome from itens order by nome`).toEqual([
      { nome: 'da segunda' },
      { nome: 'semente' },
    ]);
  });

  it('would let both begin the same file without the lock, and one of them would fail', async () => {
    await sql.unsafe(`
      create schema sem_trava;
      create function sem_trava.pg_advisory_lock(bigint) returns void language sql as '';
      alter database ${new URL(url).pathname.slice(1)} set search_path = sem_trava, pg_catalog, public;`);
    expect(await doisAoMesmoTempo()).toEqual({
      aplicadas: ['0001_itens.sql', '0002_soma.sql'],
      semeadas: 1,
      falhas: 1,
    });
  });

  it('waits for somebody who holds the lock, and nobody else gets it meanwhile', async () => {
    const dono = postgres(url, { max: 1 });
    let migrando: Promise<unknown> = Promise.resolve();
    const correu = await seNinguemMigra(dono, async () => {
      migrando = aplicarMigracoes(url, { dir });
      await esperarAte(async () => (await quantosEsperam()) > 0);
      expect(await sql`select to_regclass('public.itens') as tabela`).toEqual([{ tabela: null }]);
      const outro = postgres(url, { max: 1 });
      expect(await seNinguemMigra(outro, () => Promise.reject(new Error('entrou')))).toBe(false);
      await outro.end();
    });
    expect(correu).toBe(true);
    expect(await migrando).toMatchObject({ aplicadas: ['0001_itens.sql', '0002_soma.sql'] });
    await dono.end();
  });

  it('refuses a file that changed after it was applied', async () => {
    await aplicarMigracoes(url, { dir });
    await escrever('0001_itens.sql', 'create table public.outros (nome text);');
    await expect(aplicarMigracoes(url, { dir })).rejects.toMatchObject({
      code: 'MIGRACAO_ALTERADA',
      message: expect.stringContaining('0001_itens.sql'),
    });
  });

  it('undoes a failed file as a whole and names its line', async () => {
    await escrever(
      '0003_quebra.sql',
      'create table public.metade (a int);\nselect nada from lugar;',
    );
    await expect(aplicarMigracoes(url, { dir })).rejects.toThrow(
      /^0003_quebra\.sql \(linha 2\) falhou: .*lugar/,
    );
    const [metade] = await sql`select to_regclass('public.metade') as tabela`;
    expect(metade).toEqual({ tabela: null });
    await escrever('0003_quebra.sql', 'create table public.metade (a int);');
    expect((await aplicarMigracoes(url, { dir })).aplicadas).toEqual(['0003_quebra.sql']);
  });

  it('provides the roles of Supabase before the first migration', async () => {
    await escrever('0000_grants.sql', 'grant usage on schema public to anon, authenticated;');
    await aplicarMigracoes(url, { dir });
    const papeis = await sql`
      select rolname, rolbypassrls from pg_roles
      where rolname in ('anon', 'authenticated', 'service_role') order by 1`;
    expect(papeis).toEqual([
      { rolname: 'anon', rolbypassrls: false },
      { rolname: 'authenticated', rolbypassrls: false },
      { rolname: 'service_role', rolbypassrls: true },
    ]);
  });

  it('gives another fingerprint when a file changes, and the seed counts only when asked', async () => {
    const antes = await impressaoDasMigracoes(dir);
    await escrever('seed.sql', 'select 1;');
    expect(await impressaoDasMigracoes(dir)).toBe(antes);
    expect(await impressaoDasMigracoes(dir, true)).not.toBe(antes);
    await escrever('0002_soma.sql', 'select 2;');
    expect(await impressaoDasMigracoes(dir)).not.toBe(antes);
  });
});
