/** How long things take, so that Júlia types like a person (DOMAIN §3). All zero in tests. */
export interface Ritmo {
  readonly msPorCaractere: number;
  readonly minimoMs: number;
  readonly maximoMs: number;
  readonly entrePartesMs: readonly [minimo: number, maximo: number];
}

export const ritmoHumano: Ritmo = {
  msPorCaractere: 45,
  minimoMs: 1_500,
  maximoMs: 6_000,
  entrePartesMs: [1_000, 3_000],
};

export const semEspera: Ritmo = {
  msPorCaractere: 0,
  minimoMs: 0,
  maximoMs: 0,
  entrePartesMs: [0, 0],
};

/** Time spent "digitando…" before a text of this length. */
export function tempoDigitandoMs(caracteres: number, ritmo: Ritmo): number {
  return Math.min(ritmo.maximoMs, Math.max(ritmo.minimoMs, caracteres * ritmo.msPorCaractere));
}

/** Pause before a further part; `sorteio` in [0, 1). */
export function pausaEntrePartesMs(sorteio: number, { entrePartesMs: [min, max] }: Ritmo): number {
  return Math.round(min + (max - min) * sorteio);
}
