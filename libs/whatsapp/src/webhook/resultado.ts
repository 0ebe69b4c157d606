import { createHash } from 'node:crypto';

import type { EventoWhatsapp, ResultadoWebhook } from '@julia/domain';

export function ignorado(motivo: string): ResultadoWebhook {
  return { tipo: 'ignorado', motivo };
}

export function quarentena(motivo: string): ResultadoWebhook {
  return { tipo: 'quarentena', motivo };
}

/** `partes` identify the event within its instância; the key is also a job id, where `:` is not allowed. */
export function aceito(evento: EventoWhatsapp, ...partes: readonly string[]): ResultadoWebhook {
  let chave = codificada(evento.instancia);
  for (const parte of partes) chave += `/${codificada(parte)}`;
  return { tipo: 'evento', evento, chave };
}

/** Nearly every part is plain already, and encoding costs ten times the look. */
function codificada(parte: string): string {
  return /^[\w.-]+$/.test(parte) ? parte : encodeURIComponent(parte);
}

export function resumo(...partes: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(partes)).digest('hex').slice(0, 32);
}
