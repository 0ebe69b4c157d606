/** The one clock. Outside production it follows the test clock of the database, so one change moves every process. */
export abstract class Relogio {
  abstract agora(): Date;
  /** Resolves after `ms` of real time; a test's clock resolves at once. */
  abstract esperar(ms: number): Promise<void>;
}
