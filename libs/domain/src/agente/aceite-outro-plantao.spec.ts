import { describe, expect, it } from '@jest/globals';
import { aceiteConfere } from './aceite.ts';
import { aceitaOutroPlantao } from './aceite-outro-plantao.ts';

/** Thursday; the plantão is on the Saturday after, 19 h to 7 h. */
const agora = new Date('2026-11-26T12:00:00-03:00');
const noturno = {
  inicio: new Date('2026-11-28T19:00:00-03:00'),
  fim: new Date('2026-11-29T07:00:00-03:00'),
};

describe('an acceptance that names another plantão', () => {
  it.each([
    'aceito dia 20',
    'aceito o do dia 27',
    'topo sexta',
    'topo domingo',
    'pode reservar o de sexta-feira',
    'pode reservar 27/11',
    'quero o plantão de 5 de dezembro',
    'quero o de amanhã',
    'reserva o de hoje pra mim',
    'dia 27, topo',
    'sexta: pode reservar',
    'oi!\npode reservar o de domingo, obrigada',
    'aceito o das 13h',
    'topo o das 8 às 13',
    'aceito\ndia 20',
    'dia 20 eu topo',
    'fico com o de domingo',
    'combinado, sexta',
    'me coloca na sexta',
    'quero sim, o de sexta',
    'aceito o plantão de 6 horas da tarde às 22h',
    'aceito o das 7 às 19',
    'topo o das 7h às 19h',
    'pode reservar das 07:00 às 19:00',
    'quero o de 7 às 19',
    'topo o das 7 da manhã até as 7 da noite',
    'topo sábado das 19 às 19',
  ])('"%s"', (texto) => {
    expect(aceiteConfere(texto, texto)).toBe(true);
    expect(aceitaOutroPlantao(texto, noturno, agora)).toBe(true);
  });
});

describe('an acceptance that names this plantão, or none', () => {
  it.each([
    'pode reservar',
    'aceito dia 28',
    'topo sábado',
    'pode reservar 28/11',
    'quero o de sábado à noite',
    'topo depois de amanhã',
    'sexta pra sábado? topo sábado',
    'aceito o das 19h',
    'topo o das 19 às 7',
    'topo o das 7 às 7',
    'pode reservar das 19:00 às 07:00',
    'aceito o das 19h até as 7h',
    'quero o das 7 da noite às 7 da manhã',
    'aceito, das 8 às 18 estou no outro hospital',
    'aceito o plantão de 12h',
    'quero o de 12h no sábado',
    'pode reservar a segunda',
    'fechado, amanhã te mando os documentos',
    'pode reservar! domingo eu descanso',
    'aceito, chego 18h30',
    'topo por 1.800',
    'quero o V1',
    'meu CRM é 123456, pode reservar',
  ])('"%s"', (texto) => {
    expect(aceitaOutroPlantao(texto, noturno, agora)).toBe(false);
  });

  it('takes the day of the week for that of any week', () => {
    const daOutraSemana = {
      inicio: new Date('2026-12-05T07:00:00-03:00'),
      fim: new Date('2026-12-05T19:00:00-03:00'),
    };
    expect(aceitaOutroPlantao('topo sábado', daOutraSemana, agora)).toBe(false);
    expect(aceitaOutroPlantao('topo sábado agora, dia 28', daOutraSemana, agora)).toBe(true);
  });
});
