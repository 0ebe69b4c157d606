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

  it('lets two callers at once apply each file once', async () => {
    const [um, outro] = await Promise.all([
      aplicarMigracoes(url, { dir, seed: true }),
      aplicarMigracoes(url, { dir, seed: true }),
    ]);
    expect([...um.aplicadas, ...outro.aplicadas].sort()).toEqual([
      '0001_itens.sql',
      '0002_soma.sql',
    ]);
    expect(await sql`select nome from itens order by nome`).toEqual([
      { nome: 'da segunda' },
      { nome: 'semente' },
    ]);
  });

  it('waits for somebody who holds the lock, and nobody else gets it meanwhile', async () => {
    const dono = postgres(url, { max: 1 });
    const esperando = async (): Promise<boolean> => {
      const [linha] = await admin<{ ha: boolean }[]>`
        select exists (select from pg_locks l join pg_stat_activity a using (pid)
          where not l.granted and l.locktype = 'advisory' and a.datname = ${new URL(url).pathname.slice(1)}) as ha`;
      return linha?.ha === true;
    };
    let migrando: Promise<unknown> = Promise.resolve();
    const correu = await seNinguemMigra(dono, async () => {
      migrando = aplicarMigracoes(url, { dir });
      await esperarAte(esperando);
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
