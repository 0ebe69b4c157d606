import { AsyncLocalStorage } from 'node:async_hooks';
import type { Fatos } from '@julia/domain';

const armazenamento = new AsyncLocalStorage<Fatos>();

/**
 * Runs `fn` so that every log line written inside it, however deep or late, carries `fields`. Contexts nest; the inner
 * value of a field wins. Returns what `fn` returns.
 */
export function withContext<T>(fields: Fatos, fn: () => T): T {
  return armazenamento.run({ ...armazenamento.getStore(), ...fields }, fn);
}

/** The fields of the current context; empty outside of one. */
export function contextoAtual(): Fatos {
  return armazenamento.getStore() ?? {};
}
