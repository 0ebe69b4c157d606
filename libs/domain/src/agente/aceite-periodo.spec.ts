import { describe, expect, it } from '@jest/globals';
import { umaVaga } from '../../testing/index.ts';
import { aceitaOutroPlantao } from './aceite-outro-plantao.ts';

const agora = new Date('2026-11-26T12:00:00-03:00');
const noturno = umaVaga();
const diurno = umaVaga({
  inicio: new Date('2026-11-28T07:00:00-03:00'),
  fim: new Date('2026-11-28T19:00:00-03:00'),
});
const tarde = umaVaga({
  inicio: new Date('2026-11-28T13:00:00-03:00'),
  fim: new Date('2026-11-28T19:00:00-03:00'),
});

describe('an acceptance that names another part of the day', () => {
  it.each([
    'topo o diurno',
    'quero o diurno',
    'topo de dia',
    'aceito o da manhã',
    'pode reservar o da tarde',
    'pode reservar de manhã',
    'o diurno, pode reservar',
    'topo por 2.400 o diurno',
    'quero o de sábado de manhã',
  ])('"%s" for a night', (texto) => {
    expect(aceitaOutroPlantao(texto, noturno, agora)).toBe(true);
  });

  it.each([
    'topo o noturno',
    'quero o da noite',
    'pode reservar à noite',
    'pode reservar o da tarde',
  ])('"%s" for a day', (texto) => {
    expect(aceitaOutroPlantao(texto, diurno, agora)).toBe(true);
  });

  it.each([
    ['topo o noturno', noturno],
    ['quero o da noite', noturno],
    ['pode reservar o de sábado à noite', noturno],
    ['boa tarde, pode reservar', noturno],
    ['bom dia pode reservar', noturno],
    ['quero o das 7 da noite às 7 da manhã', noturno],
    ['pode reservar, saio de manhã direto pra aula', noturno],
    ['pode reservar o de dia 28', noturno],
    ['topo o diurno', diurno],
    ['topo de dia', diurno],
    ['boa noite! quero o diurno', diurno],
    ['quero o da tarde', tarde],
    ['aceito o das 6 horas da tarde', umaVaga({ inicio: new Date('2026-11-28T18:00:00-03:00') })],
  ])('but not "%s" for its own', (texto, vaga) => {
    expect(aceitaOutroPlantao(texto, vaga, agora)).toBe(false);
  });
});

describe('an acceptance of another day, week or month', () => {
  it.each([
    'aceito sábado da semana que vem',
    'pode reservar pro mês que vem',
    'pode reservar o da próxima semana',
    'semana que vem, pode reservar',
    'topo 28/12',
    'aceito no São Luiz domingo',
    'pode reservar o do dia 28 de dezembro',
  ])('"%s" is of another plantão', (texto) => {
    expect(aceitaOutroPlantao(texto, noturno, agora)).toBe(true);
  });

  it.each(['aceito sábado da semana que vem', 'pode reservar pro mês que vem', 'topo 05/12'])(
    '"%s" is of that plantão',
    (texto) => {
      const depois = umaVaga({
        inicio: new Date('2026-12-05T19:00:00-03:00'),
        fim: new Date('2026-12-06T07:00:00-03:00'),
      });
      expect(aceitaOutroPlantao(texto, depois, agora)).toBe(false);
    },
  );
});

describe('an acceptance of a part of the plantão', () => {
  it.each([
    'pode reservar, chego às 21h',
    'pode reservar, saio 5h',
    'aceito, consigo chegar umas 22h',
    'aceito, chego lá pelas 9 da noite',
    'pode reservar\nsó saio às 05:00',
    'pode reservar, fico até 2h',
  ])('"%s"', (texto) => {
    expect(aceitaOutroPlantao(texto, noturno, agora)).toBe(true);
  });

  it.each([
    'aceito, chego 18h30',
    'pode reservar, chego às 19h',
    'pode reservar, chego às 7',
    'pode reservar, chego às 6',
    'pode reservar, saio 7h',
    'pode reservar, saio às 7 da manhã',
    'pode reservar, saio do consultório 18h',
    'pode reservar, chego 15 min antes',
    'pode reservar, chego 2 horas antes',
    'pode reservar, chego em 20 minutos',
    'pode reservar, fico até 7h',
  ])('but not "%s"', (texto) => {
    expect(aceitaOutroPlantao(texto, noturno, agora)).toBe(false);
  });
});
