import type { TextoBloqueado, Turno } from '../conversa/turnos.ts';

export type RespostaAgente =
  | {
      tipo: 'texto';
      texto: string;
      /** A tool changed something for the doctor in this turn. */
      progresso: boolean;
      bloqueados: readonly TextoBloqueado[];
    }
  | {
      tipo: 'transferir';
      motivo: string;
      /** What the tools of this turn did, in words for the doctor that have passed the output guard. */
      feito?: string;
      bloqueados: readonly TextoBloqueado[];
    }
  /**
   * The model could not be used now (limits, overload, time, budget of retries): try the turn again later. `feito` as
   * above, for when it is given up.
   */
  | { tipo: 'indisponivel'; codigo: string; feito?: string };

/** The model with its tools. Decides words, never sends anything. */
export abstract class Agente {
  /**
   * Answers everything pending in the turn. Stores each round that asks for tools before running them, and resumes
   * from `turno.passos`. The text has passed the output guard. `sinal` aborts when the lease is lost.
   */
  abstract responder(
    turno: Turno,
    textoDoMedico: string,
    sinal: AbortSignal,
  ): Promise<RespostaAgente>;
}

export interface ChamadaLlm {
  readonly modelo: string;
  readonly finalidade: string;
  readonly motivoModelo: string;
  readonly conversaId: string | null;
  readonly turnoId: string | null;
  readonly tokensEntrada: number;
  readonly tokensCacheEscrita: number;
  readonly tokensCacheLeitura: number;
  readonly tokensSaida: number;
  /** Millionths of a US dollar. */
  readonly custoMicroUsd: number;
  readonly latenciaMs: number;
  /** `ok` or the error code. */
  readonly resultado: string;
}

/** Account of every call to the model. */
export abstract class ChamadasLlm {
  abstract registrar(chamada: ChamadaLlm): Promise<void>;
  /** Spent since local midnight (America/Sao_Paulo), in millionths of a US dollar. */
  abstract gastoHojeMicroUsd(): Promise<number>;
}
