import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import type { Sql } from 'postgres';
import { InfraError } from './erro.ts';
import { aplicarMigracoes, impressaoDasMigracoes } from './migracoes.ts';
import { iniciarPostgrest } from './postgrest.ts';
import { iniciarSupabase } from './supabase-embutido.ts';

export interface OpcoesDeBancoDeTeste {
  seed?: boolean;
  /** Folder with `migrations/` and `seed.sql`; the project's own by default. */
  dir?: string;
  /** Connections of the embedded Supabase and of `sql`, each. */
  conexoes?: number;
  /** Server on which the database is made; JULIA_TEST_PG_URL by default. */
  urlServidor?: string;
}

export interface BancoDeTeste {
  readonly urlPostgres: string;
  readonly urlSupabase: string;
  readonly chave: string;
  /** Straight to the database as superuser, past row-level security. */
  readonly sql: Sql;
  /** Stops the embedded Supabase and drops the database. */
  parar(): Promise<void>;
}

/** A migrated database of its own for one spec file, with an embedded Supabase on it. */
export async function criarBancoDeTeste({
  seed = false,
  dir,
  conexoes = 5,
  urlServidor = urlDoServidor(),
}: OpcoesDeBancoDeTeste = {}): Promise<BancoDeTeste> {
  const admin = postgres(urlServidor, { max: 1, onnotice: () => undefined });
  try {
    const modelo = await garantirModelo(admin, urlServidor, seed, dir);
    const nome = `teste_${randomUUID().replaceAll('-', '')}`;
    await admin.unsafe(`create database ${nome} template ${modelo}`);
    return await abrir(urlServidor, nome, conexoes);
  } finally {
    await admin.end();
  }
}

async function abrir(urlServidor: string, nome: string, conexoes: number): Promise<BancoDeTeste> {
  const urlPostgres = comBanco(urlServidor, nome);
  const imagem = process.env['CONTRATO_POSTGREST_IMAGEM'];
  const supabase = imagem
    ? await iniciarPostgrest(urlPostgres, imagem)
    : await iniciarSupabase({ urlPostgres, conexoes });
  const sql = postgres(urlPostgres, { max: conexoes, onnotice: () => undefined });
  return {
    urlPostgres,
    urlSupabase: supabase.url,
    chave: supabase.chave,
    sql,
    parar: async () => {
      await Promise.all([supabase.parar(), sql.end({ timeout: 1 })]);
      const admin = postgres(urlServidor, { max: 1, onnotice: () => undefined });
      // Force: a service under test that was killed may not have left yet.
      await admin.unsafe(`drop database if exists ${nome} with (force)`);
      await admin.end();
    },
  };
}

/** Built once per state of the migrations, whoever comes first; renamed when complete, so never half there. */
async function garantirModelo(
  admin: Sql,
  urlServidor: string,
  seed: boolean,
  dir: string | undefined,
): Promise<string> {
  const impressao = await impressaoDasMigracoes(dir, seed);
  const modelo = `modelo_${impressao.slice(0, 16)}_${seed ? 'semeado' : 'vazio'}`;
  if (await existeBanco(admin, modelo)) return modelo;
  await admin`select pg_advisory_lock(hashtext(${modelo}))`;
  try {
    if (await existeBanco(admin, modelo)) return modelo;
    const obra = `${modelo}_obra`;
    await admin.unsafe(`drop database if exists ${obra} with (force)`);
    await admin.unsafe(`create database ${obra}`);
    await aplicarMigracoes(comBanco(urlServidor, obra), { seed, dir });
    await admin.unsafe(`alter database ${obra} rename to ${modelo}`);
    return modelo;
  } finally {
    await admin`select pg_advisory_unlock(hashtext(${modelo}))`;
  }
}

async function existeBanco(admin: Sql, nome: string): Promise<boolean> {
  const [linha] = await admin`select 1 from pg_database where datname = ${nome}`;
  return linha !== undefined;
}

function comBanco(urlServidor: string, nome: string): string {
  const url = new URL(urlServidor);
  url.pathname = `/${nome}`;
  return url.href;
}

function urlDoServidor(): string {
  const url = process.env['JULIA_TEST_PG_URL'];
  if (url) return url;
  throw new InfraError(
    'BANCO_DE_TESTE_SEM_SERVIDOR',
    'Sem JULIA_TEST_PG_URL: use preset(nome, comBanco()) no jest.config.mjs deste projeto.',
  );
}
