import type { ResultadoWebhook } from '@julia/domain';

import { parseWebhook } from '../src/webhook/parse-webhook.ts';

export const instancia = 'julia-test';
export const telefone = '5511999990001';
export const lid = '100000000000001';
/** When every sample message was sent. */
export const enviadaEm = '2026-11-22T07:15:30.000Z';

/** The one result of a body. */
export function unico(corpo: unknown): ResultadoWebhook {
  const [resultado, ...outros] = parseWebhook(corpo);
  if (!resultado || outros.length > 0) throw new Error('expected exactly one result');
  return resultado;
}

/** The webhook of a direct message with `data` merged over a plain one. */
export function upsert(data: object, envelope: object = {}): unknown {
  return {
    event: 'messages.upsert',
    instance: instancia,
    sender: '5511999990099@s.whatsapp.net',
    ...envelope,
    data: {
      key: { remoteJid: `${telefone}@s.whatsapp.net`, fromMe: false, id: 'ID1' },
      pushName: 'Contato Teste',
      message: { conversation: 'oi' },
      messageType: 'conversation',
      messageTimestamp: 1_795_331_730,
      ...data,
    },
  };
}

export const comChave = (key: object) => upsert({ key: { fromMe: false, id: 'ID1', ...key } });

export function conteudoDe(data: object): unknown {
  const resultado = unico(upsert(data));
  if (resultado.tipo !== 'evento' || !('conteudo' in resultado.evento)) return resultado;
  return resultado.evento.conteudo;
}
