import { describe, expect, it } from '@jest/globals';
import { dataPorExtenso, diaCivil, horaCurta, instanteDe, instanteLocal } from './data-local.ts';

describe('local dates', () => {
  it.each([
    ['2026-11-24T10:00', '2026-11-24T13:00:00.000Z'],
    ['2026-11-24 10:00', '2026-11-24T13:00:00.000Z'],
    ['2026-11-24T23:30:00', '2026-11-25T02:30:00.000Z'],
    ['2026-11-24T10:00-03:00', '2026-11-24T13:00:00.000Z'],
    ['2026-11-24T13:00Z', '2026-11-24T13:00:00.000Z'],
    ['2018-12-01T10:00', '2018-12-01T12:00:00.000Z'],
  ])('%s is the instant %s', (texto, instante) => {
    expect(instanteLocal(texto)?.toISOString()).toBe(instante);
  });

  it.each(['amanhã', '', '2026-02-31T10:00', '2026-11-24T25:00', '2026-11-24'])(
    '"%s" is no instant',
    (texto) => {
      expect(instanteLocal(texto)).toBeNull();
    },
  );

  it('writes a night in São Paulo with its local day', () => {
    const instante = new Date('2026-11-29T01:30:00Z');
    expect(dataPorExtenso(instante)).toBe('sábado, 28/11/2026');
    expect(horaCurta(instante)).toBe('22h30');
    expect(instanteDe(diaCivil(instante), 22 * 60 + 30)).toEqual(instante);
  });
});
