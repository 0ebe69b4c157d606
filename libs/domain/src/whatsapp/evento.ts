import { z } from 'zod';

// Each schema is built when it first reads something: together they are a fortieth of a service's start.

/**
 * Who is on the other side. WhatsApp knows a person by phone, by LID, or by both; LID digits are never a phone.
 * `telefone` is canonical (see `canonizarTelefone`), `lid` is the digits before `@lid`.
 */
const pessoaSchema = z.lazy(() =>
  z
    .object({ telefone: z.string().min(8).max(15).nullable(), lid: z.string().min(1).nullable() })
    .refine(
      (pessoa) => pessoa.telefone !== null || pessoa.lid !== null,
      'telefone or lid is required',
    ),
);
export type Pessoa = z.output<typeof pessoaSchema>;

/** What a message carries, independent of how WhatsApp wrapped it. Media bytes never travel here. */
export const conteudoSchema = z.lazy(() =>
  z.discriminatedUnion('tipo', [
    z.object({ tipo: z.literal('texto'), texto: z.string() }),
    z.object({
      tipo: z.literal('imagem'),
      legenda: z.string().nullable(),
      mimetype: z.string().nullable(),
    }),
    z.object({
      tipo: z.literal('audio'),
      segundos: z.number().nullable(),
      mimetype: z.string().nullable(),
    }),
    z.object({ tipo: z.literal('video'), legenda: z.string().nullable() }),
    z.object({
      tipo: z.literal('documento'),
      nome: z.string().nullable(),
      mimetype: z.string().nullable(),
      legenda: z.string().nullable(),
    }),
    z.object({ tipo: z.literal('sticker') }),
    z.object({
      tipo: z.literal('reacao'),
      emoji: z.string(),
      alvoIdProvedor: z.string().nullable(),
    }),
    z.object({
      tipo: z.literal('localizacao'),
      latitude: z.number(),
      longitude: z.number(),
      nome: z.string().nullable(),
      endereco: z.string().nullable(),
    }),
    z.object({ tipo: z.literal('contato'), nomes: z.array(z.string()) }),
    z.object({ tipo: z.literal('enquete'), nome: z.string(), opcoes: z.array(z.string()) }),
    /** A kind we do not know, or a placeholder without content; `tipoOriginal` is Evolution's messageType. */
    z.object({ tipo: z.literal('desconhecido'), tipoOriginal: z.string() }),
  ]),
);
export type Conteudo = z.output<typeof conteudoSchema>;

const naoVazio = z.string().min(1);
const envelope = { instancia: naoVazio };
const deMensagem = { ...envelope, idProvedor: naoVazio, pessoa: pessoaSchema };
/** ISO 8601 UTC instant; jobs travel as JSON, so a Date would arrive as a string anyway. */
const instante = z.iso.datetime();

const mensagemRecebidaSchema = z.lazy(() =>
  z.object({
    tipo: z.literal('mensagem_recebida'),
    ...deMensagem,
    nome: z.string().nullable(),
    conteudo: conteudoSchema,
    citadaIdProvedor: z.string().nullable(),
    enviadaEm: instante,
  }),
);
export type MensagemRecebida = z.output<typeof mensagemRecebidaSchema>;

/** A message that left our number: the echo of our own send, or something a person typed on the phone. */
const mensagemPropriaSchema = z.lazy(() =>
  z.object({
    tipo: z.literal('mensagem_propria'),
    ...deMensagem,
    /** `api`: reported as send.message; `aparelho`: messages.upsert with fromMe. */
    origem: z.enum(['api', 'aparelho']),
    conteudo: conteudoSchema,
    enviadaEm: instante,
  }),
);
export type MensagemPropria = z.output<typeof mensagemPropriaSchema>;

/** Order matters: a status is only ever raised along this list (`erro` counts only before `entregue`). */
const statusEntrega = ['erro', 'enviada', 'entregue', 'lida', 'reproduzida'] as const;
export type StatusEntrega = (typeof statusEntrega)[number];

export const eventoWhatsappSchema = z.lazy(() =>
  z.discriminatedUnion('tipo', [
    mensagemRecebidaSchema.unwrap(),
    mensagemPropriaSchema.unwrap(),
    z.object({
      tipo: z.literal('mensagem_editada'),
      ...envelope,
      idProvedor: naoVazio,
      texto: z.string(),
      /** By the clock of whoever edited; two edits of a message may come in the wrong order. Null or absent: not said. */
      editadaEm: instante.nullable().optional(),
    }),
    z.object({ tipo: z.literal('mensagem_apagada'), ...envelope, idProvedor: naoVazio }),
    z.object({
      tipo: z.literal('status_mudou'),
      ...envelope,
      idProvedor: naoVazio,
      status: z.enum(statusEntrega),
    }),
    z.object({
      tipo: z.literal('conexao_mudou'),
      ...envelope,
      estado: z.enum(['aberta', 'conectando', 'fechada', 'recusada']),
      codigo: z.number().int().nullable(),
      /**
       * The provider's wall clock when it told of the change, printed as an instant but of no known zone: compared with
       * that of another change of the same number, never read as a time. Null or absent when it did not say.
       */
      emissao: instante.nullable().optional(),
    }),
    z.object({ tipo: z.literal('qrcode_mudou'), ...envelope, codigo: z.string().nullable() }),
    z.object({
      tipo: z.literal('chamada_recebida'),
      ...envelope,
      pessoa: pessoaSchema,
      video: z.boolean(),
    }),
  ]),
);
export type EventoWhatsapp = z.output<typeof eventoWhatsappSchema>;

/** What a webhook body turned out to be. `chave` identifies the event for deduplication in the queue. */
export type ResultadoWebhook =
  | { tipo: 'evento'; evento: EventoWhatsapp; chave: string }
  | { tipo: 'ignorado'; motivo: string }
  | { tipo: 'quarentena'; motivo: string };
