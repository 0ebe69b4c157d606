import { describe, expect, it } from '@jest/globals';
import { achadosDe, textoCom, type Esperado, type Mudancas } from './env-bom.ts';

const casos: readonly (readonly [string, Mudancas, readonly Esperado[]])[] = [
  [
    'an unknown environment',
    { ENVIRONMENT: 'producao' },
    [
      [
        'api, worker, scheduler',
        'ENVIRONMENT',
        'erro',
        'use development, test, staging, production',
      ],
    ],
  ],
  [
    'an hour without minutes',
    { HORARIO_INICIO: '8h' },
    [['worker', 'HORARIO_INICIO', 'erro', 'use o formato HH:MM, por exemplo 08:00']],
  ],
  [
    'hours in the wrong order',
    { HORARIO_INICIO: '20:00', HORARIO_FIM: '08:00' },
    [['worker', 'HORARIO_FIM', 'erro', 'precisa vir depois de HORARIO_INICIO']],
  ],
  [
    'a limit that is no number',
    { MAX_MSGS_POR_HORA: 'vinte' },
    [['worker', 'MAX_MSGS_POR_HORA', 'erro', 'use um número inteiro']],
  ],
  [
    'a limit beyond reason',
    { MAX_MSGS_POR_DIA: '1000000' },
    [['worker', 'MAX_MSGS_POR_DIA', 'erro', 'use um valor entre 0 e 10000']],
  ],
  [
    'more per hour than per day',
    { MAX_MSGS_POR_HORA: '200' },
    [['worker', 'MAX_MSGS_POR_HORA', 'aviso', 'é maior que MAX_MSGS_POR_DIA']],
  ],
  [
    'lengths in the wrong order',
    { MAX_MENSAGEM_CHARS: '20000' },
    [['worker', 'MAX_MENSAGEM_CHARS_TRUNCAR', 'erro', 'precisa vir depois de MAX_MENSAGEM_CHARS']],
  ],
  [
    'a switch that is neither on nor off',
    { RITMO_HUMANO: 'talvez' },
    [['worker', 'RITMO_HUMANO', 'erro', 'use true ou false']],
  ],
  [
    'debug in production',
    { DEBUG: 'true' },
    [['api, worker, scheduler', 'DEBUG', 'aviso', 'está ligado em production']],
  ],
  [
    'no human pace in production',
    { RITMO_HUMANO: 'false' },
    [
      [
        'worker',
        'RITMO_HUMANO',
        'aviso',
        'está desligado em production: as respostas saem de uma vez',
      ],
    ],
  ],
  [
    'a destination that is no number',
    { DESTINOS_PERMITIDOS: 'maria' },
    [
      [
        'worker',
        'DESTINOS_PERMITIDOS',
        'erro',
        'use * ou números com código do país e DDD separados por vírgula, por exemplo 5511987654321',
      ],
    ],
  ],
  [
    'staging where nobody may be written to',
    { ENVIRONMENT: 'staging' },
    [
      [
        'worker',
        'DESTINOS_PERMITIDOS',
        'aviso',
        'está em branco: fora de production ninguém recebe mensagens',
      ],
    ],
  ],
  [
    'development with a weak token: only a warning',
    { ENVIRONMENT: 'development', JULIA_API_TOKEN: 'julia-dev-token-0123456789' },
    [['api', 'JULIA_API_TOKEN', 'aviso', 'é um valor de exemplo ou de desenvolvimento']],
  ],
];

describe('check-env on rules and limits', () => {
  it.each(casos)('finds %s', (_, mudancas, esperados) => {
    expect(achadosDe(textoCom(mudancas))).toEqual(esperados);
  });
});
