import { Log, type Fatos } from '@julia/domain';

export interface Line {
  readonly level: 'info' | 'warn' | 'error';
  readonly msg: string;
  readonly fatos: Fatos;
}

export class MemoryLog extends Log {
  readonly lines: Line[] = [];

  info(fatos: Fatos, msg: string): void {
    this.lines.push({ level: 'info', msg, fatos });
  }

  warn(fatos: Fatos, msg: string): void {
    this.lines.push({ level: 'warn', msg, fatos });
  }

  error(fatos: Fatos, msg: string): void {
    this.lines.push({ level: 'error', msg, fatos });
  }

  of(msg: string): Line[] {
    return this.lines.filter((line) => line.msg === msg);
  }
}
