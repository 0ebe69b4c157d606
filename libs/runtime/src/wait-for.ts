import { setTimeout as pausar } from 'node:timers/promises';
import { AppError, type Log } from '@julia/domain';
import { fatosDoErro } from './error-facts.ts';

const intervaloMs = 1_000;

/**
 * Asks again every second while a dependency is only away (`transient`), so that services may start in any order. Any
 * other error ends the wait, and so does the deadline.
 */
export async function aguardarDependencia<T>(
  nome: string,
  perguntar: () => Promise<T>,
  log: Log,
  prazoMs: number,
): Promise<T> {
  const limite = performance.now() + prazoMs;
  for (;;) {
    try {
      return await perguntar();
    } catch (erro) {
      const passageiro = AppError.from(erro).kind === 'transient';
      if (!passageiro || performance.now() + intervaloMs > limite) throw erro;
      log.warn({ ...fatosDoErro(erro), dependencia: nome }, 'waiting for a dependency');
      await pausar(intervaloMs);
    }
  }
}
