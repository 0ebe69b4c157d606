import { describe, expect, it } from '@jest/globals';
import { escolherModelo } from './roteador.ts';

describe('the router', () => {
  it.each([
    ['oi, tem plantão de anestesia essa semana?', 0, 'simples', 'padrao'],
    ['pode reservar', 2, 'simples', 'padrao'],
    ['me chama amanhã 10h', 11, 'simples', 'padrao'],
    ['OK', 0, 'simples', 'padrao'],
    ['SIM, PODE', 0, 'simples', 'padrao'],
    ['qual o valor?', 0, 'simples', 'padrao'],
    ['que hospital é?', 0, 'simples', 'padrao'],
    ['ok', 12, 'complexo', 'conversa_longa'],
    ['consegue melhorar o valor?', 0, 'complexo', 'negociacao'],
    ['da pra chegar em 3 mil?', 0, 'complexo', 'negociacao'],
    ['só faço por 2500', 0, 'complexo', 'negociacao'],
    ['tá muito baixo isso', 0, 'complexo', 'objecao'],
    ['não compensa pra mim', 0, 'complexo', 'objecao'],
    ['isso não é golpe?', 0, 'complexo', 'objecao'],
    ['vcs atrasam o pagamento', 0, 'complexo', 'objecao'],
    ['que absurdo', 0, 'complexo', 'irritacao'],
    ['JÁ FALEI QUE NÃO QUERO', 0, 'complexo', 'irritacao'],
    ['que falta de respeito, consegue melhorar?', 20, 'complexo', 'irritacao'],
  ] as const)('%s after %i turns goes to %s (%s)', (texto, turnosAnteriores, modelo, motivo) => {
    expect(escolherModelo({ turnosAnteriores }, texto)).toEqual({ modelo, motivo });
  });
});
