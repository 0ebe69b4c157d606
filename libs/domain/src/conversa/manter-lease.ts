import { AppError } from '../errors.ts';
import type { ContextoTurno, Turnos } from './turnos.ts';

/**
 * Renews the lease while a turn works. `sinal` aborts so that a slow model call ends at once instead of paying for an
 * answer nobody may send: with `rule` LEASE_PERDIDO when another worker took the conversation, with `transient`
 * LEASE_NAO_RENOVADO when the database stayed away for longer than the lease, and then the turn is nobody's yet.
 */
export function manterLease(
  turnos: Turnos,
  contexto: ContextoTurno,
  { leaseMs, renovacaoMs }: { leaseMs: number; renovacaoMs: number },
): { sinal: AbortSignal; soltar: () => void } {
  const controle = new AbortController();
  let validoAte = performance.now() + leaseMs;

  const renovar = async () => {
    const pedidoEm = performance.now();
    try {
      if (await turnos.renovar(contexto, leaseMs)) validoAte = pedidoEm + leaseMs;
      else controle.abort(perdido());
    } catch (cause) {
      // The database may be back before the lease ends; only its end is final.
      if (performance.now() >= validoAte) controle.abort(naoRenovado(cause));
    }
  };
  const timer = setInterval(() => void renovar(), renovacaoMs);
  return { sinal: controle.signal, soltar: () => clearInterval(timer) };
}

function perdido(): AppError {
  return new AppError('rule', 'LEASE_PERDIDO', 'Another worker holds the conversation');
}

function naoRenovado(cause: unknown): AppError {
  const mensagem = 'The lease of the conversation ended before it could be renewed';
  return new AppError('transient', 'LEASE_NAO_RENOVADO', mensagem, {}, { cause });
}
