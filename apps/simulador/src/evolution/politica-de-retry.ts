/** Evolution's defaults (WEBHOOK_RETRY_*): ten tries in all, doubling from 5 s up to 300 s, with 20 % jitter. */
const retry = { tentativas: 10, inicialMs: 5_000, maximoMs: 300_000, jitter: 0.2 } as const;

/** Answers after which Evolution drops the event for good. */
const semVolta: ReadonlySet<number> = new Set([400, 401, 403, 404, 422]);

export type DecisaoDeRetry =
  { tipo: 'entregue' } | { tipo: 'perdido' } | { tipo: 'repetir'; esperaMs: number };

/**
 * What follows try number `tentativa` (from 1). `status` is null when no answer came.
 * A redirect counts as delivered because the real sender follows it with an empty GET: the event is lost in silence.
 */
export function decidirRetry(
  tentativa: number,
  status: number | null,
  escala: number,
  sorteio: () => number,
): DecisaoDeRetry {
  if (status !== null && status >= 200 && status < 400) return { tipo: 'entregue' };
  if (status !== null && semVolta.has(status)) return { tipo: 'perdido' };
  if (tentativa >= retry.tentativas) return { tipo: 'perdido' };
  const base = Math.min(retry.inicialMs * 2 ** (tentativa - 1), retry.maximoMs);
  const comJitter = base * (1 + retry.jitter * (2 * sorteio() - 1));
  return { tipo: 'repetir', esperaMs: Math.max(comJitter, retry.inicialMs) * escala };
}
