import type { NomeAgendado } from './agenda.ts';

export type EstadoExecucao = 'pendente' | 'executando' | 'concluida' | 'falhou';

export interface Execucao {
  readonly id: string;
  readonly nome: NomeAgendado;
  readonly estado: EstadoExecucao;
}

export interface UltimaExecucao {
  readonly nome: NomeAgendado;
  /** The latest scheduled instant that was registered; manual runs do not count. */
  readonly ultimoTick: Date | null;
  readonly estado: EstadoExecucao | null;
}

/** Runs of scheduled jobs: one row per idempotency key. */
export abstract class Execucoes {
  /** Insert-if-absent on `chave`. `duplicada` when the key was known; the row says whether it has started. */
  abstract registrar(
    nome: NomeAgendado,
    chave: string,
    tick: Date | null,
  ): Promise<{ execucao: Execucao; duplicada: boolean }>;
  /** False when another run of this row is done or active (lease of `leaseMs`). */
  abstract comecar(execucaoId: string, leaseMs: number): Promise<boolean>;
  abstract terminar(
    execucaoId: string,
    resultado: { contagens: Readonly<Record<string, number>> } | { erro: string },
  ): Promise<void>;
  abstract ultimas(): Promise<UltimaExecucao[]>;
}
