import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import type { Sql } from 'postgres';
import { dirSupabase } from './caminhos.ts';
import { InfraError, codigoDe, mensagemDe } from './erro.ts';

export interface OpcoesDeMigracao {
  /** Also runs seed.sql, once in a database's life. */
  seed?: boolean;
  /** Folder with `migrations/` and `seed.sql`; the project's own by default. */
  dir?: string;
}

export interface ResultadoDeMigracao {
  /** Names applied by this call, in order. */
  readonly aplicadas: readonly string[];
  readonly semeado: boolean;
}

interface Arquivo {
  readonly nome: string;
  readonly texto: string;
  readonly sha256: string;
}

const SEED = 'seed.sql';
/** Any constant does; it only has to be the same in every process that migrates. */
const TRAVA = 5_842_001;

/** What Supabase brings before the first migration. Roles belong to the server, so two databases may race for them. */
const SERVIDOR = `
  do $$
  declare papel text;
  begin
    foreach papel in array array['anon', 'authenticated', 'service_role'] loop
      begin
        execute format('create role %I nologin %s', papel,
          case papel when 'service_role' then 'bypassrls' else '' end);
      exception when duplicate_object or unique_violation then null;
      end;
    end loop;
  end $$;
  create schema if not exists extensions;
  grant usage on schema public, extensions to anon, authenticated, service_role;
`;

const PREPARACAO = `${SERVIDOR}
  create schema if not exists julia_migracoes;
  create table if not exists julia_migracoes.aplicadas (
    nome text primary key,
    sha256 text not null,
    aplicada_em timestamptz not null default now()
  );
`;

/** Makes a bare Postgres look like Supabase before the first migration: its roles and the schema of extensions. */
export async function prepararServidor(urlPostgres: string): Promise<void> {
  const sql = postgres(urlPostgres, { max: 1, onnotice: () => undefined });
  try {
    await sql.unsafe(SERVIDOR);
  } finally {
    await sql.end();
  }
}

/** Applies what is missing, each file in one transaction. Two calls at once wait for each other. */
export async function aplicarMigracoes(
  urlPostgres: string,
  { seed = false, dir = dirSupabase }: OpcoesDeMigracao = {},
): Promise<ResultadoDeMigracao> {
  const arquivos = await lerMigracoes(dir);
  // One connection: the advisory lock and the transactions must share a session.
  const sql = postgres(urlPostgres, { max: 1, onnotice: () => undefined });
  try {
    await sql`select pg_advisory_lock(${TRAVA})`;
    await sql.unsafe(PREPARACAO);
    const registros = await sql<
      { nome: string; sha256: string }[]
    >`select nome, sha256 from julia_migracoes.aplicadas`;
    const feitas = new Map(registros.map((r) => [r.nome, r.sha256]));
    const novas = arquivos.filter((a) => ehNova(a, feitas));
    for (const arquivo of novas) await aplicar(sql, arquivo, 'MIGRACAO_FALHOU');
    const semente = seed && !feitas.has(SEED) ? await lerSeed(dir) : null;
    if (semente) await aplicar(sql, semente, 'SEED_FALHOU');
    return { aplicadas: novas.map((a) => a.nome), semeado: semente !== null };
  } finally {
    await sql.end();
  }
}

/** Changes whenever a migration (or the seed, when it counts) changes. */
export async function impressaoDasMigracoes(dir = dirSupabase, seed = false): Promise<string> {
  const arquivos = await lerMigracoes(dir);
  const semente = seed ? await lerSeed(dir) : null;
  const resumo = createHash('sha256').update(PREPARACAO);
  for (const { nome, sha256 } of semente ? [...arquivos, semente] : arquivos) {
    resumo.update(`${nome}:${sha256}\n`);
  }
  return resumo.digest('hex');
}

function ehNova(arquivo: Arquivo, feitas: ReadonlyMap<string, string>): boolean {
  const sha256 = feitas.get(arquivo.nome);
  if (sha256 === undefined) return true;
  if (sha256 === arquivo.sha256) return false;
  throw new InfraError(
    'MIGRACAO_ALTERADA',
    `A migração ${arquivo.nome} mudou depois de aplicada: crie outra, ou recomece com "npm start -- --limpo".`,
  );
}

async function aplicar(
  sql: Sql,
  arquivo: Arquivo,
  code: 'MIGRACAO_FALHOU' | 'SEED_FALHOU',
): Promise<void> {
  try {
    await sql.begin(async (tx) => {
      await tx.unsafe(arquivo.texto);
      await tx`insert into julia_migracoes.aplicadas (nome, sha256)
               values (${arquivo.nome}, ${arquivo.sha256})`;
    });
  } catch (cause) {
    throw new InfraError(
      code,
      `${arquivo.nome}${linhaDoErro(arquivo.texto, cause)} falhou: ${mensagemDe(cause)}`,
      { cause },
    );
  }
}

function linhaDoErro(texto: string, erro: unknown): string {
  if (typeof erro !== 'object' || erro === null || !('position' in erro)) return '';
  const posicao = Number(erro.position);
  return posicao > 0 ? ` (linha ${texto.slice(0, posicao).split('\n').length})` : '';
}

async function lerMigracoes(dir: string): Promise<Arquivo[]> {
  const pasta = join(dir, 'migrations');
  const nomes = (await readdir(pasta)).filter((nome) => nome.endsWith('.sql')).sort();
  return Promise.all(nomes.map((nome) => ler(nome, join(pasta, nome))));
}

async function lerSeed(dir: string): Promise<Arquivo | null> {
  return ler(SEED, join(dir, SEED)).catch((erro: unknown) => {
    if (codigoDe(erro) === 'ENOENT') return null;
    throw erro;
  });
}

async function ler(nome: string, caminho: string): Promise<Arquivo> {
  const texto = await readFile(caminho, 'utf8');
  return { nome, texto, sha256: createHash('sha256').update(texto).digest('hex') };
}
