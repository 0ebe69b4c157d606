import {
  Envios,
  statusMensagem,
  tiposMensagem,
  type Conclusao,
  type LimitesEnvio,
  type MensagemIncerta,
  type Rascunho,
  type Reivindicacao,
  type ResultadoTentativa,
  type VereditoIncerta,
} from '@julia/domain';
import { z } from 'zod';
import { novoToken, type ClienteSupabase } from './cliente.ts';
import { instante, paraJson, semResultado } from './json.ts';

const destino = z.object({ instancia: z.string(), numero: z.string() });

const rascunhoSchema = z.object({
  mensagemId: z.uuid(),
  conversaId: z.uuid(),
  destino,
  tipo: z.enum(tiposMensagem),
  caracteres: z.number(),
  caracteresDaResposta: z.number(),
  continuacao: z.boolean(),
  poderiaSair: z.boolean(),
});

const reivindicacaoSchema = z.discriminatedUnion('tipo', [
  z.object({ tipo: z.literal('enviar'), token: z.uuid(), destino, texto: z.string() }),
  z.object({ tipo: z.literal('esperar'), motivo: z.string(), faltamMs: z.number().nullable() }),
  z.object({
    tipo: z.literal('encerrada'),
    status: z.enum(statusMensagem),
    motivo: z.string(),
    refazerConversaId: z.uuid().nullable(),
  }),
  z.object({ tipo: z.literal('nada_a_fazer') }),
]);

const conclusaoSchema = z.object({
  status: z.enum(statusMensagem),
  tentarEmMs: z.number().nullable(),
  proximaId: z.uuid().nullable(),
});

const incertaSchema = z.object({
  mensagemId: z.uuid(),
  token: z.uuid(),
  destino,
  telefone: z.string().nullable(),
  lid: z.string().nullable(),
  texto: z.string(),
  reivindicadaEm: instante,
  codigo: z.string(),
  agora: instante,
});

export class SupabaseEnvios extends Envios {
  private readonly cliente: ClienteSupabase;

  constructor(cliente: ClienteSupabase) {
    super();
    this.cliente = cliente;
  }

  override rascunho(mensagemId: string, limites: LimitesEnvio): Promise<Rascunho | null> {
    return this.cliente.chamarRpc(
      'envios_rascunho',
      { p_mensagem_id: mensagemId, p_limites: paraJson(limites) },
      rascunhoSchema.nullable(),
      { repetivel: true },
    );
  }

  override reivindicar(
    mensagemId: string,
    limites: LimitesEnvio,
    leaseMs: number,
  ): Promise<Reivindicacao> {
    return this.cliente.chamarRpc(
      'envios_reivindicar',
      {
        p_mensagem_id: mensagemId,
        p_limites: paraJson(limites),
        p_lease_ms: leaseMs,
        p_token: novoToken(),
      },
      reivindicacaoSchema,
      { repetivel: true },
    );
  }

  override devolver(mensagemId: string, token: string): Promise<void> {
    return this.cliente.chamarRpc(
      'envios_devolver',
      { p_mensagem_id: mensagemId, p_token: token },
      semResultado,
      { repetivel: true },
    );
  }

  override concluir(
    mensagemId: string,
    token: string,
    resultado: ResultadoTentativa,
  ): Promise<Conclusao> {
    return this.cliente.chamarRpc(
      'envios_concluir',
      { p_mensagem_id: mensagemId, p_token: token, p_resultado: paraJson(resultado) },
      conclusaoSchema,
      { repetivel: true },
    );
  }

  override primeiraDaFila(mensagemId: string): Promise<string | null> {
    return this.cliente.chamarRpc(
      'envios_primeira_da_fila',
      { p_mensagem_id: mensagemId },
      z.uuid().nullable(),
      { repetivel: true },
    );
  }

  override buscarIncerta(mensagemId: string): Promise<MensagemIncerta | null> {
    return this.cliente.chamarRpc(
      'envios_buscar_incerta',
      { p_mensagem_id: mensagemId },
      incertaSchema.nullable(),
      { repetivel: true },
    );
  }

  override async idsVinculados(
    instancia: string,
    idsProvedor: readonly string[],
  ): Promise<Set<string>> {
    const ids = await this.cliente.chamarRpc(
      'envios_ids_vinculados',
      { p_instancia: instancia, p_ids: [...idsProvedor] },
      z.array(z.string()),
      { repetivel: true },
    );
    return new Set(ids);
  }

  override resolverIncerta(
    mensagemId: string,
    token: string,
    veredito: VereditoIncerta,
  ): Promise<Conclusao> {
    return this.cliente.chamarRpc(
      'envios_resolver_incerta_da_vez',
      { p_mensagem_id: mensagemId, p_token: token, p_veredito: paraJson(veredito) },
      conclusaoSchema,
      { repetivel: true },
    );
  }
}
