import { ChamadasLlm, type ChamadaLlm } from '@julia/domain';
import { novoToken, type ClienteSupabase } from './cliente.ts';
import { numero, paraJson, semResultado } from './json.ts';

export class SupabaseChamadasLlm extends ChamadasLlm {
  private readonly cliente: ClienteSupabase;

  constructor(cliente: ClienteSupabase) {
    super();
    this.cliente = cliente;
  }

  override registrar(chamada: ChamadaLlm): Promise<void> {
    return this.cliente.chamarRpc(
      'chamadas_llm_registrar',
      { p_id: novoToken(), p_chamada: paraJson(chamada) },
      semResultado,
      { repetivel: true },
    );
  }

  override gastoHojeMicroUsd(): Promise<number> {
    return this.cliente.chamarRpc('chamadas_llm_gasto_hoje', {}, numero, { repetivel: true });
  }
}
