import { createHash } from 'node:crypto';
import postgres from 'postgres';
// eslint-disable-next-line @nx/enforce-module-boundaries -- Node runs the tools as they are and knows no aliases
import * as producao from '../../libs/migracoes/src/index.ts';
import { dirSupabase } from './caminhos.ts';
import { InfraError } from './erro.ts';

export interface OpcoesDeMigracao {
  /** Also runs seed.sql, once in a database's life. */
  seed?: boolean;
  /** Folder with `migrations/` and `seed.sql`; the project's own by default. */
  dir?: string;
}

export const { seNinguemMigra } = producao;
export type ResultadoDeMigracao = producao.ResultadoDeMigracao;

/** Makes a bare Postgres look like Supabase before the first migration: its roles and the schema of extensions. */
export async function prepararServidor(urlPostgres: string): Promise<void> {
  const sql = postgres(urlPostgres, { max: 1, onnotice: () => undefined });
  try {
    await sql.unsafe(producao.preparacaoDoServidor);
  } finally {
    await sql.end();
  }
}

/** As production migrates, with the errors of the development machinery. */
export async function aplicarMigracoes(
  urlPostgres: string,
  { seed = false, dir = dirSupabase }: OpcoesDeMigracao = {},
): Promise<ResultadoDeMigracao> {
  try {
    return await producao.aplicarMigracoes(urlPostgres, { seed, dir });
  } catch (erro) {
    throw daInfra(erro);
  }
}

function daInfra(erro: unknown): unknown {
  if (!(erro instanceof producao.MigracaoError)) return erro;
  const { code, message, cause } = erro;
  if (code === 'MIGRACAO_ALTERADA') {
    return new InfraError(code, `${message}, ou recomece com "npm start -- --limpo".`, { cause });
  }
  const deArquivo = code === 'MIGRACAO_FALHOU' || code === 'SEED_FALHOU';
  return deArquivo ? new InfraError(code, message, { cause }) : erro;
}

/** Changes whenever a migration (or the seed, when it counts) changes. */
export async function impressaoDasMigracoes(dir = dirSupabase, seed = false): Promise<string> {
  const arquivos = await producao.lerMigracoes(dir);
  const semente = seed ? await producao.lerSeed(dir) : null;
  const resumo = createHash('sha256').update(producao.preparacaoDoServidor);
  for (const { nome, sha256 } of semente ? [...arquivos, semente] : arquivos) {
    resumo.update(`${nome}:${sha256}\n`);
  }
  return resumo.digest('hex');
}
