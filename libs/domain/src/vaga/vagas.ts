import type { ContextoTurno } from '../conversa/turnos.ts';

/** An open shift as it was offered in one conversation. Money in integer cents, instants in UTC. */
export interface VagaOferecida {
  /** Short name remembered for the conversation (`V1`, `V2`…): the only way a model can refer to a vaga. */
  readonly handle: string;
  readonly hospital: string;
  readonly cidade: string;
  readonly setor: string | null;
  readonly especialidade: string;
  readonly periodo: string;
  readonly inicio: Date;
  readonly fim: Date;
  readonly valorCentavos: number;
}

export interface FiltroVagas {
  /** Especialidade asked for in the doctor's words; must match the doctor's own one when that is known. */
  readonly especialidade: string | null;
  readonly regiao: string | null;
  readonly periodo: 'diurno' | 'noturno' | null;
  readonly valorMinimoCentavos: number | null;
  /** First and last local day (America/Sao_Paulo, inclusive, `YYYY-MM-DD`). */
  readonly de: string | null;
  readonly ate: string | null;
}

export type MotivoRecusaReserva =
  | 'handle_desconhecido'
  | 'ja_reservada'
  | 'no_passado'
  | 'outra_especialidade'
  | 'conflito_de_horario'
  | 'cancelada';

export type Reserva =
  { tipo: 'reservada'; vaga: VagaOferecida } | { tipo: 'recusada'; motivo: MotivoRecusaReserva };

/** Open shifts, always seen from one turn of one doctor's conversation. */
export abstract class Vagas {
  /**
   * At most 5 open future vagas of the doctor's especialidade that do not overlap a plantão he holds, soonest first.
   * Each gets a handle in this conversation; a vaga offered before keeps its handle. Empty when nothing matches.
   */
  abstract oferecer(contexto: ContextoTurno, filtro: FiltroVagas): Promise<VagaOferecida[]>;
  /**
   * Reserves in one transaction with the turn's effect row: called again in the same turn for the same handle it
   * returns the stored result. Throws `rule` LEASE_PERDIDO when the turn no longer holds the conversation.
   */
  abstract reservar(contexto: ContextoTurno, handle: string): Promise<Reserva>;
}
