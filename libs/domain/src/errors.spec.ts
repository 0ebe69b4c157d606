import { describe, expect, it } from '@jest/globals';
import { AppError } from './errors.ts';

describe('AppError.from', () => {
  it('keeps our own errors as they are', () => {
    const nosso = new AppError('rule', 'VAGA_JA_RESERVADA', 'taken');
    expect(AppError.from(nosso)).toBe(nosso);
  });

  it('calls everything else a bug and keeps its cause', () => {
    const causa = new TypeError('x is undefined');
    expect(AppError.from(causa)).toMatchObject({
      kind: 'bug',
      code: 'ERRO_INESPERADO',
      cause: causa,
    });
    expect(AppError.from('texto')).toMatchObject({ kind: 'bug', message: 'texto' });
  });
});
