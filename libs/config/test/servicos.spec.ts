import { describe, expect, it } from '@jest/globals';
import { achadosDe, bom, jwt, textoCom, type Esperado, type Mudancas } from './env-bom.ts';

const ref = 'abcdefghijklmnopqrst';
const semToken = 'é obrigatória quando JULIA_API_TOKEN não foi definida';

const casos: readonly (readonly [string, Mudancas, readonly Esperado[]])[] = [
  [
    'a missing service key',
    { SUPABASE_SERVICE_KEY: null },
    [
      [
        'api, worker, migrações',
        'SUPABASE_SERVICE_KEY',
        'erro',
        'é obrigatória e não foi definida',
      ],
    ],
  ],
  [
    'a blank address of the database',
    { SUPABASE_URL: '' },
    [['api, worker, migrações', 'SUPABASE_URL', 'erro', 'é obrigatória e não foi definida']],
  ],
  [
    'no key of the model',
    { ANTHROPIC_API_KEY: '' },
    [['worker', 'ANTHROPIC_API_KEY', 'erro', 'é obrigatória e não foi definida']],
  ],
  [
    'no token for webhooks',
    { EVOLUTION_WEBHOOK_TOKEN: '' },
    [['api', 'EVOLUTION_WEBHOOK_TOKEN', 'erro', 'é obrigatória e não foi definida']],
  ],
  [
    'no token of our own api',
    { JULIA_API_TOKEN: '', JULIA_JOBS_TOKEN: '' },
    [
      ['api', 'JULIA_API_TOKEN', 'erro', 'é obrigatória e não foi definida'],
      ['scheduler', 'JULIA_JOBS_TOKEN', 'erro', semToken],
    ],
  ],
  [
    'no key of Evolution',
    { EVOLUTION_API_KEY: '' },
    [['worker', 'EVOLUTION_API_KEY', 'erro', 'é obrigatória e não foi definida']],
  ],
  [
    'no instance',
    { EVOLUTION_INSTANCE: '' },
    [['worker', 'EVOLUTION_INSTANCE', 'erro', 'é obrigatória e não foi definida']],
  ],
  [
    'three things missing at once',
    { SUPABASE_URL: '', JULIA_API_TOKEN: '', JULIA_JOBS_TOKEN: '', ANTHROPIC_API_KEY: '' },
    [
      ['api, worker, migrações', 'SUPABASE_URL', 'erro', 'é obrigatória e não foi definida'],
      ['api', 'JULIA_API_TOKEN', 'erro', 'é obrigatória e não foi definida'],
      ['worker', 'ANTHROPIC_API_KEY', 'erro', 'é obrigatória e não foi definida'],
      ['scheduler', 'JULIA_JOBS_TOKEN', 'erro', semToken],
    ],
  ],
  [
    'an address without scheme',
    { SUPABASE_URL: 'abcdefghijklmnopqrst.supabase.co' },
    [['api, worker, migrações', 'SUPABASE_URL', 'erro', 'use um endereço http:// ou https://']],
  ],
  [
    'an address with the path of the API',
    { SUPABASE_URL: 'https://abcdefghijklmnopqrst.supabase.co/rest/v1' },
    [['api, worker', 'SUPABASE_URL', 'erro', 'deve ser a raiz do projeto, sem /rest/v1']],
  ],
  [
    'the embedded database in production',
    { SUPABASE_URL: 'http://127.0.0.1:54321' },
    [
      [
        'api, worker',
        'SUPABASE_URL',
        'erro',
        'aponta para esta máquina: o banco embutido não serve em produção',
      ],
    ],
  ],
  [
    'a publishable key',
    { SUPABASE_SERVICE_KEY: 'sb_publishable_p9Xw2mLq7Rt4Vb8Zk3Hn6Jd1' },
    [
      [
        'api, worker, migrações',
        'SUPABASE_SERVICE_KEY',
        'erro',
        'é a chave pública (anon ou publishable): use a secreta (service_role)',
      ],
    ],
  ],
  [
    'an anon key',
    { SUPABASE_SERVICE_KEY: jwt({ role: 'anon', ref }) },
    [
      [
        'api, worker, migrações',
        'SUPABASE_SERVICE_KEY',
        'erro',
        'é a chave pública (anon ou publishable): use a secreta (service_role)',
      ],
    ],
  ],
  [
    'a service key of another project',
    { SUPABASE_SERVICE_KEY: jwt({ role: 'service_role', ref: 'zyxwvutsrqponmlkjihg' }) },
    [['api, worker', 'SUPABASE_SERVICE_KEY', 'erro', 'é de outro projeto que o de SUPABASE_URL']],
  ],
  [
    'an expired service key',
    { SUPABASE_SERVICE_KEY: jwt({ role: 'service_role', ref, exp: 1_600_000_000 }) },
    [
      [
        'api, worker',
        'SUPABASE_SERVICE_KEY',
        'erro',
        'está vencida: pegue a atual no painel do Supabase',
      ],
    ],
  ],
  [
    'the demonstration key of every local Supabase',
    { SUPABASE_SERVICE_KEY: jwt({ iss: 'supabase-demo', role: 'service_role' }) },
    [
      [
        'api, worker',
        'SUPABASE_SERVICE_KEY',
        'erro',
        'é um valor de exemplo ou de desenvolvimento',
      ],
    ],
  ],
  [
    'a key cut off with dots',
    { SUPABASE_SERVICE_KEY: 'sb_secret_p9Xw...' },
    [
      [
        'api, worker',
        'SUPABASE_SERVICE_KEY',
        'erro',
        'é um valor de exemplo ou de desenvolvimento',
      ],
    ],
  ],
  [
    'a Redis address of http',
    { REDIS_URL: 'http://redis:6379' },
    [['api, worker', 'REDIS_URL', 'erro', 'use um endereço redis:// ou rediss://']],
  ],
  [
    'a Redis on localhost',
    { REDIS_URL: 'redis://localhost:6379/0' },
    [
      [
        'compose',
        'REDIS_URL',
        'erro',
        'aponta para localhost, que dentro de um contêiner é o próprio contêiner',
      ],
    ],
  ],
  [
    'a weak Redis password',
    { REDIS_PASSWORD: 'redis123' },
    [
      [
        'api, worker',
        'REDIS_PASSWORD',
        'erro',
        'é fácil de adivinhar: gere um valor com openssl rand -hex 32',
      ],
    ],
  ],
  [
    'a key of another provider',
    { ANTHROPIC_API_KEY: 'sk-proj-Qw8Er2Ty6Ui1Op5As9Df3Gh7Jk4Lz' },
    [
      [
        'worker',
        'ANTHROPIC_API_KEY',
        'erro',
        'não parece uma chave da Anthropic: elas começam com sk-ant-',
      ],
    ],
  ],
  [
    'a placeholder for the key of the model',
    { ANTHROPIC_API_KEY: 'sk-ant-...' },
    [['worker', 'ANTHROPIC_API_KEY', 'erro', 'é um valor de exemplo ou de desenvolvimento']],
  ],
  [
    'a model that was switched off',
    { LLM_MODEL: 'claude-3-5-haiku-20241022' },
    [['worker', 'LLM_MODEL', 'erro', 'é um modelo que já foi desligado pela Anthropic']],
  ],
  [
    'both models switched off',
    { LLM_MODEL: 'claude-3-5-haiku-20241022', LLM_MODEL_COMPLEX: 'claude-sonnet-4-20250514' },
    [
      ['worker', 'LLM_MODEL', 'erro', 'é um modelo que já foi desligado pela Anthropic'],
      ['worker', 'LLM_MODEL_COMPLEX', 'erro', 'é um modelo que já foi desligado pela Anthropic'],
    ],
  ],
  [
    'a budget with a currency',
    { LLM_ORCAMENTO_DIARIO_USD: 'US10' },
    [['worker', 'LLM_ORCAMENTO_DIARIO_USD', 'erro', 'use um número, com ponto para decimais']],
  ],
  [
    'the published key of Evolution',
    { EVOLUTION_API_KEY: '429683C4C977415CAAFCCE10F7D57E11' },
    [['worker', 'EVOLUTION_API_KEY', 'erro', 'é um valor de exemplo ou de desenvolvimento']],
  ],
  [
    'an Evolution address without scheme',
    { EVOLUTION_API_URL: 'evolution-api:8080' },
    [['worker', 'EVOLUTION_API_URL', 'erro', 'use um endereço http:// ou https://']],
  ],
  [
    'an Evolution on localhost',
    { EVOLUTION_API_URL: 'http://localhost:8080' },
    [
      [
        'compose',
        'EVOLUTION_API_URL',
        'erro',
        'aponta para localhost, que dentro de um contêiner é o próprio contêiner',
      ],
    ],
  ],
  [
    'a short token',
    { JULIA_API_TOKEN: 'k3Xw9' },
    [['api, scheduler', 'JULIA_API_TOKEN', 'erro', 'use pelo menos 16 caracteres']],
  ],
  [
    'a token that can be guessed',
    { JULIA_API_TOKEN: '12345678901234567890' },
    [
      [
        'api, scheduler',
        'JULIA_API_TOKEN',
        'erro',
        'é fácil de adivinhar: gere um valor com openssl rand -hex 32',
      ],
    ],
  ],
  [
    'a token from an example',
    { EVOLUTION_WEBHOOK_TOKEN: 'troque-este-token-agora' },
    [['api', 'EVOLUTION_WEBHOOK_TOKEN', 'erro', 'é um valor de exemplo ou de desenvolvimento']],
  ],
  [
    'a secret twice',
    { JULIA_API_TOKEN_FILE: '/run/secrets/julia_api_token' },
    [
      [
        'api, scheduler',
        'JULIA_API_TOKEN',
        'erro',
        'defina JULIA_API_TOKEN ou JULIA_API_TOKEN_FILE, não os dois',
      ],
    ],
  ],
  [
    'a secret file that cannot be read',
    { JULIA_API_TOKEN: '', JULIA_API_TOKEN_FILE: '/run/secrets/julia_api_token' },
    [
      [
        'api, scheduler',
        'JULIA_API_TOKEN',
        'erro',
        'não foi possível ler o arquivo indicado por JULIA_API_TOKEN_FILE',
      ],
    ],
  ],
  [
    'an empty secret file of a required secret',
    {
      JULIA_API_TOKEN: '',
      JULIA_API_TOKEN_FILE: '/run/secrets/vazio',
      JULIA_JOBS_TOKEN: '',
    },
    [
      ['api', 'JULIA_API_TOKEN', 'erro', 'o arquivo indicado por JULIA_API_TOKEN_FILE está vazio'],
      ['scheduler', 'JULIA_JOBS_TOKEN', 'erro', semToken],
    ],
  ],
  [
    'an empty secret file of an optional secret: nothing',
    { REDIS_PASSWORD: '', REDIS_PASSWORD_FILE: '/run/secrets/vazio' },
    [],
  ],
];

describe('check-env on the variables of our services', () => {
  it('finds nothing in a good installation', () => {
    expect(achadosDe(textoCom({}))).toEqual([]);
  });

  it.each(casos)('finds %s', (_, mudancas, esperados) => {
    expect(achadosDe(textoCom(mudancas))).toEqual(esperados);
  });

  it('never says a value', () => {
    for (const [, mudancas] of casos) {
      const dito = JSON.stringify(achadosDe(textoCom(mudancas)));
      for (const [nome, valor] of Object.entries({ ...bom, ...mudancas })) {
        if (valor === null || valor.length < 12 || nome.startsWith('COMPOSE_')) continue;
        expect(dito).not.toContain(valor);
      }
    }
  });

  it('takes what the process was given before what the file says', () => {
    const texto = textoCom({ JULIA_API_TOKEN: '' });
    expect(achadosDe(texto, { JULIA_API_TOKEN: bom['JULIA_API_TOKEN'] ?? '' })).toEqual([]);
  });
});
