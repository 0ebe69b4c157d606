/** Facts of one log line: ids, counts, codes, durations. Never a phone, a name, a text or a secret. */
export type Fatos = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Where use cases record domain events. `msg` is a constant phrase; what varies goes into `fatos`. */
export abstract class Log {
  abstract info(fatos: Fatos, msg: string): void;
  abstract warn(fatos: Fatos, msg: string): void;
  abstract error(fatos: Fatos, msg: string): void;
}
