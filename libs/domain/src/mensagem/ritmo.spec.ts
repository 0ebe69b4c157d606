import { describe, expect, it } from '@jest/globals';
import { pausaEntrePartesMs, ritmoHumano, semEspera, tempoDigitandoMs } from './ritmo.ts';

describe('ritmo', () => {
  it('types longer texts longer, within bounds', () => {
    expect([1, 100, 1_000].map((n) => tempoDigitandoMs(n, ritmoHumano))).toEqual([
      1_500, 4_500, 6_000,
    ]);
    expect(tempoDigitandoMs(1_000, semEspera)).toBe(0);
  });

  it('pauses between one and three seconds between parts', () => {
    expect([0, 0.5, 0.999].map((n) => pausaEntrePartesMs(n, ritmoHumano))).toEqual([
      1_000, 2_000, 2_998,
    ]);
  });
});
