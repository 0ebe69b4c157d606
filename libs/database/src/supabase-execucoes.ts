import {
  Execucoes,
  nomesAgendados,
  type Comeco,
  type Execucao,
  type NomeAgendado,
  type UltimaExecucao,
} from '@julia/domain';
import { z } from 'zod';
import { novoToken, type ClienteSupabase } from './cliente.ts';
import { instante, paraJson, semResultado } from './json.ts';

const nome = z.enum(nomesAgendados);
const estado = z.enum(['pendente', 'executando', 'concluida', 'falhou']);

const registroSchema = z.object({
  duplicada: z.boolean(),
  execucao: z.object({ id: z.uuid(), nome, estado }),
});

const comecoSchema = z.discriminatedUnion('tipo', [
  z.object({ tipo: z.literal('comecou') }),
  z.object({ tipo: z.literal('ocupada'), faltamMs: z.number() }),
  z.object({ tipo: z.literal('encerrada') }),
]);

const ultimasSchema = z.array(
  z.object({ nome, ultimoTick: instante.nullable(), estado: estado.nullable() }),
);

export class SupabaseExecucoes extends Execucoes {
  private readonly cliente: ClienteSupabase;

  constructor(cliente: ClienteSupabase) {
    super();
    this.cliente = cliente;
  }

  override registrar(
    nomeAgendado: NomeAgendado,
    chave: string,
    tick: Date | null,
  ): Promise<{ execucao: Execucao; duplicada: boolean }> {
    return this.cliente.chamarRpc(
      'execucoes_registrar',
      { p_nome: nomeAgendado, p_chave: chave, p_tick: tick?.toISOString() ?? null },
      registroSchema,
      { repetivel: true },
    );
  }

  override comecar(execucaoId: string, leaseMs: number): Promise<Comeco> {
    return this.cliente.chamarRpc(
      'execucoes_tomar',
      { p_execucao_id: execucaoId, p_lease_ms: leaseMs, p_token: novoToken() },
      comecoSchema,
      { repetivel: true },
    );
  }

  override terminar(
    execucaoId: string,
    resultado: { contagens: Readonly<Record<string, number>> } | { erro: string },
  ): Promise<void> {
    const falhou = 'erro' in resultado;
    return this.cliente.chamarRpc(
      'execucoes_terminar',
      {
        p_execucao_id: execucaoId,
        p_contagens: falhou ? null : paraJson(resultado.contagens),
        p_erro: falhou ? resultado.erro : null,
      },
      semResultado,
      { repetivel: true },
    );
  }

  /** One entry per scheduled job, also for those that never ran. */
  override ultimas(): Promise<UltimaExecucao[]> {
    return this.cliente.chamarRpc(
      'execucoes_ultimas',
      { p_nomes: [...nomesAgendados] },
      ultimasSchema,
      { repetivel: true },
    );
  }
}
