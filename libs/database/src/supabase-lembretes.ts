import { Lembretes, type ContextoTurno, type ResultadoLembrete } from '@julia/domain';
import { z } from 'zod';
import type { ClienteSupabase } from './cliente.ts';
import { instante } from './json.ts';
import { doContexto } from './supabase-turnos.ts';

const resultadoSchema = z.discriminatedUnion('tipo', [
  z.object({ tipo: z.literal('agendado'), para: instante }),
  z.object({
    tipo: z.literal('recusado'),
    motivo: z.enum(['no_passado', 'longe_demais', 'optout']),
  }),
]);

export class SupabaseLembretes extends Lembretes {
  private readonly cliente: ClienteSupabase;

  constructor(cliente: ClienteSupabase) {
    super();
    this.cliente = cliente;
  }

  override agendar(contexto: ContextoTurno, para: Date, texto: string): Promise<ResultadoLembrete> {
    return this.cliente.chamarRpc(
      'lembretes_agendar',
      { ...doContexto(contexto), p_para: para.toISOString(), p_texto: texto },
      resultadoSchema,
      { repetivel: true },
    );
  }
}
