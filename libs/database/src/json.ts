import { z } from 'zod';
import type { Json } from './types.gen.ts';

/**
 * A copy that Postgres can store: no NUL characters and no halves of surrogate pairs (both may come in a WhatsApp text
 * and would make the whole message unstorable), dates as ISO instants, absent fields left out.
 */
export function paraJson(valor: unknown): Json {
  if (valor === null || typeof valor === 'boolean' || typeof valor === 'number') return valor;
  if (typeof valor === 'string') return valor.replaceAll('\0', '').toWellFormed();
  if (valor instanceof Date) return valor.toISOString();
  if (Array.isArray(valor)) return valor.map(paraJson);
  if (typeof valor !== 'object') return null;
  return Object.fromEntries(
    Object.entries(valor)
      .filter(([, item]) => item !== undefined)
      .map(([chave, item]) => [chave.replaceAll('\0', '').toWellFormed(), paraJson(item)]),
  );
}

/** An instant as the database writes it. */
export const instante = z.string().pipe(z.coerce.date());
/** bigint and numeric may arrive as strings. */
export const numero = z.coerce.number();
export const semResultado = z.unknown().transform(() => undefined);
