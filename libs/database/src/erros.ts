import { AppError, type ErrorKind } from '@julia/domain';

/** What postgrest-js reports; for an answer that is not PostgREST's, most of it is missing. */
interface ErroPostgrest {
  readonly code?: string | null;
  readonly message?: string | null;
  readonly details?: string | null;
}

/** Failures that pass by themselves: conflicts of transactions, resources, shutdown, lost connections, pool. */
const sqlstateTransitorio = /^(?:40001|40P01|55P03|57014|57P0\d|08\w{3}|53\w{3}|PGRST00[0-3])$/;
/**
 * The embedded edition answers 500 `SUP` for several SQLSTATEs and loses them; only the words are left
 * (contracts.md E3).
 */
const palavrasTransitorias =
  /deadlock|could not serialize|canceling statement|terminating connection|too many (?:clients|connections)|connection|ECONN|CONNECT_TIMEOUT|shutting down|starting up|recovery mode/i;
const sqlstate = /^(?:[0-9A-Z]{5}|PGRST\d{3}|SUP)$/;

/** Messages of these classes name constraints and columns, never values. */
const classeSemValores = /^(?:23|42|PGRST|SUP|P0)/;

/** Refused by the guards of the tables themselves: nobody asks for these but a mistake of ours, which must be seen. */
const guardasDasTabelas = new Set([
  'MOVIMENTO_ILEGAL',
  'ID_PROVEDOR_JA_VINCULADO',
  'ID_PROVEDOR_DE_OUTRA_MENSAGEM',
]);

/** The kind decides what happens next; no text that may carry a doctor's data travels along. */
export function traduzirErro(funcao: string, status: number, erro: ErroPostgrest): AppError {
  const codigo = erro.code ?? '';
  const contexto = { funcao, status, codigo };
  if (/^PT4\d\d$/.test(codigo)) {
    const regra = erro.details ?? 'RECUSADO_PELO_BANCO';
    return new AppError(kindDaRecusa(codigo, regra), regra, 'Refused by the database', contexto);
  }
  if (transitorio(status, codigo, erro.message ?? '')) {
    return new AppError('transient', 'BANCO_INDISPONIVEL', 'Database cannot answer now', contexto);
  }
  const detalhe = classeSemValores.test(codigo) ? (erro.message ?? '') : '';
  return new AppError(
    'bug',
    'BANCO_RECUSOU',
    `Database function failed ${detalhe}`.trimEnd(),
    contexto,
  );
}

function kindDaRecusa(codigo: string, regra: string): ErrorKind {
  if (guardasDasTabelas.has(regra)) return 'bug';
  return codigo === 'PT400' ? 'input' : 'rule';
}

function transitorio(status: number, codigo: string, mensagem: string): boolean {
  if (sqlstateTransitorio.test(codigo)) return true;
  if (codigo === 'SUP') return palavrasTransitorias.test(mensagem);
  if (sqlstate.test(codigo)) return false;
  // No answer at all, or not one of PostgREST's: a gateway, a restart, a fault on the way.
  return status === 0 || status === 408 || status === 429 || status >= 500;
}

export function ehTransitorio(erro: unknown): boolean {
  return erro instanceof AppError && erro.kind === 'transient';
}
