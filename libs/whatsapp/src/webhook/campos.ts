import { z } from 'zod';

/** Postgres stores neither NUL nor lone surrogates, and JSON may carry both. */
export function textoLimpo(texto: string): string {
  const semNulo = texto.includes('\u0000') ? texto.replaceAll('\u0000', '') : texto;
  return semNulo.toWellFormed();
}

/** Null when absent, empty or of another type: what we do not depend on never refuses a message. */
export function lerTexto(valor: unknown): string | null {
  return typeof valor === 'string' ? textoLimpo(valor) || null : null;
}

export const talvezTexto = z.unknown().optional().transform(lerTexto);

/** Read with `lerTexto` by whoever uses it: in what every webhook passes through, a transform costs more than it says. */
export const textoPorLer = z.unknown().optional();

export const talvezNumero = z.number().nullable().catch(null);

/** Provider ids are short printable tokens; anything else is not an id. */
export const idProvedorSchema = z.string().regex(/^[\x21-\x7e]{1,128}$/);

export const talvezId = idProvedorSchema.nullable().catch(null);

export type Objeto = Readonly<Record<string, unknown>>;

export function ehObjeto(valor: unknown): valor is Objeto {
  return typeof valor === 'object' && valor !== null && !Array.isArray(valor);
}

/** `campo_invalido:<path>` of the first fault, so that whoever looks at the quarantine knows where to look. */
export function motivoDe({ issues: [primeira] }: z.ZodError): string {
  return `campo_invalido:${primeira?.path.join('.') || 'data'}`;
}
