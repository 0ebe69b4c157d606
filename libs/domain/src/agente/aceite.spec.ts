import { describe, expect, it } from '@jest/globals';
import { aceiteConfere } from './aceite.ts';

describe('an acceptance counts', () => {
  it.each([
    ['pode reservar', 'Pode reservar!'],
    ['pode reservar', 'show, PODE  RESERVAR, por favor'],
    ['quero', 'quero sim'],
    ['topo', 'beleza\ntopo'],
    ['beleza! topo', 'beleza! topo'],
    ['tá ótimo pra mim', 'tá ótimo pra mim'],
    ['👍', '👍'],
    ['fechado', 'Fechado doutora'],
    ['pode ser', 'sem dúvida, pode ser'],
    ['pode reservar', 'pode reservar, não tem problema'],
    ['pode reservar, não tem problema', 'pode reservar, não tem problema'],
    ['pode reservar', 'pode reservar, tá?'],
    ['pode reservar', 'pode reservar! não esquece de me mandar o endereço'],
    ['fechado', 'Fechado! Qual o endereço?'],
    ['pode reservar', 'deixa eu ver aqui\npode reservar'],
    ['quero sim', 'quero sim, pode me mandar os dados'],
    ['vou querer', 'vou querer essa'],
    ['vou', 'vou sim'],
    ['pode confirmar', 'pode confirmar pra mim'],
    ['quero fazer', 'quero fazer esse plantão'],
    ['fico', 'fico com esse de 2400'],
  ])('"%s" said in "%s"', (aceite, texto) => {
    expect(aceiteConfere(aceite, texto)).toBe(true);
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

  it.each([
    ['vou', 'vou pensar'],
    ['vou', 'vou\npensar'],
    ['vou', 'vou viajar nesse dia'],
    ['vou', 'vou estar de plantão no dia'],
    ['quero', 'quero saber quanto paga'],
    ['quero', 'quero 3 mil'],
    ['certo', 'certo, mas não posso'],
    ['certo', 'certo, já tenho plantão nesse dia'],
    ['confirmo', 'te confirmo amanhã'],
    ['fecho', 'fecho por 3000'],
    ['topo', 'topo se pagar 3000'],
    ['pode', 'pode me explicar melhor?'],
    ['pode', 'pode explicar'],
    ['pode reservar', 'pode reservar pra mim?'],
    ['pode ser', 'pode ser sábado ou domingo'],
    ['sim', 'sim, pode ser, amanhã não posso atender telefone'],
    ['claro', 'claro que não'],
    ['fico', 'fico no aguardo'],
  ])('"%s" cut out of "%s"', (aceite, texto) => {
    expect(aceiteConfere(aceite, texto)).toBe(false);
  });

  it.each([
    ['a denial', 'pode reservar', 'Pode reservar. Ops, não posso'],
    ['a change of mind', 'pode reservar', 'pode reservar\nespera, cancela'],
    ['a doubt', 'quero', 'quero!\nacho'],
    ['a doubt after mere agreement', 'ok', 'Ok. Vou ver com minha esposa'],
    ['a question after mere agreement', 'certo', 'certo\nquanto paga?'],
    ['another plan after mere agreement', 'ok', 'ok\nvou jantar'],
    ['a thumb down', 'sim', 'sim 👎'],
  ])('followed by %s', (_caso, aceite, texto) => {
    expect(aceiteConfere(aceite, texto)).toBe(false);
  });

  it.each([
    ['quero', 'não\nquero'],
    ['ok', 'vou pensar\nok'],
    ['ok', 'tem sábado, ok?'],
  ])('"%s" after what was said in "%s"', (aceite, texto) => {
    expect(aceiteConfere(aceite, texto)).toBe(false);
  });
});
