import { describe, expect, it } from '@jest/globals';
import { textoDoConteudo, type Conteudo } from '@julia/domain';
import fc from 'fast-check';
import { recortarConteudo } from './recortar-conteudo.ts';

const texto = fc.string({ unit: 'grapheme', maxLength: 30 });
const conteudo: fc.Arbitrary<Conteudo> = fc.oneof(
  fc.record({ tipo: fc.constant('texto' as const), texto }),
  fc.record({ tipo: fc.constant('video' as const), legenda: fc.option(texto) }),
  fc.record({
    tipo: fc.constant('localizacao' as const),
    latitude: fc.constant(1),
    longitude: fc.constant(2),
    nome: fc.option(texto),
    endereco: fc.option(texto),
  }),
  fc.record({ tipo: fc.constant('contato' as const), nomes: fc.array(texto) }),
  fc.record({ tipo: fc.constant('enquete' as const), nome: texto, opcoes: fc.array(texto) }),
  fc.constant({ tipo: 'sticker' as const }),
);

describe('recortarConteudo', () => {
  it('never keeps more than the limit, never half a character, and always the true length', () => {
    fc.assert(
      fc.property(conteudo, fc.integer({ min: 0, max: 20 }), (original, limite) => {
        const recorte = recortarConteudo(original, limite);
        expect(recorte.tamanhoOriginal).toBe(textoDoConteudo(original).length);
        expect(recorte.texto.length).toBeLessThanOrEqual(limite);
        expect(recorte.texto.isWellFormed()).toBe(true);
        expect(textoDoConteudo(original).startsWith(recorte.texto)).toBe(true);
        expect(recorte.conteudo.tipo).toBe(original.tipo);
        const guardado = JSON.stringify(recorte.conteudo).length;
        expect(guardado).toBeLessThanOrEqual(
          Math.max(120 + 4 * limite, JSON.stringify(original).length),
        );
      }),
    );
  });

  it('leaves what fits untouched', () => {
    const original: Conteudo = { tipo: 'texto', texto: 'oi' };
    expect(recortarConteudo(original, 2)).toEqual({
      conteudo: original,
      texto: 'oi',
      tamanhoOriginal: 2,
    });
  });
});
