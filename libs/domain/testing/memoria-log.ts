import { Log, type Fatos } from '../src/log.ts';

/** Log lines in memory. */
export class MemoriaLog extends Log {
  readonly linhas: { nivel: 'info' | 'warn' | 'error'; fatos: Fatos; msg: string }[] = [];

  override info(fatos: Fatos, msg: string): void {
    this.linhas.push({ nivel: 'info', fatos, msg });
  }

  override warn(fatos: Fatos, msg: string): void {
    this.linhas.push({ nivel: 'warn', fatos, msg });
  }

  override error(fatos: Fatos, msg: string): void {
    this.linhas.push({ nivel: 'error', fatos, msg });
  }
}
