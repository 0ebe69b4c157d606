import { Quarentena, type ItemQuarentena } from '@julia/domain';
import { z } from 'zod';
import type { ClienteSupabase } from './cliente.ts';
import { instante, paraJson, semResultado } from './json.ts';

const itemSchema = z.object({
  id: z.uuid(),
  motivo: z.string(),
  corpo: z.unknown(),
  recebidoEm: instante,
  resolvidoEm: instante.nullable(),
});

export class SupabaseQuarentena extends Quarentena {
  private readonly cliente: ClienteSupabase;

  constructor(cliente: ClienteSupabase) {
    super();
    this.cliente = cliente;
  }

  override guardar(hash: string, motivo: string, corpo: unknown): Promise<void> {
    return this.cliente.chamarRpc(
      'quarentena_guardar',
      { p_hash: hash, p_motivo: motivo, p_corpo: paraJson({ corpo }) },
      semResultado,
      { repetivel: true },
    );
  }

  override listar(limite: number): Promise<ItemQuarentena[]> {
    return this.cliente.chamarRpc('quarentena_listar', { p_limite: limite }, z.array(itemSchema), {
      repetivel: true,
    });
  }

  override buscar(id: string): Promise<ItemQuarentena | null> {
    return this.cliente.chamarRpc('quarentena_buscar', { p_id: id }, itemSchema.nullable(), {
      repetivel: true,
    });
  }

  override resolver(id: string): Promise<void> {
    return this.cliente.chamarRpc('quarentena_resolver', { p_id: id }, semResultado, {
      repetivel: true,
    });
  }
}
