import type { EstadoConexao } from '../whatsapp/mensageiro.ts';

export interface Pendencias {
  /** Rows to send now: due, returned from an expired claim, or whose nudge was lost. */
  readonly mensagens: readonly string[];
  readonly incertas: readonly string[];
  /** Conversations with something unanswered and due, and nobody holding them. */
  readonly conversas: readonly string[];
  readonly expiradas: number;
  readonly leasesDevolvidos: number;
  /** Médicos that proved to be one person and could not be merged at once. */
  readonly pessoasUnidas: number;
}

/** The repair of everything the database says is unfinished: a wiped Redis delays but loses nothing registered. */
export abstract class Varredura {
  /**
   * Merges médicos that proved to be one, cancels what expired, turns expired `enviando` claims into incerta, frees expired leases, drops statuses, edits and
   * deletions kept for 24 h, and lists what must be nudged (at most `limite` of each, oldest first).
   */
  abstract varrer(limite: number): Promise<Pendencias>;
  /** Names of the instâncias whose messages are compared with the provider's. */
  abstract instancias(): Promise<string[]>;
  /**
   * Corrects the stored state of a number to what the provider said when it was asked, unless a webhook told it later.
   * True when it was wrong.
   */
  abstract conferirConexao(
    instancia: string,
    estado: EstadoConexao,
    perguntadoEm: Date,
  ): Promise<boolean>;
}
