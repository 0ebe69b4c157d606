import { describe, expect, it } from '@jest/globals';
import { Tokens } from './tokens.ts';

const longo = 'á'.repeat(300);

describe('Tokens', () => {
  it('accepts each of the secrets and nothing that only resembles one', () => {
    const tokens = new Tokens(['segredo-atual', undefined, '', 'segredo-anterior', longo]);
    for (const certo of ['segredo-atual', 'segredo-anterior', longo]) {
      expect(tokens.aceita(certo)).toBe(true);
    }
    const errados = [
      undefined,
      '',
      'segredo',
      'segredo-atual2',
      'segredo-atual\u0000',
      'Segredo-atual',
      `${longo}á`,
      longo.slice(1),
      'x'.repeat(10_000),
    ];
    for (const errado of errados) expect(tokens.aceita(errado)).toBe(false);
  });

  it('forgets what was presented before', () => {
    const tokens = new Tokens(['curto']);
    expect(tokens.aceita('um-token-bem-mais-comprido')).toBe(false);
    expect(tokens.aceita('curto')).toBe(true);
    expect(tokens.aceita('cur')).toBe(false);
  });

  it('accepts nothing when there is no secret', () => {
    expect(new Tokens([undefined]).aceita('qualquer')).toBe(false);
  });
});
