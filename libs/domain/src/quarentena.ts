export interface ItemQuarentena {
  readonly id: string;
  readonly motivo: string;
  readonly corpo: unknown;
  readonly recebidoEm: Date;
  readonly resolvidoEm: Date | null;
}

/** Webhook bodies that were accepted but not understood: visible and replayable, never lost. */
export abstract class Quarentena {
  /** Insert-if-absent on the hash of the body. */
  abstract guardar(hash: string, motivo: string, corpo: unknown): Promise<void>;
  /** Unresolved first, newest first, at most `limite`. */
  abstract listar(limite: number): Promise<ItemQuarentena[]>;
  abstract buscar(id: string): Promise<ItemQuarentena | null>;
  abstract resolver(id: string): Promise<void>;
}
