/** How long things take, so that Júlia types like a person (DOMAIN §3). All zero in tests. */
export interface Ritmo {
  readonly msPorCaractere: number;
  /** Bounds of the typing over all parts of one reply. */
  readonly minimoMs: number;
  readonly maximoMs: number;
  readonly entrePartesMs: readonly [minimo: number, maximo: number];
}

export const ritmoHumano: Ritmo = {
  msPorCaractere: 45,
  minimoMs: 3_000,
  maximoMs: 15_000,
  entrePartesMs: [1_000, 3_000],
};

export const semEspera: Ritmo = {
  msPorCaractere: 0,
  minimoMs: 0,
  maximoMs: 0,
  entrePartesMs: [0, 0],
};

/** Time spent "digitando…" before one part: its share, by length, of what typing the whole reply takes. */
export function tempoDigitandoMs(
  caracteres: number,
  caracteresDaResposta: number,
  { msPorCaractere, minimoMs, maximoMs }: Ritmo,
): number {
  const inteira = Math.max(1, caracteres, caracteresDaResposta);
  const totalMs = Math.min(maximoMs, Math.max(minimoMs, inteira * msPorCaractere));
  return Math.round((totalMs * caracteres) / inteira);
}

/** Pause before a further part; `sorteio` in [0, 1). */
export function pausaEntrePartesMs(sorteio: number, { entrePartesMs: [min, max] }: Ritmo): number {
  return Math.round(min + (max - min) * sorteio);
}
