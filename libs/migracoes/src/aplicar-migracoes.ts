import { join } from 'node:path';
import postgres from 'postgres';
import type { Sql } from 'postgres';
import { lerMigracao, lerMigracoes, type Migracao } from './arquivos.ts';
import { conferirAmbiente, definirAmbiente, type EstadoDoEsquema } from './ambiente.ts';
import { ehPassageira, falhaDoBanco } from './falhas.ts';
import { MigracaoError } from './migracao-error.ts';
import { objetosAlheios } from './objetos.ts';
import { anotar, lerRegistro, prepararRegistro, type Registro } from './registro.ts';
import { preparacaoDoServidor } from './servidor.ts';
import { travar } from './trava.ts';

export interface OpcoesDeMigracao {
  /** Folder with `migrations/` and `seed.sql`. */
  readonly dir: string;
  /** Also runs seed.sql, once in a database's life. */
  readonly seed?: boolean;
  /** The environment this database shall belong to; left as it is when unset. */
  readonly ambiente?: string | undefined;
}

export interface ResultadoDeMigracao {
  /** Names applied by this call, in order. */
  readonly aplicadas: readonly string[];
  readonly semeado: boolean;
  /** What the database says of itself afterwards; null when no `ambiente` was given. */
  readonly estado: EstadoDoEsquema | null;
}

const arquivoDeSeed = 'seed.sql';
/** A migration that cannot get its locks gives up instead of stopping every query behind it. */
const ESPERA_POR_TRAVAS = '15s';
const conexaoSegundos = 10;
/** Supavisor and PgBouncer of Supabase: a session lock and a transaction would reach different sessions there. */
const PORTA_DE_TRANSACOES = '6543';

/**
 * Applies what is missing, each file in one transaction; two calls at once wait for each other. Refuses, before anything
 * is changed: a file that changed after it was applied, names that somebody else uses in this database, a database of
 * another environment. Throws `MigracaoError`.
 */
export async function aplicarMigracoes(
  urlPostgres: string,
  opcoes: OpcoesDeMigracao,
): Promise<ResultadoDeMigracao> {
  const migracoes = await lerMigracoes(opcoes.dir);
  const sql = conectar(urlPostgres);
  try {
    await travar(sql).catch((erro: unknown) => {
      throw falhaDoBanco(erro);
    });
    const registro = await lerRegistro(sql, migracoes);
    const novas = migracoes.filter((migracao) => ehNova(migracao, registro));
    await recusarNomesAlheios(sql, migracoes, novas);
    if (opcoes.ambiente !== undefined) await conferirAmbiente(sql, opcoes.ambiente);
    await sql.unsafe(preparacaoDoServidor);
    await prepararRegistro(sql, registro, migracoes);
    for (const migracao of novas) await aplicar(sql, migracao, registro, 'MIGRACAO_FALHOU');
    const semeado = opcoes.seed === true && (await semear(sql, opcoes.dir, registro));
    const { ambiente } = opcoes;
    const estado = ambiente === undefined ? null : await definirAmbiente(sql, ambiente);
    return { aplicadas: novas.map(({ nome }) => nome), semeado, estado };
  } catch (erro) {
    throw ehPassageira(erro) ? falhaDoBanco(erro) : erro;
  } finally {
    await sql.end();
  }
}

/** Throws `MigracaoError` when the admin address does not lead to a database. */
export async function testarConexao(urlPostgres: string): Promise<void> {
  const sql = conectar(urlPostgres);
  try {
    await sql`select 1`;
  } catch (erro) {
    throw falhaDoBanco(erro);
  } finally {
    await sql.end();
  }
}

function enderecoInvalido(cause?: unknown): MigracaoError {
  const problema =
    'o endereço do banco não pode ser lido; use postgresql://usuario:senha@servidor:5432/banco e escreva símbolos da senha como %40 (@), %23 (#), %2F (/)';
  return new MigracaoError('ENDERECO_INVALIDO', problema, { cause });
}

function conectar(urlPostgres: string): Sql {
  const url = URL.parse(urlPostgres);
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) throw enderecoInvalido();
  if (url.port === PORTA_DE_TRANSACOES) {
    throw new MigracaoError(
      'ENDERECO_INVALIDO',
      'a porta 6543 é a do pooler em modo transaction, que não serve para migrar; use a porta 5432 (modo session ou conexão direta)',
    );
  }
  const comTls = /[?&](ssl|sslmode)=/.test(urlPostgres);
  try {
    return postgres(urlPostgres, {
      // One connection: the advisory lock and the transactions must share a session.
      max: 1,
      connect_timeout: conexaoSegundos,
      onnotice: () => undefined,
      connection: { application_name: 'julia-migrar' },
      ...(!comTls && { ssl: 'prefer' as const }),
    });
  } catch (cause) {
    throw enderecoInvalido(cause);
  }
}

function ehNova({ nome, sha256 }: Migracao, { feitas }: Registro): boolean {
  const aplicada = feitas.get(nome);
  if (aplicada === undefined) return true;
  if (aplicada === sha256) return false;
  throw new MigracaoError(
    'MIGRACAO_ALTERADA',
    `A migração ${nome} mudou depois de aplicada neste banco: uma mudança pede outro arquivo`,
  );
}

async function recusarNomesAlheios(
  sql: Sql,
  todas: readonly Migracao[],
  novas: readonly Migracao[],
): Promise<void> {
  const feitas = todas.filter((migracao) => !novas.includes(migracao));
  const alheios = (await objetosAlheios(sql, feitas, novas)).map(({ nome }) => nome);
  if (alheios.length === 0) return;
  const mostrados = alheios.slice(0, 8).join(', ') + (alheios.length > 8 ? '…' : '');
  throw new MigracaoError(
    'NOMES_EM_USO',
    `Este banco já tem ${alheios.length} objeto(s) com nomes que a Júlia usa e que não foram criados por ela: ${mostrados}. ` +
      'Nada foi alterado; use um projeto Supabase só para a Júlia ou renomeie esses objetos',
  );
}

async function semear(sql: Sql, dir: string, registro: Registro): Promise<boolean> {
  if (registro.feitas.has(arquivoDeSeed)) return false;
  const semente = await lerSeed(dir);
  if (!semente) return false;
  await aplicar(sql, semente, registro, 'SEED_FALHOU');
  return true;
}

export async function lerSeed(dir: string): Promise<Migracao | null> {
  return lerMigracao(arquivoDeSeed, join(dir, arquivoDeSeed)).catch((erro: unknown) => {
    // No instanceof: under Jest the errors of Node's own modules belong to another realm.
    if ((erro as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw erro;
  });
}

async function aplicar(
  sql: Sql,
  migracao: Migracao,
  { comSupabaseCli }: Registro,
  codigo: 'MIGRACAO_FALHOU' | 'SEED_FALHOU',
): Promise<void> {
  try {
    await sql.begin(async (tx) => {
      await tx.unsafe(`set local lock_timeout = '${ESPERA_POR_TRAVAS}'`);
      await tx.unsafe(migracao.texto);
      await anotar(tx, migracao, comSupabaseCli);
    });
  } catch (cause) {
    const { nome, texto } = migracao;
    const motivo = cause instanceof Object && 'message' in cause ? String(cause.message) : '';
    const linha = linhaDoErro(texto, cause);
    throw new MigracaoError(codigo, `${nome}${linha} falhou: ${motivo}`, {
      transitoria: ehPassageira(cause),
      cause,
    });
  }
}

function linhaDoErro(texto: string, erro: unknown): string {
  if (typeof erro !== 'object' || erro === null || !('position' in erro)) return '';
  const posicao = Number(erro.position);
  return posicao > 0 ? ` (linha ${texto.slice(0, posicao).split('\n').length})` : '';
}
