import type { EventoWhatsapp, Pessoa, ResultadoWebhook } from '@julia/domain';
import { z } from 'zod';

import { ehObjeto, idProvedorSchema, lerTexto, motivoDe, textoPorLer } from './campos.ts';
import { lerConteudo } from './conteudo.ts';
import { lerInstante } from './instante.ts';
import { juntarPessoa, lerJid } from './pessoa.ts';
import { lerProtocolo } from './protocolo.ts';
import { aceito, ignorado, quarentena } from './resultado.ts';

/** What the envelope says about every item in it. */
export interface Contexto {
  readonly instancia: string;
  /** Phone of the instância itself, when known. */
  readonly dono: string | null;
}

const chaveSchema = z.object({
  remoteJid: z.string(),
  fromMe: z.boolean(),
  id: idProvedorSchema,
  remoteJidAlt: textoPorLer,
  previousRemoteJid: textoPorLer,
  senderPn: textoPorLer,
  senderLid: textoPorLer,
});

const mensagemSchema = z.object({
  key: chaveSchema,
  pushName: textoPorLer,
  message: z.unknown().optional(),
  contextInfo: z.unknown().optional(),
  messageType: textoPorLer,
  messageTimestamp: z.unknown().optional(),
});

type OrigemEvento = 'messages.upsert' | 'send.message';

/** One item of messages.upsert or send.message, or one record of the provider's store (same shape). */
export function lerMensagem(
  evento: OrigemEvento,
  bruto: unknown,
  { instancia, dono }: Contexto,
): ResultadoWebhook {
  const grupo = jidIgnorado(bruto);
  if (grupo !== null) return ignorado(grupo);
  const lida = mensagemSchema.safeParse(bruto);
  if (!lida.success) return quarentena(motivoDe(lida.error));
  const { key, pushName, message, contextInfo, messageType, messageTimestamp } = lida.data;

  const pessoa = outroLado(key, dono);
  if (!pessoa) return quarentena('pessoa_desconhecida');
  // The owner's chat with itself is a notepad, not a conversation.
  if (key.fromMe && dono !== null && pessoa.telefone === dono)
    return ignorado('conversa_consigo_mesmo');

  const lido = lerConteudo(message, lerTexto(messageType), contextInfo);
  if (lido.tipo === 'ruido') return ignorado(lido.motivo);
  if (lido.tipo === 'protocolo') return lerProtocolo(lido.protocolo, instancia);

  const enviadaEm = lerInstante(messageTimestamp);
  if (enviadaEm === null) return quarentena('campo_invalido:messageTimestamp');
  const { conteudo, citadaIdProvedor } = lido;
  const base = { instancia, idProvedor: key.id, pessoa, conteudo, enviadaEm };
  const propria = key.fromMe || evento === 'send.message';
  const resultado: EventoWhatsapp = propria
    ? {
        tipo: 'mensagem_propria',
        ...base,
        origem: evento === 'send.message' ? 'api' : 'aparelho',
      }
    : { tipo: 'mensagem_recebida', ...base, nome: nomeDe(lerTexto(pushName)), citadaIdProvedor };
  // A later copy with content must not be taken for a repetition of the empty one.
  const marcas = [
    ...(key.fromMe ? ['propria'] : []),
    ...(conteudo.tipo === 'desconhecido' ? ['sem_conteudo'] : []),
  ];
  return aceito(resultado, evento, key.id, ...marcas);
}

/** The reason not to look further, for addresses that are no person; checked first, whatever else is missing. */
function jidIgnorado(bruto: unknown): string | null {
  const chave = ehObjeto(bruto) ? bruto['key'] : null;
  const remoteJid = ehObjeto(chave) ? chave['remoteJid'] : null;
  const jid = typeof remoteJid === 'string' ? lerJid(remoteJid) : null;
  return jid?.tipo === 'ignorado' ? jid.motivo : null;
}

/**
 * The person a message was exchanged with. `senderPn` and `senderLid` name the author, so on our own messages they are
 * us; an alternative address that is our own number is a provider's mistake.
 */
function outroLado(key: z.output<typeof chaveSchema>, dono: string | null): Pessoa | null {
  const { remoteJid, remoteJidAlt, previousRemoteJid, senderPn, senderLid } = key;
  const alternativos = [remoteJidAlt, ...(key.fromMe ? [] : [senderPn, senderLid])]
    .map(lerTexto)
    .filter((jid) => dono === null || jid === null || juntarPessoa([jid])?.telefone !== dono);
  return juntarPessoa([remoteJid, ...alternativos, lerTexto(previousRemoteJid)]);
}

/** WhatsApp shows digits for contacts without a name. */
function nomeDe(pushName: string | null): string | null {
  const nome = pushName?.trim() ?? '';
  return /^[\d\s+@.-]*$/.test(nome) ? null : nome;
}
