import { describe, expect, it } from '@jest/globals';
import { achadosDe, textoCom, type Esperado, type Mudancas } from './env-bom.ts';

const comArquivos =
  'compose/compose.yaml:compose/evolution.yaml:compose/chatwoot.yaml:compose/segredos.yaml';
const comOutroToken =
  'falta: o scheduler usa JULIA_API_TOKEN, que abre também /admin; rode ./julia init (com --sem-arquivos, se os segredos ficam no .env)';

const casos: readonly (readonly [string, Mudancas, readonly Esperado[]])[] = [
  [
    'no token of our own api, where the scheduler has its own',
    { JULIA_API_TOKEN: '' },
    [['api', 'JULIA_API_TOKEN', 'erro', 'é obrigatória e não foi definida']],
  ],
  [
    'a short token of the jobs',
    { JULIA_JOBS_TOKEN: 'k3Xw9' },
    [['api, scheduler', 'JULIA_JOBS_TOKEN', 'erro', 'use pelo menos 16 caracteres']],
  ],
  [
    'a token of the jobs that can be guessed',
    { JULIA_JOBS_TOKEN: '12345678901234567890' },
    [
      [
        'api, scheduler',
        'JULIA_JOBS_TOKEN',
        'erro',
        'é fácil de adivinhar: gere um valor com openssl rand -hex 32',
      ],
    ],
  ],
  [
    'no token of the jobs, as in an installation from before there was one',
    { JULIA_JOBS_TOKEN: null },
    [['scheduler', 'JULIA_JOBS_TOKEN', 'aviso', comOutroToken]],
  ],
  [
    'an empty file of the token of the jobs',
    { JULIA_JOBS_TOKEN: null, JULIA_JOBS_TOKEN_FILE: '/run/secrets/vazio' },
    [['scheduler', 'JULIA_JOBS_TOKEN', 'aviso', comOutroToken]],
  ],
  [
    'the same where the scheduler gets no other',
    {
      COMPOSE_FILE: comArquivos,
      JULIA_JOBS_TOKEN: null,
      JULIA_JOBS_TOKEN_FILE: '/run/secrets/vazio',
    },
    [
      [
        'scheduler',
        'JULIA_JOBS_TOKEN',
        'erro',
        'está vazio: com os segredos em arquivo o scheduler não recebe outro e não sobe; rode ./julia init',
      ],
    ],
  ],
  [
    'no token of the jobs where it lies in a file that is not at hand: nothing',
    { COMPOSE_FILE: comArquivos, JULIA_JOBS_TOKEN: null },
    [],
  ],
  [
    'no token of the jobs outside of production: nothing',
    { ENVIRONMENT: 'development', JULIA_JOBS_TOKEN: null },
    [],
  ],
];

describe('check-env on the token that opens the jobs alone', () => {
  it.each(casos)('finds %s', (_, mudancas, esperados) => {
    expect(achadosDe(textoCom(mudancas))).toEqual(esperados);
  });
});
