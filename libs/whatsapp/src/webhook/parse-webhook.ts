import type { EventoWhatsapp, ResultadoWebhook } from '@julia/domain';

import { ehObjeto, lerTexto } from './campos.ts';
import { lerMensagem, type Contexto } from './mensagem.ts';
import { juntarPessoa } from './pessoa.ts';
import { lerApagada, lerProtocolo } from './protocolo.ts';
import { ignorado, quarentena } from './resultado.ts';
import { lerChamada, lerConexao, lerQrcode, lerStatus } from './sinais.ts';

const maiorNome = 200;

interface ContextoDoEnvelope extends Contexto {
  readonly emissao: string;
}

type LeitorDeEvento = (bruto: unknown, contexto: ContextoDoEnvelope) => ResultadoWebhook;

const leitores = new Map<string, LeitorDeEvento>([
  ['messages.upsert', (bruto, contexto) => lerMensagem('messages.upsert', bruto, contexto)],
  ['send.message', (bruto, contexto) => lerMensagem('send.message', bruto, contexto)],
  ['messages.edited', (bruto, { instancia }) => lerProtocolo(bruto, instancia)],
  ['messages.delete', (bruto, { instancia }) => lerApagada(bruto, instancia)],
  ['messages.update', (bruto, { instancia }) => lerStatus(bruto, instancia)],
  ['connection.update', (bruto, { instancia, emissao }) => lerConexao(bruto, instancia, emissao)],
  ['qrcode.updated', (bruto, { instancia, emissao }) => lerQrcode(bruto, instancia, emissao)],
  ['call', (bruto, { instancia }) => lerChamada(bruto, instancia)],
]);

/** Known and of no use: the last three repeat what connection.update says. */
const eventosSemUso = new Set([
  'application.startup',
  'instance.create',
  'instance.delete',
  'messages.set',
  'messaging.history.set',
  'send.message.update',
  'contacts.set',
  'contacts.upsert',
  'contacts.update',
  'presence.update',
  'chats.set',
  'chats.upsert',
  'chats.update',
  'chats.delete',
  'groups.upsert',
  'groups.update',
  'group.participants.update',
  'typebot.start',
  'typebot.change.status',
  'labels.edit',
  'labels.association',
  'remove.instance',
  'status.instance',
  'logout.instance',
]);

/**
 * What an Evolution API webhook body means: one result per item in it (version 2 sends one). Never throws on anything
 * that came out of JSON.parse. A body that is no envelope, or whose known event cannot be understood, is
 * `quarentena`; what needs no action is `ignorado` with a reason from a closed set, fit for a metric's label.
 */
export function parseWebhook(corpo: unknown): ResultadoWebhook[] {
  if (!ehObjeto(corpo)) return [quarentena('sem_envelope')];
  // `sender` is the owner of the instância, not the author of anything.
  const { event, instance, data, sender, date_time } = corpo;
  const [evento, instancia] = [lerNome(event), lerNome(instance)];
  if (evento === null || instancia === null) return [quarentena('sem_envelope')];
  // Subscriptions spell the same names MESSAGES_UPSERT and, in paths, messages-upsert.
  const nome = evento.toLowerCase().replaceAll(/[_-]/g, '.');
  const ler = leitores.get(nome);
  if (!ler) return [ignorado(eventosSemUso.has(nome) ? 'evento_sem_uso' : 'evento_desconhecido')];

  const itens: unknown[] = Array.isArray(data) ? data : [data];
  if (itens.length === 0) return [ignorado('lista_vazia')];
  const contexto = {
    instancia,
    dono: juntarPessoa([lerTexto(sender)])?.telefone ?? null,
    emissao: lerTexto(date_time) ?? '',
  };
  return itens.map((item) => ler(item, contexto));
}

/** Null when it is no name: every webhook passes here, so it is read by hand. */
function lerNome(valor: unknown): string | null {
  const nome = lerTexto(valor)?.trim() ?? '';
  return nome === '' || nome.length > maiorNome ? null : nome;
}

/**
 * One record of `/chat/findMessages`, as the event its webhook would have carried; null when it is no message between
 * a person and us. The store does not say who typed our own messages, so they count as typed on the phone until
 * matched with a send of ours.
 */
export function parseMensagemArmazenada(
  instancia: string,
  registro: unknown,
): EventoWhatsapp | null {
  const resultado = lerMensagem('messages.upsert', registro, { instancia, dono: null });
  if (resultado.tipo !== 'evento') return null;
  const { evento } = resultado;
  return evento.tipo === 'mensagem_recebida' || evento.tipo === 'mensagem_propria' ? evento : null;
}
