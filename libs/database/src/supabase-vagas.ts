import {
  Vagas,
  type ContextoTurno,
  type FiltroVagas,
  type Reserva,
  type VagaOferecida,
} from '@julia/domain';
import { z } from 'zod';
import type { ClienteSupabase } from './cliente.ts';
import { paraJson } from './json.ts';
import { doContexto } from './supabase-turnos.ts';
import { vagaSchema } from './vaga-schema.ts';

const reservaSchema = z.discriminatedUnion('tipo', [
  z.object({ tipo: z.literal('reservada'), vaga: vagaSchema }),
  z.object({
    tipo: z.literal('recusada'),
    motivo: z.enum([
      'handle_desconhecido',
      'ja_reservada',
      'no_passado',
      'outra_especialidade',
      'conflito_de_horario',
      'cancelada',
    ]),
  }),
]);

export class SupabaseVagas extends Vagas {
  private readonly cliente: ClienteSupabase;

  constructor(cliente: ClienteSupabase) {
    super();
    this.cliente = cliente;
  }

  override oferecer(contexto: ContextoTurno, filtro: FiltroVagas): Promise<VagaOferecida[]> {
    return this.cliente.chamarRpc(
      'vagas_oferecer',
      { ...doContexto(contexto), p_filtro: paraJson(filtro) },
      z.array(vagaSchema),
      { repetivel: true },
    );
  }

  override reservar(contexto: ContextoTurno, handle: string): Promise<Reserva> {
    return this.cliente.chamarRpc(
      'vagas_reservar',
      { ...doContexto(contexto), p_handle: handle },
      reservaSchema,
      { repetivel: true },
    );
  }
}
