import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pausaEntrePartesMs, ritmoHumano, semEspera, tempoDigitandoMs } from './ritmo.ts';

describe('ritmo', () => {
  it('types longer replies longer, within three and fifteen seconds', () => {
    expect([1, 100, 1_000].map((n) => tempoDigitandoMs(n, n, ritmoHumano))).toEqual([
      3_000, 4_500, 15_000,
    ]);
    expect(tempoDigitandoMs(1_000, 1_000, semEspera)).toBe(0);
  });

  it('keeps the reply within these bounds however it is divided, and gives longer parts more', () => {
    const partes = fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(partes, (tamanhos) => {
        const inteira = tamanhos.reduce((soma, n) => soma + n, 0);
        const tempos = tamanhos.map((n) => tempoDigitandoMs(n, inteira, ritmoHumano));
        const totalMs = tempos.reduce((soma, ms) => soma + ms, 0);
        // Each part is rounded to a millisecond.
        expect(totalMs).toBeGreaterThanOrEqual(3_000 - tamanhos.length);
        expect(totalMs).toBeLessThanOrEqual(15_000 + tamanhos.length);
        expect(tempos.indexOf(Math.max(...tempos))).toBe(tamanhos.indexOf(Math.max(...tamanhos)));
      }),
    );
  });

  it('pauses between one and three seconds between parts', () => {
    expect([0, 0.5, 0.999].map((n) => pausaEntrePartesMs(n, ritmoHumano))).toEqual([
      1_000, 2_000, 2_998,
    ]);
  });
});
