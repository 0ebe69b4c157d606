import type { NomeAgendado } from './agenda.ts';

export type EstadoExecucao = 'pendente' | 'executando' | 'concluida' | 'falhou';

export interface Execucao {
  readonly id: string;
  readonly nome: NomeAgendado;
  readonly estado: EstadoExecucao;
}

export type Comeco =
  | { tipo: 'comecou' }
  /** Another run of this row holds it for this long, unless it ends earlier. */
  | { tipo: 'ocupada'; faltamMs: number }
  /** Done, or failed and left to a later run. */
  | { tipo: 'encerrada' };

export interface UltimaExecucao {
  readonly nome: NomeAgendado;
  /** The latest scheduled instant that was registered; manual runs do not count. */
  readonly ultimoTick: Date | null;
  readonly estado: EstadoExecucao | null;
}

/** Runs of scheduled jobs: one row per idempotency key. */
export abstract class Execucoes {
  /**
   * Insert-if-absent on `chave`. `duplicada` when the key was known; the row says whether it has started, and one whose
   * worker died is `pendente` again.
   */
  abstract registrar(
    nome: NomeAgendado,
    chave: string,
    tick: Date | null,
  ): Promise<{ execucao: Execucao; duplicada: boolean }>;
  /** Takes the row for `leaseMs`. A run that died is taken up by whoever asks after its lease. */
  abstract comecar(execucaoId: string, leaseMs: number): Promise<Comeco>;
  abstract terminar(
    execucaoId: string,
    resultado: { contagens: Readonly<Record<string, number>> } | { erro: string },
  ): Promise<void>;
  abstract ultimas(): Promise<UltimaExecucao[]>;
}
