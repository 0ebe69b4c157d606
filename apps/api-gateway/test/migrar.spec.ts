import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '@julia/config';
import { criarBancoDeTeste, portaLivre, type BancoDeTeste } from '@julia/infra';
import postgres from 'postgres';
import type { Sql } from 'postgres';
import { Env } from '../src/migrar/config.ts';
import { migrar } from '../src/migrar/migrar.ts';

const dirDoProjeto = fileURLToPath(new URL('../../../supabase', import.meta.url));

let modelo: BancoDeTeste;
let dir: string;
let url: string;
let sql: Sql;
let linhas: string[];

const rodar = (env: Record<string, string> = {}, esperaMs = 0) => {
  const config = loadConfig(Env, {
    env: { ENVIRONMENT: 'production', SUPABASE_DB_URL: url, ...env },
  });
  const dizer = (linha: string) => void linhas.push(linha);
  return migrar(config, { dir, esperaMs, intervaloMs: 10, dizer });
};
const escrever = (nome: string, texto: string) => writeFile(join(dir, 'migrations', nome), texto);
const impressaoDe = (tabelas: string) =>
  sql`select relname, relacl::text, relrowsecurity, (select count(*) from pg_attribute where attrelid = c.oid)
      from pg_class c where relname = ${tabelas}`;
const schemas = async () =>
  (await sql<{ nome: string }[]>`select nspname as nome from pg_namespace`).map((s) => s.nome);

beforeAll(async () => {
  modelo = await criarBancoDeTeste({ seed: true });
}, 60_000);
afterAll(() => modelo.parar());
beforeEach(async () => {
  linhas = [];
  dir = await mkdtemp(join(tmpdir(), 'julia-migrar-'));
  await cp(join(dirDoProjeto, 'migrations'), join(dir, 'migrations'), { recursive: true });
  const nome = `migrar_${randomUUID().replaceAll('-', '')}`;
  await modelo.sql.unsafe(`create database ${nome}`);
  url = Object.assign(new URL(modelo.urlPostgres), { pathname: `/${nome}` }).href;
  sql = postgres(url, { max: 1, onnotice: () => undefined });
});
afterEach(async () => {
  await sql.end();
  await modelo.sql.unsafe(`drop database ${new URL(url).pathname.slice(1)} with (force)`);
  await rm(dir, { recursive: true });
});

describe('migrar.js with the admin address', () => {
  it('fills a fresh database, gives it its environment and does nothing the second time', async () => {
    expect(await rodar()).toBe(0);
    expect(linhas.at(-1)).toMatch(/^\d+ migração\(ões\) aplicada\(s\)\.$/);
    expect(await sql`select ambiente from configuracoes`).toEqual([{ ambiente: 'production' }]);
    linhas = [];
    expect(await rodar()).toBe(0);
    expect(linhas).toEqual(['Banco em dia: nenhuma migração nova.']);
  });

  it.each([
    ['a deadlock', '40P01', 'deadlock detected'],
    ['rights changed by two sessions', 'XX000', 'tuple concurrently updated'],
    ['a server that restarts', '57P01', 'terminating connection'],
  ])('tries again after %s', async (_, codigo, mensagem) => {
    // A sequence keeps its value when the transaction is undone.
    await sql`create sequence public.tentativas`;
    await escrever(
      '29990101000000_disputa.sql',
      `do $$ begin if nextval('public.tentativas') = 1 then
        raise exception using errcode = '${codigo}', message = '${mensagem}'; end if; end $$;`,
    );
    expect(await rodar({}, 10_000)).toBe(0);
    expect(linhas[0]).toBe(`Aguardando o banco: 29990101000000_disputa.sql falhou: ${mensagem}.`);
    expect(linhas).toContain('aplicada: 29990101000000_disputa.sql');
  });

  it('does not try again what fails by itself', async () => {
    await escrever('29990101000000_errada.sql', 'select 1/0;');
    expect(await rodar({}, 10_000)).toBe(1);
    expect(linhas).toEqual([
      'Migração não feita: 29990101000000_errada.sql falhou: division by zero.',
    ]);
  });

  it('refuses a database of another environment before changing anything', async () => {
    await rodar();
    await escrever('29990101000000_nova.sql', 'create table nova (a int);');
    expect(await rodar({ ENVIRONMENT: 'staging' })).toBe(1);
    expect(linhas.at(-1)).toContain('"production"');
    expect(await impressaoDe('nova')).toEqual([]);
  });

  it('refuses a file that changed after it was applied', async () => {
    await rodar();
    await escrever('20261122000100_fundamentos.sql', 'select 1;');
    expect(await rodar()).toBe(1);
    expect(linhas.at(-1)).toContain('20261122000100_fundamentos.sql mudou depois de aplicada');
  });

  it.each([
    ['a table', 'create table vagas (cor text)', 'public.vagas'],
    ['a view', 'create view mensagens as select 1 as a', 'public.mensagens'],
    ['a type', `create type conversas as enum ('a')`, 'public.conversas'],
    ['a function', 'create function agora() returns int return 1', 'public.agora'],
    ['a schema', 'create schema interno', 'interno'],
  ])(
    'refuses %s of somebody else with a name of ours, and changes nothing',
    async (_, ddl, nome) => {
      await sql.unsafe(ddl);
      const antes = await schemas();
      expect(await rodar()).toBe(1);
      expect(linhas.join()).toContain(`não foram criados por ela: ${nome}. Nada foi alterado`);
      expect(await schemas()).toEqual(antes);
      expect(await impressaoDe('auditoria')).toEqual([]);
    },
  );

  it('lives beside tables of somebody else without touching them', async () => {
    await sql.unsafe(`
      create table pedidos (id bigint generated always as identity, dono uuid);
      grant select on pedidos to anon, authenticated;
      create function somar(a int, b int) returns int return a + b;
      grant execute on function somar to anon;`);
    const antes = [await impressaoDe('pedidos'), await impressaoDe('pedidos_id_seq')];
    const funcao = () => sql`select proacl::text from pg_proc where proname = 'somar'`;
    const funcaoAntes = await funcao();
    expect(await rodar()).toBe(0);
    expect([await impressaoDe('pedidos'), await impressaoDe('pedidos_id_seq')]).toEqual(antes);
    expect(await funcao()).toEqual(funcaoAntes);
    expect(await schemas()).not.toContain('supabase_migrations');
  });

  it('keeps the table of the Supabase CLI where it is alone, and takes over what the CLI applied', async () => {
    await rodar();
    const daCli = () => sql<{ version: string; name: string }[]>`
      select version, name from supabase_migrations.schema_migrations order by version`;
    const feitas = await daCli();
    expect(feitas[0]).toEqual({ version: '20261122000100', name: 'fundamentos' });
    await sql`drop schema julia_migracoes cascade`;
    linhas = [];
    expect(await rodar()).toBe(0);
    expect(linhas).toEqual(['Banco em dia: nenhuma migração nova.']);
    expect(await daCli()).toEqual(feitas);
  });

  it('adds nothing to the table of the Supabase CLI of another project', async () => {
    await sql.unsafe(`create schema supabase_migrations;
      create table supabase_migrations.schema_migrations (version text primary key);
      insert into supabase_migrations.schema_migrations values ('20200101000000');`);
    expect(await rodar()).toBe(0);
    expect(await sql`select * from supabase_migrations.schema_migrations`).toHaveLength(1);
  });

  it('says why it cannot connect in one line, with neither address nor password', async () => {
    const senha = 'x9Kq72mWvP31';
    const portaMorta = await portaLivre();
    const outra = (mudancas: Partial<Record<'port' | 'pathname', string>>) =>
      Object.assign(new URL(url), { password: senha, ...mudancas }).href;
    for (const endereco of [
      outra({ port: String(portaMorta) }),
      outra({ pathname: '/nao_existe' }),
      outra({ port: '6543' }),
      `postgresql://julia:${senha}%zz@127.0.0.1:${portaMorta}/postgres`,
    ]) {
      linhas = [];
      expect(await rodar({ SUPABASE_DB_URL: endereco })).toBe(1);
      expect(linhas).toEqual([expect.stringMatching(/^Migração não feita: .{20,}/)]);
      expect(linhas.join()).not.toMatch(new RegExp(`${senha}|127\\.0\\.0\\.1|${portaMorta}`));
    }
  });
});

describe('migrar.js without the admin address', () => {
  const semEndereco = (outras: Record<string, string> = {}) =>
    rodar({
      SUPABASE_DB_URL: '',
      ENVIRONMENT: 'development',
      SUPABASE_URL: modelo.urlSupabase,
      SUPABASE_SERVICE_KEY: modelo.chave,
      ...outras,
    });

  it('finds through the API that the schema fits', async () => {
    expect(await semEndereco()).toBe(0);
    expect(linhas).toEqual(['O esquema do banco (versão 6) serve para este build.']);
  });

  it('says that a database is of another environment', async () => {
    expect(await semEndereco({ ENVIRONMENT: 'staging' })).toBe(1);
    expect(linhas.join()).toContain('"development"');
  });

  it('says how to apply the migrations to a schema that is too old', async () => {
    await modelo.sql`update configuracoes set versao_esquema = 0, esquema_minimo_suportado = 0`;
    expect(await semEndereco()).toBe(1);
    await modelo.sql`update configuracoes set versao_esquema = 6, esquema_minimo_suportado = 1`;
    expect(linhas.join('\n')).toContain('docker compose run --rm julia-migrate');
  });

  it('says which key is refused and which address does not answer', async () => {
    expect(
      await semEndereco({ SUPABASE_SERVICE_KEY: 'sb_secret_de_outro_projeto_Zk3Hn6Jd1Gf5' }),
    ).toBe(1);
    expect(linhas.join()).toContain('recusou SUPABASE_SERVICE_KEY');
    linhas = [];
    const morto = `http://127.0.0.1:${await portaLivre()}`;
    expect(await semEndereco({ SUPABASE_URL: morto })).toBe(1);
    expect(linhas).toEqual([
      'O Supabase não respondeu: confira SUPABASE_URL e a rede do contêiner.',
    ]);
  });

  it('asks for the variables that it lacks', async () => {
    expect(await semEndereco({ SUPABASE_URL: '' })).toBe(1);
    expect(linhas.join()).toContain('Defina SUPABASE_DB_URL');
  });
});
