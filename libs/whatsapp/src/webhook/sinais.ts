import type { EventoWhatsapp, ResultadoWebhook, StatusEntrega } from '@julia/domain';
import { z } from 'zod';

import { idProvedorSchema, motivoDe, talvezTexto } from './campos.ts';
import { juntarPessoa, lerJid } from './pessoa.ts';
import { aceito, ignorado, quarentena, resumo } from './resultado.ts';

const statusSchema = z.object({
  keyId: idProvedorSchema,
  fromMe: z.boolean(),
  remoteJid: z.string().catch(''),
  status: z.union([z.string(), z.number()]),
});

/** Names and numbers of the same enumeration. PENDING tells nothing new. */
const statusPorNome = new Map<string, StatusEntrega | 'sem_uso'>([
  ['ERROR', 'erro'],
  ['0', 'erro'],
  ['PENDING', 'sem_uso'],
  ['1', 'sem_uso'],
  ['SERVER_ACK', 'enviada'],
  ['2', 'enviada'],
  ['DELIVERY_ACK', 'entregue'],
  ['3', 'entregue'],
  ['READ', 'lida'],
  ['4', 'lida'],
  ['PLAYED', 'reproduzida'],
  ['5', 'reproduzida'],
  // Before 2.3.7 any update without a status, an edit for instance, said DELETED.
  ['DELETED', 'sem_uso'],
]);

/** messages.update: a flat object, joined on `keyId`. */
export function lerStatus(bruto: unknown, instancia: string): ResultadoWebhook {
  const lido = statusSchema.safeParse(bruto);
  if (!lido.success) return quarentena(motivoDe(lido.error));
  const { keyId, fromMe, remoteJid, status: nome } = lido.data;
  const jid = lerJid(remoteJid);
  if (jid.tipo === 'ignorado') return ignorado(jid.motivo);
  // Of a message we received it says only that our own side read it.
  if (!fromMe) return ignorado('status_de_recebida');
  const status = statusPorNome.get(String(nome).toUpperCase());
  if (status === undefined) return quarentena('campo_invalido:status');
  if (status === 'sem_uso') return ignorado('status_sem_uso');
  return aceito(
    { tipo: 'status_mudou', instancia, idProvedor: keyId, status },
    'messages.update',
    keyId,
    status,
  );
}

const conexaoSchema = z.object({
  state: z.enum(['open', 'connecting', 'close', 'refused']),
  statusReason: z.number().int().nullable().catch(null),
});

const estados = {
  open: 'aberta',
  connecting: 'conectando',
  close: 'fechada',
  refused: 'recusada',
} as const;

const emissaoSchema = z.iso.datetime().nullable().catch(null);

/** `emissao` orders changes and tells apart two to the same state; it is compared, never read as a time. */
export function lerConexao(bruto: unknown, instancia: string, emissao: string): ResultadoWebhook {
  const lido = conexaoSchema.safeParse(bruto);
  if (!lido.success) return quarentena(motivoDe(lido.error));
  const { state, statusReason: codigo } = lido.data;
  const evento: EventoWhatsapp = {
    tipo: 'conexao_mudou',
    instancia,
    estado: estados[state],
    codigo,
    emissao: emissaoSchema.parse(emissao),
  };
  return aceito(evento, 'connection.update', resumo(emissao, state, codigo));
}

const qrcodeSchema = z.union([
  z.object({ qrcode: z.object({ code: talvezTexto }) }).transform(({ qrcode }) => qrcode.code),
  // The limit of QR codes was reached: there is none to show any more.
  z.object({ message: z.string(), statusCode: z.number() }).transform(() => null),
]);

export function lerQrcode(bruto: unknown, instancia: string, emissao: string): ResultadoWebhook {
  const lido = qrcodeSchema.safeParse(bruto);
  if (!lido.success) return quarentena(motivoDe(lido.error));
  const codigo = lido.data;
  return aceito(
    { tipo: 'qrcode_mudou', instancia, codigo },
    'qrcode.updated',
    resumo(emissao, codigo),
  );
}

const chamadaSchema = z.object({
  id: idProvedorSchema,
  from: z.string(),
  chatId: talvezTexto,
  callerPn: talvezTexto,
  status: z.string(),
  isVideo: z.boolean().catch(false),
  isGroup: z.boolean().catch(false),
  groupJid: talvezTexto,
});

export function lerChamada(bruto: unknown, instancia: string): ResultadoWebhook {
  const lida = chamadaSchema.safeParse(bruto);
  if (!lida.success) return quarentena(motivoDe(lida.error));
  const { id, from, chatId, callerPn, status, isVideo, isGroup, groupJid } = lida.data;
  if (isGroup || groupJid !== null) return ignorado('grupo');
  if (status !== 'offer') return ignorado('chamada_em_andamento');
  const jid = lerJid(from);
  if (jid.tipo === 'ignorado') return ignorado(jid.motivo);
  const pessoa = juntarPessoa([from, callerPn, chatId]);
  if (!pessoa) return quarentena('pessoa_desconhecida');
  return aceito({ tipo: 'chamada_recebida', instancia, pessoa, video: isVideo }, 'call', id);
}
