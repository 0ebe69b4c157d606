import { talvezSemRegistro, type ResultadoTentativa } from '@julia/domain';
import { z } from 'zod';

import { idProvedorSchema } from '../webhook/campos.ts';
import type { RespostaHttp } from './evolution-http.ts';

const enviadaSchema = z.object({ key: z.object({ id: idProvedorSchema }) });
const erroSchema = z.object({ response: z.object({ message: z.unknown() }) });
const inexistenteSchema = z.object({ exists: z.literal(false) });

/**
 * What an answer to sendText proves. Only the closed list of refusals in which nothing can have left is a known
 * failure: Evolution answers 400 "Error: …" also for a message that left, when its own database insert fails.
 */
export function interpretarEnvio({ status, corpo }: RespostaHttp): ResultadoTentativa {
  if (status >= 200 && status < 300) {
    const lida = enviadaSchema.safeParse(corpo);
    if (lida.success) return { tipo: 'aceita', idProvedor: lida.data.key.id };
    return { tipo: 'incerta', codigo: 'resposta_sem_id' };
  }
  const codigo = `http_${status}`;
  if (status === 401 || status === 404) return falha(codigo);
  if (status === 403) return falha(codigo, { banimento: falaDeBanimento(corpo) });
  if (status === 400) {
    const mensagem = erroSchema.safeParse(corpo).data?.response.message;
    if (numeroInexistente(mensagem)) return falha('numero_inexistente', { definitiva: true });
    if (erroDeEsquema(mensagem)) return falha('pedido_invalido', { definitiva: true });
    // Thrown before the message goes out: unlike other errors it leaves nothing that the provider did not store.
    if (/connection closed/i.test(JSON.stringify(mensagem ?? '')))
      return { tipo: 'incerta', codigo: 'conexao_fechada' };
    return { tipo: 'incerta', codigo: talvezSemRegistro };
  }
  return { tipo: 'incerta', codigo };
}

function falha(codigo: string, { definitiva = false, banimento = false } = {}): ResultadoTentativa {
  return { tipo: 'falha_conhecida', codigo, definitiva, banimento };
}

function numeroInexistente(mensagem: unknown): boolean {
  return Array.isArray(mensagem) && mensagem.some((m) => inexistenteSchema.safeParse(m).success);
}

/** Refused before anything was tried: a nested array of schema faults, or the one check that answers in plain words. */
function erroDeEsquema(mensagem: unknown): boolean {
  const textos = (Array.isArray(mensagem) ? mensagem.flat() : [mensagem]) as unknown[];
  return (
    textos.length > 0 &&
    textos.every((t) => typeof t === 'string' && !/error:/i.test(t)) &&
    (aninhada(mensagem) ||
      textos.some((t) => /requires property|^Text is required/.test(String(t))))
  );
}

function aninhada(mensagem: unknown): boolean {
  return Array.isArray(mensagem) && mensagem.some(Array.isArray);
}

/**
 * Conservative on purpose: a false alarm stops the number's proactive sending until a person looks. Evolution itself
 * has no such answer; what forbids a number says so in a 403. WhatsApp's own refusals (463 and the like) come later as
 * a status ERROR, and a ban as connection.update close 403.
 */
function falaDeBanimento(corpo: unknown): boolean {
  return /\b(?:ban(?:ned|ido|ida)?|(?:account|number) (?:is )?(?:restricted|blocked)|463)\b/i.test(
    JSON.stringify(corpo ?? ''),
  );
}
