const avisoAposMs = 2 * 60_000;
const desistenciaAposMs = 15 * 60_000;
const primeiraEsperaMs = 5_000;
const maiorEsperaMs = 60_000;

export type Espera = { tipo: 'tentar'; esperaMs: number; avisar: boolean } | { tipo: 'desistir' };

/**
 * What to do when the model cannot be reached: try again ever later (the wait so far, between 5 s and 60 s), one
 * holding message after 2 minutes, a person after 15 (DOMAIN §3).
 */
export function esperaPeloModelo(aguardandoDesde: Date | null, agora: Date): Espera {
  const esperouMs = aguardandoDesde ? agora.getTime() - aguardandoDesde.getTime() : 0;
  if (esperouMs >= desistenciaAposMs) return { tipo: 'desistir' };
  const esperaMs = Math.min(maiorEsperaMs, Math.max(primeiraEsperaMs, esperouMs));
  return { tipo: 'tentar', esperaMs, avisar: esperouMs >= avisoAposMs };
}
