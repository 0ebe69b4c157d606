import { Medicoes, type Medicao } from '@julia/domain';
import { z } from 'zod';
import type { ClienteSupabase } from './cliente.ts';

const contagem = z.number().int().nonnegative();

const medicaoSchema = z.object({
  saidas: z.object({ pendente: contagem, enviando: contagem, incerta: contagem }),
  respostaMaisAntigaMs: z.number(),
  proativaMaisAntigaMs: z.number(),
  semRespostaMs: z.number(),
  aguardandoModelo: contagem,
  quarentena: contagem,
  llmGastoHojeMicroUsd: z.number(),
  semProvaNaHora: contagem,
  plantoesDeQuemSaiu: contagem,
  instancias: z.array(
    z.object({ nome: z.string(), conectada: z.boolean(), proativoParado: z.boolean() }),
  ),
});

export class SupabaseMedicoes extends Medicoes {
  private readonly cliente: ClienteSupabase;

  constructor(cliente: ClienteSupabase) {
    super();
    this.cliente = cliente;
  }

  override ler(): Promise<Medicao> {
    return this.cliente.chamarRpc('medicoes_ler', {}, medicaoSchema, { repetivel: false });
  }
}
