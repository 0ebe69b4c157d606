import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { dividirResposta } from './dividir-resposta.ts';

const frase = (letra: string, tamanho: number) => `${letra.repeat(tamanho - 1)}.`;
const palavras = (texto: string) => texto.split(/\s+/).filter((palavra) => palavra !== '');

describe('dividirResposta', () => {
  it.each([
    ['a short text as it is', 'Oi Dra, tudo bem?', ['Oi Dra, tudo bem?']],
    ['one message per paragraph', 'Oi!\n\nTenho uma vaga', ['Oi!', 'Tenho uma vaga']],
    ['lines of one paragraph together', 'Sábado\n19h às 7h', ['Sábado\n19h às 7h']],
    ['white space around away', '\n \n oi \n\n\n \n tudo? \n', ['oi', 'tudo?']],
    ['nothing for nothing', ' \n\n ', []],
    [
      'a long paragraph between sentences',
      `${frase('a', 250)} ${frase('b', 140)} ${frase('c', 200)}`,
      [`${frase('a', 250)} ${frase('b', 140)}`, frase('c', 200)],
    ],
    [
      'not after an abbreviation',
      `${frase('a', 395)} Dr. Exemplo aceita. Sim`,
      [frase('a', 395), 'Dr. Exemplo aceita. Sim'],
    ],
    [
      'not inside a value',
      `${frase('a', 380)} Paga R$ 1.800,00 no dia`,
      [frase('a', 380), 'Paga R$ 1.800,00 no dia'],
    ],
    ['a word longer than a message whole', 'a'.repeat(900), ['a'.repeat(900)]],
    [
      'the shortest neighbours joined when there would be a fifth part',
      `${frase('a', 100)}\n\noi\n\ntudo?\n\n${frase('b', 100)}\n\n${frase('c', 100)}`,
      [frase('a', 100), 'oi\ntudo?', frase('b', 100), frase('c', 100)],
    ],
  ])('gives %s', (_nome, texto, partes) => {
    expect(dividirResposta(texto)).toEqual(partes);
  });

  const pedaco = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.constantFrom(
      '\n\n',
      '\n',
      ' ',
      '. ',
      '! ',
      'Dra. ',
      'R$ 1.800,00 ',
      '👩‍⚕️ ',
      'plantão no sábado ',
    ),
    fc.string({ minLength: 300, maxLength: 900 }),
  );
  const textos = fc.array(pedaco, { maxLength: 30 }).map((lista) => lista.join(''));

  it('loses no word and changes no order', () => {
    fc.assert(
      fc.property(textos, (texto) => {
        expect(palavras(dividirResposta(texto).join(' '))).toEqual(palavras(texto));
      }),
    );
  });

  it('makes at most four parts, none of them empty or padded', () => {
    fc.assert(
      fc.property(textos, (texto) => {
        const partes = dividirResposta(texto);
        expect(partes.length).toBeLessThanOrEqual(4);
        for (const parte of partes) {
          expect(parte).not.toBe('');
          expect(parte).toBe(parte.trim());
        }
      }),
    );
  });

  it('keeps each part within 400 characters as long as four of them hold it', () => {
    const curtas = fc.array(fc.stringMatching(/^[a-z]{1,20}[.!?]?$/), {
      minLength: 1,
      maxLength: 75,
    });
    fc.assert(
      fc.property(curtas, (lista) => {
        const texto = lista.join(' ').slice(0, 780).trim();
        for (const parte of dividirResposta(texto)) expect(parte.length).toBeLessThanOrEqual(400);
      }),
    );
  });
});
