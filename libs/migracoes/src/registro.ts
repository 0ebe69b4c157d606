import type { Sql, TransactionSql } from 'postgres';
import { versaoENome, type Migracao } from './arquivos.ts';
import { haTabelasAlheias } from './objetos.ts';

export interface Registro {
  /** Names of the migrations (and of the seed) that this database has, with the checksum they had then. */
  readonly feitas: ReadonlyMap<string, string>;
  /** Whether the table of the Supabase CLI is kept up to date too. */
  readonly comSupabaseCli: boolean;
}

const tabelas = `
  create schema if not exists julia_migracoes;
  create table if not exists julia_migracoes.aplicadas (
    nome text primary key,
    sha256 text not null,
    aplicada_em timestamptz not null default now()
  );
`;

/** As `supabase db push` makes it. */
const tabelaDaSupabaseCli = `
  create schema if not exists supabase_migrations;
  create table if not exists supabase_migrations.schema_migrations (
    version text not null primary key, statements text[], name text);
  alter table supabase_migrations.schema_migrations add column if not exists statements text[];
  alter table supabase_migrations.schema_migrations add column if not exists name text;
`;

/** What is recorded, without writing anything; empty for a database that was never migrated. */
export async function lerRegistro(sql: Sql, todas: readonly Migracao[]): Promise<Registro> {
  const feitas = new Map<string, string>();
  if (await existe(sql, 'julia_migracoes.aplicadas')) {
    const linhas = await sql<
      { nome: string; sha256: string }[]
    >`select nome, sha256 from julia_migracoes.aplicadas`;
    for (const { nome, sha256 } of linhas) feitas.set(nome, sha256);
  }
  const daCli = await versoesDaCli(sql);
  for (const migracao of todas) {
    const { versao, titulo } = versaoENome(migracao);
    // Applied by the CLI, which keeps no checksum: taken for what the file says today.
    if (!feitas.has(migracao.nome) && daCli?.get(versao) === titulo) {
      feitas.set(migracao.nome, migracao.sha256);
    }
  }
  return { feitas, comSupabaseCli: await nossaCli(sql, todas, daCli) };
}

/**
 * The CLI refuses to work when it finds versions that its folder lacks. So a project whose own migrations are recorded
 * there never gets ours, and a database with other tables may belong to such a project.
 */
async function nossaCli(
  sql: Sql,
  todas: readonly Migracao[],
  daCli: ReadonlyMap<string, string | null> | null,
): Promise<boolean> {
  if (!daCli) return !(await haTabelasAlheias(sql, todas));
  const nossas = new Set(todas.map((migracao) => versaoENome(migracao).versao));
  return [...daCli.keys()].every((versao) => nossas.has(versao));
}

async function versoesDaCli(sql: Sql): Promise<Map<string, string | null> | null> {
  if (!(await existe(sql, 'supabase_migrations.schema_migrations'))) return null;
  // Old versions of the CLI had no name column.
  const linhas = await sql<{ version: string; name: string | null }[]>`
    select version, to_jsonb(m) ->> 'name' as name from supabase_migrations.schema_migrations m`;
  return new Map(linhas.map(({ version, name }) => [version, name]));
}

async function existe(sql: Sql, tabela: string): Promise<boolean> {
  const [linha] = await sql<{ ha: boolean }[]>`select to_regclass(${tabela}) is not null as ha`;
  return linha?.ha ?? false;
}

/** Makes the tables and records what the CLI had applied. */
export async function prepararRegistro(
  sql: Sql,
  { feitas, comSupabaseCli }: Registro,
  todas: readonly Migracao[],
): Promise<void> {
  await sql.unsafe(tabelas);
  if (comSupabaseCli) await sql.unsafe(tabelaDaSupabaseCli);
  for (const { nome, sha256 } of todas) {
    if (!feitas.has(nome)) continue;
    await sql`insert into julia_migracoes.aplicadas (nome, sha256) values (${nome}, ${sha256})
              on conflict do nothing`;
  }
  if (!comSupabaseCli) return;
  for (const migracao of todas) if (feitas.has(migracao.nome)) await anotarNaCli(sql, migracao);
}

/** In the transaction of the migration itself. */
export async function anotar(
  tx: TransactionSql,
  migracao: Migracao,
  comSupabaseCli: boolean,
): Promise<void> {
  await tx`insert into julia_migracoes.aplicadas (nome, sha256)
           values (${migracao.nome}, ${migracao.sha256})`;
  if (comSupabaseCli) await anotarNaCli(tx, migracao);
}

async function anotarNaCli(sql: Sql | TransactionSql, migracao: Migracao): Promise<void> {
  const { versao, titulo } = versaoENome(migracao);
  if (titulo === '') return;
  await sql`insert into supabase_migrations.schema_migrations (version, statements, name)
            values (${versao}, ${[migracao.texto]}, ${titulo}) on conflict do nothing`;
}
