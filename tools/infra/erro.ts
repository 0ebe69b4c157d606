export type CodigoDeInfra =
  | 'COMANDO_NAO_ENCONTRADO'
  | 'PROCESSO_TERMINOU'
  | 'PRAZO_ESGOTADO'
  | 'REDIS_AUSENTE'
  | 'REDIS_NAO_SUBIU'
  | 'POSTGRES_AUSENTE'
  | 'POSTGRES_EM_USO'
  | 'POSTGRES_NAO_SUBIU'
  | 'PORTA_OCUPADA'
  | 'MIGRACAO_ALTERADA'
  | 'MIGRACAO_FALHOU'
  | 'SEED_FALHOU'
  | 'BANCO_DE_TESTE_SEM_SERVIDOR';

/** A failure of the development machinery; `message` is one Portuguese line that can be shown to a person as it is. */
export class InfraError extends Error {
  readonly code: CodigoDeInfra;

  constructor(code: CodigoDeInfra, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'InfraError';
    this.code = code;
  }
}

// No instanceof below: under Jest the errors of Node's own modules belong to another realm.

export function mensagemDe(erro: unknown): string {
  return campo(erro, 'message') ?? String(erro);
}

/** The `code` of a system error such as ENOENT; empty when there is none. */
export function codigoDe(erro: unknown): string {
  return campo(erro, 'code') ?? '';
}

function campo(erro: unknown, nome: 'code' | 'message'): string | undefined {
  if (typeof erro !== 'object' || erro === null) return undefined;
  const valor = (erro as Readonly<Record<string, unknown>>)[nome];
  return typeof valor === 'string' ? valor : undefined;
}
