import { describe, expect, it } from '@jest/globals';
import { umaVaga } from '../../testing/index.ts';
import { aceiteConfere } from './aceite.ts';

const vaga = umaVaga();
const confere = (texto: string, aceite = texto) =>
  aceiteConfere(aceite, texto, vaga.valorCentavos, vaga);

describe('an acceptance with what is true of the vaga', () => {
  it.each([
    'aceito das 19 às 7',
    'eu topo das 19 às 7',
    'fechado das 19 às 7',
    'aceito das 19h às 7h no São Luiz',
    'quero sábado',
    'pego sábado',
    'confirmo sábado',
    'quero dia 28',
    'quero 28/11',
    'aceito à noite',
    'topo noturno',
    'aceito sábado à noite',
    'aceito no São Luiz',
    'aceito no Hospital São Luiz Itaim, obrigada',
    'aceito 12h',
    'ok, sábado',
    'tô de folga, quero sábado',
    'topo sábado por 2400',
  ])('"%s"', (texto) => {
    expect(confere(texto)).toBe(true);
  });

  it('may be told by a piece of it', () => {
    expect(confere('quero sábado', 'quero')).toBe(true);
    expect(confere('oi! aceito das 19 às 7', 'aceito das 19 às 7')).toBe(true);
  });

  it.each([
    'aceito das 7 às 13',
    'aceito das 7 às 19',
    'aceito só das 19 às 7',
    'aceito 6h',
    'quero domingo',
    'quero dia 27',
    'quero 28/12',
    'quero sábado que vem',
    'quero sábado livre',
    'quero sábado com minha família',
    'quero folga sábado',
    'quero o sábado de folga',
    'quero 12h de descanso',
    'aceito no São Luiz se for de dia',
    'pego sábado no HC',
    'quero um plantão sábado',
    'confirmo à noite',
    'confirmo no sábado',
    'te confirmo sábado',
    'sábado confirmo',
    'pego meu filho sábado',
    'só aceito noturno',
    'aceito de manhã',
    'aceito no São Luiz Morumbi',
    'aceito no HC',
    'vou pra praia sábado',
    'não quero sábado',
    'quero sábado ou domingo',
    'quero sábado?',
    'sábado',
    'ok, sábado te falo',
  ])('but not "%s"', (texto) => {
    expect(confere(texto)).toBe(false);
  });
});
