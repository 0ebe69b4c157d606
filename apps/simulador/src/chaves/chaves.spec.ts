import { describe, expect, it } from '@jest/globals';
import { Chaves } from './chaves.ts';

describe('a switch', () => {
  it('acts until it is switched off', () => {
    const chaves = new Chaves();
    expect(chaves.usar('llm.vazia')).toBeNull();
    chaves.ligar('llm.vazia');
    expect([chaves.usar('llm.vazia'), chaves.usar('llm.vazia')]).not.toContain(null);
    chaves.desligar('llm.vazia');
    expect(chaves.usar('llm.vazia')).toBeNull();
  });

  it('acts as often as it was told, and brings its own value when none is given', () => {
    const chaves = new Chaves();
    chaves.ligar('llm.erro', { vezes: 2 });
    const usos = [1, 2, 3].map(() => chaves.usarNumero('llm.erro'));
    expect(usos).toEqual([529, 529, null]);
    expect(chaves.listar()).toEqual({});
  });

  it('acts at a rate without spending its turns on calls it spares', () => {
    const sorteios = [0.9, 0.1, 0.9];
    const chaves = new Chaves(() => sorteios.shift() ?? 0.9);
    chaves.ligar('erro.sendText', { taxa: 0.5, vezes: 1 });
    const usos = [1, 2, 3].map(() => chaves.usar('erro.sendText') !== null);
    expect(usos).toEqual([false, true, false]);
  });

  it('tells who listens about every change', () => {
    const chaves = new Chaves();
    let avisos = 0;
    const parar = chaves.ouvir(() => (avisos += 1));
    chaves.ligar('webhook.perder', { vezes: 1 });
    chaves.usar('webhook.perder');
    parar();
    chaves.ligar('webhook.perder');
    expect(avisos).toBe(2);
  });
});
