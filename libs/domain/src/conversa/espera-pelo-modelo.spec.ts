import { describe, expect, it } from '@jest/globals';
import { esperaPeloModelo } from './espera-pelo-modelo.ts';

const agora = new Date('2026-11-23T13:00:00Z');
const ha = (ms: number) => new Date(agora.getTime() - ms);

describe('esperaPeloModelo', () => {
  it.each([
    ['tries again in 5 s at first', null, { tipo: 'tentar', esperaMs: 5_000, avisar: false }],
    [
      'waits as long as it has waited so far',
      ha(20_000),
      { tipo: 'tentar', esperaMs: 20_000, avisar: false },
    ],
    [
      'never waits more than a minute',
      ha(119_999),
      { tipo: 'tentar', esperaMs: 60_000, avisar: false },
    ],
    [
      'tells the doctor after 2 minutes',
      ha(120_000),
      { tipo: 'tentar', esperaMs: 60_000, avisar: true },
    ],
    ['calls a person after 15 minutes', ha(900_000), { tipo: 'desistir' }],
  ])('%s', (_nome, desde, esperada) => {
    expect(esperaPeloModelo(desde, agora)).toEqual(esperada);
  });
});
