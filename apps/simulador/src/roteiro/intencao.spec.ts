import { describe, expect, it } from '@jest/globals';
import { reconhecer, trechoDoAceite, type Intencao } from './intencao.ts';
import { normalizar } from './normalizar.ts';

const semOferta = { houveOferta: false, ultimaFoiOferta: false, ultimaFoiEquipe: false };
const depoisDaOferta = { ...semOferta, houveOferta: true, ultimaFoiOferta: true };

describe('what a doctor wants', () => {
  it.each<[string, Intencao]>([
    ['oi, tudo bem?', 'cumprimenta'],
    ['oi, tem plantão de anestesia essa semana?', 'pergunta_vagas'],
    ['vc é um robô?', 'pergunta_robo'],
    ['é uma IA que tá falando?', 'pergunta_robo'],
    ['quero falar com uma pessoa', 'pede_pessoa'],
    ['me chama amanhã 10h', 'pede_lembrete'],
    ['não tenho interesse', 'recusa'],
    ['quero pegar um plantão', 'pergunta_vagas'],
    ['valeu!', 'agradece'],
    ['choveu muito hoje', 'outra_coisa'],
  ])('before an offer, "%s" is %s', (texto, esperada) => {
    expect(reconhecer(normalizar(texto), semOferta)).toBe(esperada);
  });

  it.each<[string, Intencao]>([
    ['pode reservar', 'aceita'],
    ['fechado!', 'aceita'],
    ['quero', 'aceita'],
    ['sim, por favor', 'aceita'],
    ['pode ser', 'quase_aceita'],
    ['não quero essa', 'recusa'],
    ['tem outra?', 'pede_outra'],
    ['tem outro dia?', 'pede_outra'],
    ['tá pouco, não dá pra pagar mais?', 'pede_valor'],
    ['consegue um valor melhor?', 'pede_valor'],
    ['quero falar com alguém', 'pede_pessoa'],
  ])('after an offer, "%s" is %s', (texto, esperada) => {
    expect(reconhecer(normalizar(texto), depoisDaOferta)).toBe(esperada);
  });

  it('takes a yes after an offered person as asking for one', () => {
    const depoisDaEquipe = { ...semOferta, houveOferta: true, ultimaFoiEquipe: true };
    expect(reconhecer('quero sim', depoisDaEquipe)).toBe('pede_pessoa');
    expect(reconhecer('pode ser', depoisDaEquipe)).toBe('pede_pessoa');
    expect(reconhecer('quero ver outra vaga', depoisDaEquipe)).toBe('pede_outra');
  });

  it('rests a reservation on the words that accept, nothing more', () => {
    expect(trechoDoAceite('Boa! Pode reservar, e quanto tempo leva pra pagar?')).toBe(
      'Pode reservar',
    );
    expect(trechoDoAceite('quero')).toBe('quero');
  });
});
