import { describe, expect, it } from '@jest/globals';
import { Script } from 'node:vm';
import { catalogo } from '../chaves/catalogo.ts';
import { pagina } from './html.ts';

describe('the phone page', () => {
  it('carries a script that parses', () => {
    const script = /<script type="module">([\s\S]*)<\/script>/.exec(pagina)?.[1] ?? '';
    expect(() => new Script(script)).not.toThrow();
  });

  it('loads nothing from elsewhere', () => {
    const enderecos = pagina.match(/(?:src|href)=["'](?:https?:)?\/\/[^"']+/g) ?? [];
    expect(enderecos).toEqual([]);
    expect(pagina).not.toMatch(/@import|url\(/);
  });

  it('names every field for those who cannot see it', () => {
    for (const [campo, id] of pagina.matchAll(/<(?:input|textarea|select)[^>]*\bid="([^"]+)"/g)) {
      const rotulado = pagina.includes(`for="${id ?? ''}"`) || dentroDeRotulo(pagina, campo);
      expect([id, rotulado]).toEqual([id, true]);
    }
  });

  it('describes every switch in Portuguese words', () => {
    for (const { rotulo } of Object.values(catalogo)) expect(rotulo).toMatch(/\p{L}{3}/u);
  });
});

function dentroDeRotulo(html: string, campo: string): boolean {
  const antes = html.slice(0, html.indexOf(campo));
  return antes.lastIndexOf('<label') > antes.lastIndexOf('</label>');
}
