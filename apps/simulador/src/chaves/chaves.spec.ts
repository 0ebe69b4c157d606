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

  it('acts only on its target, and a webhook switch takes messages.upsert unless told otherwise', () => {
    const chaves = new Chaves();
    chaves.ligar('webhook.perder', { vezes: 1 });
    expect(chaves.usar('webhook.perder', 'messages.update')).toBeNull();
    expect(chaves.usar('webhook.perder', 'messages.upsert')).not.toBeNull();
    chaves.ligar('webhook.perder', { alvo: '*' });
    expect(chaves.usar('webhook.perder', 'messages.update')).not.toBeNull();
    chaves.ligar('envio.perdida', { alvo: '5511999990001' });
    expect(chaves.usar('envio.perdida', '5511999990002')).toBeNull();
    expect(chaves.usar('envio.perdida', '5511999990001')).not.toBeNull();
  });

  it('tells who listens about every change', () => {
    const chaves = new Chaves();
    let avisos = 0;
    const parar = chaves.ouvir(() => (avisos += 1));
    chaves.ligar('webhook.perder', { vezes: 1 });
    chaves.usar('webhook.perder', 'messages.upsert');
    parar();
    chaves.ligar('webhook.perder');
    expect(avisos).toBe(2);
  });
});
