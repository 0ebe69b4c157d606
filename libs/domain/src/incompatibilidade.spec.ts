import { describe, expect, it } from '@jest/globals';
import { versaoEsquemaEsperada } from './configuracoes.ts';
import { incompatibilidade } from './incompatibilidade.ts';

const banco = {
  ambiente: 'staging',
  versaoEsquema: versaoEsquemaEsperada,
  esquemaMinimoSuportado: versaoEsquemaEsperada,
  pausada: false,
};

describe('incompatibilidade', () => {
  it.each([
    ['the same environment and schema', {}, null],
    ['a newer schema that still supports us', { versaoEsquema: versaoEsquemaEsperada + 5 }, null],
    ['another environment', { ambiente: 'production' }, 'AMBIENTE_DIFERENTE'],
    ['a database nobody has named yet', { ambiente: 'indefinido' }, 'AMBIENTE_DIFERENTE'],
    ['an older schema', { versaoEsquema: versaoEsquemaEsperada - 1 }, 'ESQUEMA_ANTIGO'],
    [
      'a schema that dropped us',
      {
        versaoEsquema: versaoEsquemaEsperada + 5,
        esquemaMinimoSuportado: versaoEsquemaEsperada + 1,
      },
      'ESQUEMA_NOVO',
    ],
  ] as const)('of %s', (_caso, outro, codigo) => {
    expect(incompatibilidade({ ...banco, ...outro }, 'staging')?.codigo ?? null).toBe(codigo);
  });
});
