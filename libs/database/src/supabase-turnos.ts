import {
  conteudoSchema,
  Turnos,
  type Abertura,
  type ContextoTurno,
  type Desfecho,
  type Fechamento,
  type PassoAgente,
  type TextoBloqueado,
} from '@julia/domain';
import { z } from 'zod';
import { novoToken, type ClienteSupabase } from './cliente.ts';
import { instante, paraJson, semResultado } from './json.ts';
import { vagaSchema } from './vaga-schema.ts';

const turnoSchema = z.object({
  conversaId: z.uuid(),
  turnoId: z.uuid(),
  token: z.uuid(),
  medico: z.object({
    id: z.uuid(),
    nome: z.string().nullable(),
    especialidade: z.string().nullable(),
    cidade: z.string().nullable(),
    optout: z.boolean(),
    bloqueado: z.boolean(),
  }),
  destino: z.object({ instancia: z.string(), numero: z.string() }),
  controle: z.enum(['julia', 'humano']),
  pendentes: z.array(
    z.object({
      id: z.uuid(),
      idProvedor: z.string(),
      conteudo: conteudoSchema,
      texto: z.string(),
      tamanhoOriginal: z.number(),
      recebidaEm: instante,
    }),
  ),
  historico: z.array(
    z.object({ autor: z.enum(['medico', 'julia', 'humano']), texto: z.string(), em: instante }),
  ),
  passos: z.array(z.record(z.string(), z.unknown())),
  turnosAnteriores: z.number(),
  respostasHoje: z.number(),
  turnosSemProgresso: z.number(),
  aguardandoDesde: instante.nullable(),
  avisoDeEsperaEnviado: z.boolean(),
  notaHandoff: z.string().nullable(),
  talvezEnviada: z.string().nullable(),
  ofertas: z.array(vagaSchema),
  agora: instante,
});

const aberturaSchema = z.discriminatedUnion('tipo', [
  z.object({ tipo: z.literal('aberto'), turno: turnoSchema }),
  z.object({ tipo: z.literal('ocupada'), faltamMs: z.number() }),
  z.object({ tipo: z.literal('nada_pendente') }),
  z.object({ tipo: z.literal('cedo'), faltamMs: z.number() }),
]);

const fechamentoSchema = z.discriminatedUnion('tipo', [
  z.object({
    tipo: z.literal('fechado'),
    mensagens: z.array(z.uuid()),
    proximoEmMs: z.number().nullable(),
    plantoesDeQuemSaiu: z.number().optional(),
  }),
  z.object({
    tipo: z.literal('descartado'),
    motivo: z.enum(['lease_perdido', 'controle_humano', 'optout']),
  }),
]);

export class SupabaseTurnos extends Turnos {
  private readonly cliente: ClienteSupabase;

  constructor(cliente: ClienteSupabase) {
    super();
    this.cliente = cliente;
  }

  override abrir(conversaId: string, leaseMs: number): Promise<Abertura> {
    return this.cliente.chamarRpc(
      'turnos_abrir',
      { p_conversa_id: conversaId, p_lease_ms: leaseMs, p_token: novoToken() },
      aberturaSchema,
      { repetivel: true },
    );
  }

  override renovar(contexto: ContextoTurno, leaseMs: number): Promise<boolean> {
    return this.cliente.chamarRpc(
      'turnos_renovar',
      { ...doContexto(contexto), p_lease_ms: leaseMs },
      z.boolean(),
      { repetivel: true },
    );
  }

  override soltar({ conversaId, token }: ContextoTurno): Promise<void> {
    return this.cliente.chamarRpc(
      'turnos_soltar',
      { p_conversa_id: conversaId, p_token: token },
      semResultado,
      { repetivel: true },
    );
  }

  override guardarPasso(
    contexto: ContextoTurno,
    indice: number,
    passo: PassoAgente,
  ): Promise<void> {
    return this.cliente.chamarRpc(
      'turnos_guardar_passo',
      { ...doContexto(contexto), p_indice: indice, p_passo: paraJson(passo) },
      semResultado,
      { repetivel: true },
    );
  }

  override async adiar(
    contexto: ContextoTurno,
    esperaMs: number,
    aviso: string | null,
  ): Promise<{ mensagemId: string | null }> {
    const mensagemId = await this.cliente.chamarRpc(
      'turnos_adiar',
      { ...doContexto(contexto), p_espera_ms: esperaMs, p_aviso: aviso },
      z.uuid().nullable(),
      // It gives the lease back, so a second run would find it lost.
      { repetivel: false },
    );
    return { mensagemId };
  }

  override fechar(
    contexto: ContextoTurno,
    desfecho: Desfecho,
    bloqueados: readonly TextoBloqueado[],
  ): Promise<Fechamento> {
    return this.cliente.chamarRpc(
      'turnos_fechar',
      {
        ...doContexto(contexto),
        p_desfecho: paraJson(desfecho),
        p_bloqueados: paraJson(bloqueados),
      },
      fechamentoSchema,
      { repetivel: true },
    );
  }

  override primeiraDaFila(conversaId: string): Promise<string | null> {
    return this.cliente.chamarRpc(
      'turnos_primeira_da_fila',
      { p_conversa_id: conversaId },
      z.uuid().nullable(),
      { repetivel: true },
    );
  }
}

export function doContexto({ conversaId, turnoId, token }: ContextoTurno): {
  p_conversa_id: string;
  p_turno_id: string;
  p_token: string;
} {
  return { p_conversa_id: conversaId, p_turno_id: turnoId, p_token: token };
}
