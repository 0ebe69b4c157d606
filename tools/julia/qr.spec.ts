import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import jsqr from 'jsqr';
import { join } from 'node:path';
import { ROOT } from '../docker/images.ts';

interface Qr {
  matrizQr(texto: string): boolean[][];
  desenharQr(texto: string, comCores: boolean): string;
}

const { matrizQr, desenharQr } = (await import(join(ROOT, 'scripts/julia/qr.mjs'))) as Qr;
const decodificar = jsqr.default;

/** Reads a picture of modules, some pixels each, as a camera would. */
function ler(modulos: readonly (readonly boolean[])[]): string | undefined {
  const [pixels, margem] = [3, 4];
  const lado = (modulos.length + 2 * margem) * pixels;
  const imagem = new Uint8ClampedArray(lado * lado * 4).fill(255);
  for (let y = 0; y < lado; y += 1) {
    for (let x = 0; x < lado; x += 1) {
      const escuro = modulos[Math.floor(y / pixels) - margem]?.[Math.floor(x / pixels) - margem];
      if (escuro) imagem.fill(0, (y * lado + x) * 4, (y * lado + x) * 4 + 3);
    }
  }
  return decodificar(imagem, lado, lado)?.data;
}

describe('the QR code in the terminal', () => {
  it.each([1, 17, 53, 78, 134, 237, 271, 367, 586, 858])(
    'of %d bytes is read back by somebody else’s reader',
    (tamanho) => {
      const texto = Array.from({ length: tamanho }, (_, i) => 'aB3+/=,@'[(i * 7) % 8]).join('');
      expect(ler(matrizQr(texto))).toBe(texto);
    },
  );

  it('of any text is read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 250 }), (texto) => {
        expect(ler(matrizQr(texto))).toBe(texto);
      }),
      { numRuns: 25 },
    );
  });

  it('is drawn with two rows per line, the same with and without colours', () => {
    const modulos = matrizQr('2@abc');
    const lado = modulos.length + 4;
    const desenho = desenharQr('2@abc', true).split('\n');
    expect(desenho.length).toBe(Math.ceil(lado / 2));
    const deVolta = desenho.flatMap((linha) => {
      const sinais = linha.replaceAll(/\u001b\[[\d;]*m/g, '').split('');
      return [sinais.map((s) => s === '█' || s === '▀'), sinais.map((s) => s === '█' || s === '▄')];
    });
    expect(deVolta.slice(2, 2 + modulos.length).map((l) => l.slice(2, 2 + modulos.length))).toEqual(
      modulos,
    );
    expect(desenharQr('2@abc', false)).not.toContain('\u001b');
  });

  it('refuses what does not fit', () => {
    expect(() => matrizQr('x'.repeat(900))).toThrow('longo demais');
  });
});
