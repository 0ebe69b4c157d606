const limiteMs = { minimo: Date.UTC(2015, 0, 1), maximo: Date.UTC(2100, 0, 1) };
/** Beyond this a count of seconds would be in the year 5138, so it is milliseconds. */
const segundosImpossiveis = 100_000_000_000;

/**
 * ISO 8601 UTC instant of a provider timestamp: seconds as number, decimal string or `{low, high}` (a 64-bit integer
 * that went through JSON); milliseconds are recognised. Null outside 2015–2100 or when it is none of these.
 */
export function lerInstante(bruto: unknown): string | null {
  const valor = lerInteiro(bruto);
  if (valor === null) return null;
  const ms = Math.trunc(valor >= segundosImpossiveis ? valor : valor * 1000);
  if (ms < limiteMs.minimo || ms >= limiteMs.maximo) return null;
  return new Date(ms).toISOString();
}

function lerInteiro(bruto: unknown): number | null {
  if (typeof bruto === 'number') return Number.isFinite(bruto) ? bruto : null;
  if (typeof bruto === 'string') return /^\d{1,16}$/.test(bruto) ? Number(bruto) : null;
  if (typeof bruto !== 'object' || bruto === null) return null;
  const { low, high } = bruto as { low?: unknown; high?: unknown };
  if (!Number.isInteger(low) || !Number.isInteger(high)) return null;
  return Number(high) * 2 ** 32 + (Number(low) >>> 0);
}
