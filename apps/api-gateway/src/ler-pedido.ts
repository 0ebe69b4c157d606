import { AppError } from '@julia/domain';
import type { z } from 'zod';

/** Parses what a caller sent; the answer names the fields that are wrong, never their values. */
export function lerPedido<S extends z.ZodType>(schema: S, valor: unknown): z.output<S> {
  const lido = schema.safeParse(valor);
  if (lido.success) return lido.data;
  const campos = lido.error.issues.map((issue) => issue.path.join('.') || 'corpo').join(', ');
  throw new AppError('input', 'PEDIDO_INVALIDO', `Confira estes campos: ${campos}.`);
}
