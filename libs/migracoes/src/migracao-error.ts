export type CodigoDeMigracao =
  | 'ENDERECO_INVALIDO'
  | 'BANCO_INACESSIVEL'
  | 'MIGRACAO_ALTERADA'
  | 'MIGRACAO_FALHOU'
  | 'SEED_FALHOU'
  | 'NOMES_EM_USO'
  | 'AMBIENTE_DIFERENTE';

/** `message` is one Portuguese line for the person who migrates; it never shows address or password. */
export class MigracaoError extends Error {
  readonly code: CodigoDeMigracao;
  /** Waiting may help: the server is away or still starting. */
  readonly transitoria: boolean;

  constructor(
    code: CodigoDeMigracao,
    message: string,
    { transitoria = false, cause }: { transitoria?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.name = 'MigracaoError';
    this.code = code;
    this.transitoria = transitoria;
  }
}
