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
  const chave = [evento.instancia, ...partes].map(encodeURIComponent).join('/');
  return { tipo: 'evento', evento, chave };
}

export function resumo(...partes: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(partes)).digest('hex').slice(0, 32);
}
