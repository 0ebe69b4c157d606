import type { ContextoTurno } from './turnos.ts';

export type ResultadoLembrete =
  | { tipo: 'agendado'; para: Date }
  | { tipo: 'recusado'; motivo: 'no_passado' | 'longe_demais' | 'optout' };

/** "Me chama amanhã": a message the doctor asked for, sent within business hours. */
export abstract class Lembretes {
  /**
   * Stores one outgoing row of tipo lembrete for `para` (at most 90 days ahead; expires 24 h after it), one per turn
   * and minute, none for who opted out: a repeated call in the same turn returns the stored result.
   */
  abstract agendar(contexto: ContextoTurno, para: Date, texto: string): Promise<ResultadoLembrete>;
}
