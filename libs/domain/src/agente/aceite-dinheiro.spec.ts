import { describe, expect, it } from '@jest/globals';
import { aceiteConfere } from './aceite.ts';

const valorDaVaga = 180_000;

describe('an amount beside an acceptance', () => {
  it.each([
    ['topo', 'topo com 2 mil'],
    ['topo', 'topo com 2500'],
    ['topo com 2500', 'topo com 2500'],
    ['fecho', 'fecho em 2500'],
    ['aceito', 'aceito a partir de 2500'],
    ['pego', 'só pego acima de 2500'],
    ['topo', 'topo R$ 2500'],
    ['pode reservar', 'com 2500 pode reservar'],
    ['fechado', 'fechado 2500'],
    ['fecho', 'fecho por 3000'],
    ['quero', 'quero 3 mil'],
    ['aceito', 'aceito por 2,5'],
    ['topo', 'topo por dois e quinhentos'],
    ['topo', 'topo\n2500'],
    ['topo', 'Consegue 2.500? Topo'],
    ['pode reservar', 'R$ 2.200,00 e pode reservar'],
    ['fechado', 'fechado em 25'],
    ['topo', 'topo com 20% a mais'],
    ['topo', 'topo o dobro'],
    ['quero', 'quero o de 2500'],
    ['aceito', 'o mínimo que eu aceito é 2 mil'],
    ['ok', 'ok, 2500'],
    ['pode reservar', 'pode reservar mais 200 do deslocamento'],
    ['fecho', 'se subir pra 2k eu fecho'],
    ['aceito', 'aceito, meu CRM é 123456, mas por 2500'],
  ])('"%s" in "%s" is an offer of his own', (aceite, texto) => {
    expect(aceiteConfere(aceite, texto, valorDaVaga)).toBe(false);
    expect(aceiteConfere(aceite, texto)).toBe(false);
  });

  it.each([
    ['topo', 'topo por 1800'],
    ['topo', 'topo com 1.800'],
    ['fechado', 'fechado, R$ 1.800,00'],
    ['aceito', 'aceito os 1800'],
    ['pode reservar', 'por mil e oitocentos pode reservar'],
    ['fecho', 'fecho em 1,8 mil'],
    ['fecho', 'fecho em 1800 reais, obrigada'],
    ['quero', 'quero o de 1800'],
    ['fico', 'fico com esse de 1800'],
  ])('"%s" in "%s" takes the value of the vaga', (aceite, texto) => {
    expect(aceiteConfere(aceite, texto, valorDaVaga)).toBe(true);
    expect(aceiteConfere(aceite, texto, 200_000)).toBe(false);
  });

  it('is doubt while the value of the vaga is not known', () => {
    expect(aceiteConfere('topo', 'topo por 1800')).toBe(false);
  });

  it.each([
    ['fecho', 'fecho acima de 1800'],
    ['quero', 'quero mais de 1800'],
    ['aceito', 'aceito 1800 líquido'],
    ['topo', 'topo 1800 mais 200'],
    ['topo', '1800 é pouco, mas topo'],
    ['aceito', 'aceito 1800 se for à vista'],
  ])('"%s" in "%s" wants more than the vaga pays', (aceite, texto) => {
    expect(aceiteConfere(aceite, texto, valorDaVaga)).toBe(false);
  });

  it.each([
    ['pode reservar', 'pode reservar dia 12'],
    ['pode reservar', 'pode reservar 12/12'],
    ['pode reservar', 'pode reservar o de 12 de dezembro de 2026'],
    ['topo', 'topo o do dia 15/12'],
    ['topo', 'topo o do dia 15/12/2026'],
    ['aceito', 'aceito o das 19h'],
    ['fechado', 'fechado, 7 às 19'],
    ['fechado', 'Fechado, das 19h00 às 07h00'],
    ['quero', 'quero o V1'],
    ['pode reservar', 'pode reservar a 2'],
    ['pode reservar', 'pode reservar a segunda'],
    ['aceito', 'aceito as 12 horas'],
    ['aceito', 'aceito o plantão de 12h'],
    ['aceito', 'Aceito o plantão de sábado das 7h às 19h'],
    ['aceito', 'Aceito sim, meu CRM é 123456'],
    ['pode reservar', 'pode reservar\nCRM-SP 123.456'],
    ['pode reservar', 'pode reservar, meu CPF 123.456.789-00 e tel 11 99999 8888'],
    ['pode reservar', 'pode reservar, em 5 min te mando os documentos'],
    ['confirmado', '100% confirmado'],
  ])('but "%s" in "%s" names no amount', (aceite, texto) => {
    expect(aceiteConfere(aceite, texto, valorDaVaga)).toBe(true);
    expect(aceiteConfere(aceite, texto)).toBe(true);
  });
});
