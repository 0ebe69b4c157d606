import { Varredura, type EstadoConexao, type Pendencias } from '@julia/domain';
import { z } from 'zod';
import type { ClienteSupabase } from './cliente.ts';

const ids = z.array(z.uuid());

const pendenciasSchema = z.object({
  mensagens: ids,
  incertas: ids,
  conversas: ids,
  expiradas: z.number(),
  leasesDevolvidos: z.number(),
  pessoasUnidas: z.number(),
});

export class SupabaseVarredura extends Varredura {
  private readonly cliente: ClienteSupabase;

  constructor(cliente: ClienteSupabase) {
    super();
    this.cliente = cliente;
  }

  override varrer(limite: number): Promise<Pendencias> {
    return this.cliente.chamarRpc('varredura_varrer', { p_limite: limite }, pendenciasSchema, {
      repetivel: true,
    });
  }

  override instancias(): Promise<string[]> {
    return this.cliente.chamarRpc('varredura_instancias', {}, z.array(z.string()), {
      repetivel: true,
    });
  }

  override conferirConexao(
    instancia: string,
    estado: EstadoConexao,
    perguntadoEm: Date,
  ): Promise<boolean> {
    return this.cliente.chamarRpc(
      'varredura_conferir_conexao',
      {
        p_instancia: instancia,
        p_estado: estado,
        p_perguntado_em: perguntadoEm.toISOString(),
      },
      z.boolean(),
      { repetivel: true },
    );
  }
}
