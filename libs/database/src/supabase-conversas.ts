import {
  Conversas,
  type EsperaRajada,
  type EventoWhatsapp,
  type MensagemPropria,
  type MensagemRecebida,
  type Registro,
  type RegistroProprio,
  type StatusEntrega,
} from '@julia/domain';
import { z } from 'zod';
import type { ClienteSupabase } from './cliente.ts';
import { paraJson, semResultado } from './json.ts';
import { recortarConteudo } from './recortar-conteudo.ts';

/** For texts that come without a configured limit: typed on the phone, or edited. */
const maximoGuardado = 50_000;

const registroSchema = z.object({
  mensagemId: z.uuid(),
  conversaId: z.uuid(),
  medicoId: z.uuid(),
  nova: z.boolean(),
  responderEmMs: z.number().nullable(),
});

const registroProprioSchema = z.discriminatedUnion('tipo', [
  z.object({
    tipo: z.literal('eco'),
    mensagemId: z.uuid(),
    conversaId: z.uuid(),
    proximaId: z.uuid().nullable(),
  }),
  z.object({
    tipo: z.literal('humano'),
    mensagemId: z.uuid(),
    conversaId: z.uuid(),
    nova: z.boolean(),
  }),
]);

export class SupabaseConversas extends Conversas {
  private readonly cliente: ClienteSupabase;

  constructor(cliente: ClienteSupabase) {
    super();
    this.cliente = cliente;
  }

  override registrarRecebida(
    mensagem: MensagemRecebida,
    espera: EsperaRajada,
    limiteCaracteres: number,
  ): Promise<Registro> {
    const { conteudo, texto, tamanhoOriginal } = recortarConteudo(
      mensagem.conteudo,
      limiteCaracteres,
    );
    return this.cliente.chamarRpc(
      'conversas_registrar_recebida',
      {
        p_mensagem: paraJson({ ...mensagem, conteudo }),
        p_texto: texto,
        p_tamanho: tamanhoOriginal,
        p_silencio_ms: espera.silencioMs,
        p_maximo_ms: espera.maximoMs,
      },
      registroSchema,
      { repetivel: true },
    );
  }

  override registrarPropria(mensagem: MensagemPropria): Promise<RegistroProprio> {
    const { conteudo, texto, tamanhoOriginal } = recortarConteudo(
      mensagem.conteudo,
      maximoGuardado,
    );
    return this.cliente.chamarRpc(
      'conversas_registrar_propria',
      {
        p_mensagem: paraJson({ ...mensagem, conteudo }),
        p_texto: texto,
        p_tamanho: tamanhoOriginal,
      },
      registroProprioSchema,
      { repetivel: true },
    );
  }

  override editar(
    instancia: string,
    idProvedor: string,
    texto: string,
    editadaEm: string | null = null,
  ): Promise<boolean> {
    const recorte = recortarConteudo({ tipo: 'texto', texto }, maximoGuardado);
    return this.cliente.chamarRpc(
      'conversas_editar_em',
      {
        p_instancia: instancia,
        p_id_provedor: idProvedor,
        p_texto: recorte.texto,
        p_tamanho: recorte.tamanhoOriginal,
        p_editada_em: editadaEm,
      },
      z.boolean(),
      { repetivel: true },
    );
  }

  override apagar(instancia: string, idProvedor: string): Promise<boolean> {
    return this.cliente.chamarRpc(
      'conversas_apagar',
      { p_instancia: instancia, p_id_provedor: idProvedor },
      z.boolean(),
      { repetivel: true },
    );
  }

  override aplicarStatus(
    instancia: string,
    idProvedor: string,
    status: StatusEntrega,
  ): Promise<'aplicado' | 'ja_superado' | 'guardado'> {
    return this.cliente.chamarRpc(
      'conversas_aplicar_status',
      { p_instancia: instancia, p_id_provedor: idProvedor, p_status: status },
      z.enum(['aplicado', 'ja_superado', 'guardado']),
      { repetivel: true },
    );
  }

  override registrarConexao(
    evento: Extract<EventoWhatsapp, { tipo: 'conexao_mudou' }>,
  ): Promise<void> {
    return this.cliente.chamarRpc(
      'conversas_registrar_conexao_em',
      {
        p_instancia: evento.instancia,
        p_estado: evento.estado,
        p_codigo: evento.codigo,
        p_emissao: evento.emissao ?? null,
      },
      semResultado,
      { repetivel: true },
    );
  }
}
