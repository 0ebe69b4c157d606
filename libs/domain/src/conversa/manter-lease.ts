import { AppError } from '../errors.ts';
import type { ContextoTurno, Turnos } from './turnos.ts';

/**
 * Renews the lease while a turn works. `sinal` aborts when it is lost or cannot be renewed in time, so that a slow
 * model call ends at once instead of paying for an answer nobody may send.
 */
export function manterLease(
  turnos: Turnos,
  contexto: ContextoTurno,
  { leaseMs, renovacaoMs }: { leaseMs: number; renovacaoMs: number },
): { sinal: AbortSignal; soltar: () => void } {
  const controle = new AbortController();
  const perder = () =>
    controle.abort(new AppError('rule', 'LEASE_PERDIDO', 'Another worker holds the conversation'));
  let validoAte = performance.now() + leaseMs;

  const renovar = async () => {
    const pedidoEm = performance.now();
    try {
      if (await turnos.renovar(contexto, leaseMs)) validoAte = pedidoEm + leaseMs;
      else perder();
    } catch {
      // The database may be back before the lease ends; only its end is final.
      if (performance.now() >= validoAte) perder();
    }
  };
  const timer = setInterval(() => void renovar(), renovacaoMs);
  return { sinal: controle.signal, soltar: () => clearInterval(timer) };
}
