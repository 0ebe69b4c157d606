import {
  chaveDoUpsert,
  jidDoLid,
  jidDoTelefone,
  type ChaveDeMensagem,
  type ModoLid,
} from '../mundo/enderecos.ts';
import type { MensagemGuardada, Medico, StatusMensagem } from '../mundo/mundo.ts';

export interface EventoDaEvolution {
  readonly event: string;
  readonly data: unknown;
}

export type EstadoConexao = 'open' | 'connecting' | 'close';

/** Identity of the simulated number; `instanceId` and the owner never change. */
export const dono = {
  instanceId: '00000000-0000-4000-8000-000000000001',
  jid: '5511999990099@s.whatsapp.net',
  nome: 'Júlia',
} as const;

export const segundos = (instante: Date): number => Math.floor(instante.getTime() / 1000);

/** Wall clock of the machine with a wrong `Z`, exactly as Evolution prints it. */
function horaLocalComZ(agora: Date): string {
  return new Date(agora.getTime() - agora.getTimezoneOffset() * 60_000).toISOString();
}

export function envelope(
  evento: EventoDaEvolution,
  contexto: { instancia: string; destino: string; agora: Date },
): Record<string, unknown> {
  return {
    event: evento.event,
    instance: contexto.instancia,
    data: evento.data,
    destination: contexto.destino,
    date_time: horaLocalComZ(contexto.agora),
    sender: dono.jid,
    server_url: 'http://simulador.local',
    apikey: null,
  };
}

/** Body of 201 and `data` of send.message: the same object in Evolution. */
export function corpoDoEnvio(mensagem: MensagemGuardada): Record<string, unknown> {
  return {
    key: { remoteJid: mensagem.remoteJid, fromMe: true, id: mensagem.idProvedor },
    pushName: 'Você',
    status: 'PENDING',
    message: mensagem.message,
    contextInfo: {
      mentionedJid: [],
      groupMentions: [],
      ephemeralSettingTimestamp: { low: 1_763_600_000, high: 0, unsigned: false },
      disappearingMode: { initiator: 0 },
    },
    messageType: mensagem.messageType,
    messageTimestamp: segundos(mensagem.em),
    instanceId: dono.instanceId,
    source: 'web',
  };
}

export function mensagemRecebida(mensagem: MensagemGuardada, medico: Medico): EventoDaEvolution {
  return upsert(mensagem, medico, { pushName: medico.nome, status: 'DELIVERY_ACK' });
}

/** A person typed on the phone that owns the number. */
export function mensagemDoAparelho(mensagem: MensagemGuardada, medico: Medico): EventoDaEvolution {
  return upsert(mensagem, medico, { pushName: 'Você', status: 'SERVER_ACK' });
}

function upsert(
  mensagem: MensagemGuardada,
  medico: Medico,
  campos: { pushName: string; status: StatusMensagem },
): EventoDaEvolution {
  const fromMe = mensagem.de !== 'medico';
  return {
    event: 'messages.upsert',
    data: {
      key: chaveDoUpsert(medico.telefone, medico.modoLid, fromMe, mensagem.idProvedor),
      ...campos,
      message: mensagem.message,
      messageType: mensagem.messageType,
      messageTimestamp: segundos(mensagem.em),
      instanceId: dono.instanceId,
      source: mensagem.source,
    },
  };
}

export function mensagemEnviadaPelaApi(mensagem: MensagemGuardada): EventoDaEvolution {
  return { event: 'send.message', data: corpoDoEnvio(mensagem) };
}

/** Status events address the chat by LID wherever one exists, even when the message itself showed the phone. */
function jidDeStatus(telefone: string, modo: ModoLid): string {
  return modo === 'telefone' ? jidDoTelefone(telefone) : jidDoLid(telefone);
}

export function statusMudou(
  mensagem: MensagemGuardada,
  medico: Medico,
  status: StatusMensagem,
): EventoDaEvolution {
  const fromMe = mensagem.de !== 'medico';
  const remoteJid = jidDeStatus(medico.telefone, medico.modoLid);
  return {
    event: 'messages.update',
    data: {
      keyId: mensagem.idProvedor,
      remoteJid,
      fromMe,
      ...(fromMe ? {} : { participant: remoteJid }),
      status,
      instanceId: dono.instanceId,
      messageId: mensagem.idRegistro,
    },
  };
}

function chaveCurta(mensagem: MensagemGuardada, medico: Medico): ChaveDeMensagem {
  const remoteJid = jidDeStatus(medico.telefone, medico.modoLid);
  return { remoteJid, fromMe: mensagem.de !== 'medico', id: mensagem.idProvedor };
}

/** Baileys' protocol message types. */
const tipoDeProtocolo = { revogada: 0, editada: 14 } as const;

export function mensagemEditada(
  mensagem: MensagemGuardada,
  medico: Medico,
  texto: string,
  agora: Date,
): EventoDaEvolution {
  return {
    event: 'messages.edited',
    data: {
      key: chaveCurta(mensagem, medico),
      type: tipoDeProtocolo.editada,
      editedMessage: { conversation: texto },
      timestampMs: { low: segundos(agora), high: 418, unsigned: false },
    },
  };
}

export function mensagemApagada(mensagem: MensagemGuardada, medico: Medico): EventoDaEvolution {
  return {
    event: 'messages.edited',
    data: { key: chaveCurta(mensagem, medico), type: tipoDeProtocolo.revogada },
  };
}

export function conexaoMudou(instancia: string, estado: EstadoConexao): EventoDaEvolution {
  const aberta = { wuid: dono.jid, profileName: dono.nome, profilePictureUrl: null };
  return {
    event: 'connection.update',
    data: {
      instance: instancia,
      ...(estado === 'open' ? aberta : {}),
      state: estado,
      statusReason: estado === 'close' ? 401 : 200,
    },
  };
}
