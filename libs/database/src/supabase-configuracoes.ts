import { Configuracoes, type EstadoDoBanco } from '@julia/domain';
import { z } from 'zod';
import type { ClienteSupabase } from './cliente.ts';
import { instante, semResultado } from './json.ts';

const estadoSchema = z.object({
  ambiente: z.string(),
  versaoEsquema: z.number().int(),
  esquemaMinimoSuportado: z.number().int(),
  pausada: z.boolean(),
});

export class SupabaseConfiguracoes extends Configuracoes {
  private readonly cliente: ClienteSupabase;

  constructor(cliente: ClienteSupabase) {
    super();
    this.cliente = cliente;
  }

  override ler(): Promise<EstadoDoBanco> {
    return this.cliente.chamarRpc('configuracoes_ler', {}, estadoSchema, { repetivel: true });
  }

  override pausar(quem: string, motivo: string): Promise<void> {
    return this.cliente.chamarRpc(
      'configuracoes_pausar',
      { p_quem: quem, p_motivo: motivo },
      semResultado,
      { repetivel: false },
    );
  }

  override retomar(quem: string): Promise<void> {
    return this.cliente.chamarRpc('configuracoes_retomar', { p_quem: quem }, semResultado, {
      repetivel: false,
    });
  }

  override liberarInstancia(instancia: string, quem: string): Promise<boolean> {
    return this.cliente.chamarRpc(
      'configuracoes_liberar_instancia',
      { p_instancia: instancia, p_quem: quem },
      z.boolean(),
      { repetivel: false },
    );
  }

  override async avancarRelogio(ms: number): Promise<Date> {
    const { agora } = await this.cliente.chamarRpc(
      'configuracoes_avancar_relogio',
      { p_ms: Math.round(ms) },
      z.object({ agora: instante }),
      { repetivel: false },
    );
    return agora;
  }
}
