import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { bitsDeSegredo, bitsMinimos } from './secret-strength.ts';

describe('bitsDeSegredo', () => {
  it.each([
    'abcdefghijklmnopqrstuvwxyz',
    '12345678901234567890',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    'abcabcabcabcabcabcabcabc',
    'senha-secreta-da-julia',
    'Admin1234567890Admin',
    '8472956103847295',
  ])('finds %s easy to guess', (valor) => {
    expect(bitsDeSegredo(valor)).toBeLessThan(bitsMinimos);
  });

  it('accepts what openssl rand makes, always', () => {
    for (let i = 0; i < 2_000; i++) {
      expect(bitsDeSegredo(randomBytes(16).toString('base64url'))).toBeGreaterThan(bitsMinimos);
      expect(bitsDeSegredo(randomBytes(16).toString('hex'))).toBeGreaterThan(bitsMinimos);
    }
  });
});
