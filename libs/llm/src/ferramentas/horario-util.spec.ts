import { describe, expect, it } from '@jest/globals';
import { instanteLocal } from '@julia/domain';
import { proximoHorarioUtil } from './horario-util.ts';

const janela = { inicio: '08:00', fim: '20:00' };

describe('when a reminder may leave', () => {
  it.each([
    ['2026-11-24T10:00', '2026-11-24T10:00', 'a Tuesday morning stays'],
    ['2026-11-24T08:00', '2026-11-24T08:00', 'the opening counts'],
    ['2026-11-24T07:59', '2026-11-24T08:00', 'earlier waits for the opening'],
    ['2026-11-24T20:00', '2026-11-25T08:00', 'the closing does not count'],
    ['2026-11-27T21:00', '2026-11-30T08:00', 'Friday night waits for Monday'],
    ['2026-11-28T10:00', '2026-11-30T08:00', 'Saturday waits for Monday'],
  ])('%s becomes %s: %s', (pedido, para) => {
    expect(proximoHorarioUtil(instanteLocal(pedido)!, janela)).toEqual(instanteLocal(para));
  });
});
