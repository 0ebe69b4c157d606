import { describe, expect, it } from '@jest/globals';
import { umaVaga } from '../../testing/index.ts';
import { aceitaOutroPlantao } from './aceite-outro-plantao.ts';

const agora = new Date('2026-11-26T12:00:00-03:00');
const vaga = umaVaga();

describe('an acceptance that names another hospital or especialidade', () => {
  it.each([
    'pode reservar o do Einstein',
    'quero essa vaga do Einstein',
    'pode reservar no HC',
    'pode reservar no Einstein',
    'pode reservar pro HC',
    'aceito o plantão da UPA',
    'aceito o plantão do Morumbi',
    'quero o da Vila Serena',
    'quero o de Santos',
    'pode reservar no Hospital Vila Serena',
    'pode reservar no hospital vila serena',
    'pode reservar o do hospital vila serena',
    'pode reservar no São Luiz Morumbi',
    'pode reservar o do são luiz morumbi por favor',
    'pode reservar o do São Luiz unidade Morumbi',
    'o do Einstein, pode reservar',
    'aceito o de pediatria',
    'pode reservar na pediatria',
    'aceito o de cardio',
    'pode reservar o plantão da UTI',
  ])('"%s"', (texto) => {
    expect(aceitaOutroPlantao(texto, vaga, agora)).toBe(true);
  });
});

describe('an acceptance that names this hospital or especialidade, or none', () => {
  it.each([
    'pode reservar o do São Luiz',
    'quero essa vaga do São Luiz Itaim',
    'pode reservar no São Luiz Itaim, obrigada',
    'pode reservar no são luiz por favor',
    'pode reservar no São Luiz sábado',
    'pode reservar no Hospital São Luiz',
    'pode reservar o do Itaim',
    'quero o plantão do hospital',
    'quero o plantão de anestesia',
    'aceito o do centro cirúrgico',
    'aceito o plantão de São Paulo',
    'pode reservar no meu nome',
    'pode reservar na minha agenda',
    'pode colocar na escala',
    'me coloca no plantão',
    'quero o de sábado',
    'aceito o plantão de dia 28',
    'aceito o plantão de novembro',
    'pode reservar! tô saindo do Einstein agora',
    'tô no HC agora, pode reservar',
    'sou pediatra também, pode reservar',
    'pode reservar com certeza',
    'quero a vaga de anestesista',
    'aceito o plantão de doze horas',
    'pode reservar no São Luiz kkk',
    'quero essa de 2400',
  ])('"%s"', (texto) => {
    expect(aceitaOutroPlantao(texto, vaga, agora)).toBe(false);
  });

  it('knows a hospital by its initials and by an especialidade of its own', () => {
    const hc = umaVaga({ hospital: 'Hospital das Clínicas', especialidade: 'Pediatria' });
    expect(aceitaOutroPlantao('pode reservar no HC', hc, agora)).toBe(false);
    expect(aceitaOutroPlantao('aceito o de pediatria', hc, agora)).toBe(false);
    expect(aceitaOutroPlantao('aceito o da UPA', hc, agora)).toBe(true);
    const upa = umaVaga({ hospital: 'UPA Vila Mariana' });
    expect(aceitaOutroPlantao('aceito o plantão da UPA', upa, agora)).toBe(false);
  });

  it('takes no name for another while the hospital is not known', () => {
    const { inicio, fim } = vaga;
    expect(aceitaOutroPlantao('pode reservar no HC', { inicio, fim }, agora)).toBe(false);
  });
});
