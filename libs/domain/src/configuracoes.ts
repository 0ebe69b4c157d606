export interface EstadoDoBanco {
  /** Which environment this database belongs to; a service of another one refuses to start. */
  readonly ambiente: string;
  readonly versaoEsquema: number;
  /** The oldest schema-compatible build: services whose `versaoEsquemaSuportada` is below it are unready. */
  readonly esquemaMinimoSuportado: number;
  readonly pausada: boolean;
}

/** The schema this build was written for; the last migration of a release states it. */
export const versaoEsquemaEsperada = 6;

/** Settings that live in the database because every process must see them at once. */
export abstract class Configuracoes {
  abstract ler(): Promise<EstadoDoBanco>;
  /** Nothing leaves while paused, replies included. `quem` is recorded. */
  abstract pausar(quem: string, motivo: string): Promise<void>;
  abstract retomar(quem: string): Promise<void>;
  /**
   * Proactive sending of a number that a ban-like answer stopped goes on; `quem` is recorded. False when there is no such
   * number or it was not stopped.
   */
  abstract liberarInstancia(instancia: string, quem: string): Promise<boolean>;
  /** Moves the test clock forward for every process; refused by the database in production. Returns the new instant. */
  abstract avancarRelogio(ms: number): Promise<Date>;
}
