import { MemoriaLog } from '@julia/domain/testing';

export type Linha = MemoriaLog['linhas'][number];

export class MemoryLog extends MemoriaLog {
  of(msg: string): Linha[] {
    return this.linhas.filter((linha) => linha.msg === msg);
  }
}
