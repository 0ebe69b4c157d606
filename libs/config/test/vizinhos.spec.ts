import { describe, expect, it } from '@jest/globals';
import { achadosDe, textoCom, type Esperado, type Mudancas } from './env-bom.ts';

const casos: readonly (readonly [string, Mudancas, readonly Esperado[]])[] = [
  [
    'no password of the Postgres of Evolution',
    { EVOLUTION_POSTGRES_PASSWORD: '' },
    [['evolution', 'EVOLUTION_POSTGRES_PASSWORD', 'erro', 'é obrigatória e não foi definida']],
  ],
  [
    'none either, but Evolution runs elsewhere: nothing',
    {
      EVOLUTION_POSTGRES_PASSWORD: '',
      COMPOSE_PROFILES: 'chatwoot',
      EVOLUTION_API_URL: 'https://evolution.exemplo.com.br',
    },
    [],
  ],
  [
    'Evolution elsewhere, nobody says where',
    { COMPOSE_PROFILES: 'chatwoot' },
    [
      [
        'worker',
        'EVOLUTION_API_URL',
        'erro',
        'é preciso: a Evolution deste Compose está fora de COMPOSE_PROFILES',
      ],
    ],
  ],
  [
    'no secrets of Chatwoot',
    { CHATWOOT_SECRET_KEY_BASE: '', CHATWOOT_POSTGRES_PASSWORD: '' },
    [
      ['chatwoot', 'CHATWOOT_SECRET_KEY_BASE', 'erro', 'é obrigatória e não foi definida'],
      ['chatwoot', 'CHATWOOT_POSTGRES_PASSWORD', 'erro', 'é obrigatória e não foi definida'],
    ],
  ],
  [
    'the published secret of Chatwoot',
    { CHATWOOT_SECRET_KEY_BASE: 'replace_with_lengthy_secure_hex_changeme' },
    [
      [
        'chatwoot',
        'CHATWOOT_SECRET_KEY_BASE',
        'erro',
        'é um valor de exemplo ou de desenvolvimento',
      ],
    ],
  ],
  [
    'half an access to Chatwoot',
    { CHATWOOT_API_KEY: 'hT5mQ9zXr2Wv7Kc4Nb8Lp3Jd', CHATWOOT_ACCOUNT_ID: '1' },
    [['chatwoot', 'CHATWOOT_INBOX_ID', 'aviso', 'falta para completar o acesso ao Chatwoot']],
  ],
  [
    'an account that is no number',
    {
      CHATWOOT_API_KEY: 'hT5mQ9zXr2Wv7Kc4Nb8Lp3Jd',
      CHATWOOT_ACCOUNT_ID: 'um',
      CHATWOOT_INBOX_ID: '2',
    },
    [['chatwoot', 'CHATWOOT_ACCOUNT_ID', 'erro', 'use um número inteiro']],
  ],
  [
    'a Slack channel as an address',
    { SLACK_CHANNEL: 'https://slack.com/x' },
    [['slack', 'SLACK_CHANNEL', 'erro', 'use o nome do canal, como #plantoes']],
  ],
  [
    'a Slack webhook that is no address',
    { SLACK_WEBHOOK_URL: 'hooks.slack.com/services/T0/B0/x' },
    [['slack', 'SLACK_WEBHOOK_URL', 'erro', 'use o endereço https:// do Incoming Webhook']],
  ],
  [
    'the same secret twice',
    { JULIA_API_TOKEN: '5e0b94c7d2a8f1639b7c40e5d8a2f613' },
    [
      [
        'compose',
        'JULIA_API_TOKEN',
        'aviso',
        'é igual a EVOLUTION_WEBHOOK_TOKEN: use um valor para cada um',
      ],
    ],
  ],
  [
    'one token for everything and for the jobs alone',
    { JULIA_JOBS_TOKEN: '3c9a7e5d1f0b8264a6c8e0d2f4b79153' },
    [
      [
        'compose',
        'JULIA_JOBS_TOKEN',
        'aviso',
        'é igual a JULIA_API_TOKEN: use um valor para cada um',
      ],
    ],
  ],
  [
    'the token before the rotation equal to the one after',
    { EVOLUTION_WEBHOOK_TOKEN_ANTERIOR: '5e0b94c7d2a8f1639b7c40e5d8a2f613' },
    [
      [
        'compose',
        'EVOLUTION_WEBHOOK_TOKEN_ANTERIOR',
        'aviso',
        'é igual a EVOLUTION_WEBHOOK_TOKEN: use um valor para cada um',
      ],
    ],
  ],
  [
    'a transaction pooler for migrations',
    {
      SUPABASE_DB_URL:
        'postgresql://postgres.abcdefghijklmnopqrst:Zt7Kq2Wm9Xv4@aws-0-sa-east-1.pooler.supabase.com:6543/postgres',
    },
    [
      [
        'migrações',
        'SUPABASE_DB_URL',
        'erro',
        'usa a porta 6543 (pooler em modo transaction): para migrar use a 5432',
      ],
    ],
  ],
  [
    'the password still to be filled in',
    {
      SUPABASE_DB_URL:
        'postgresql://postgres.abcdefghijklmnopqrst:YOUR-PASSWORD@aws-0-sa-east-1.pooler.supabase.com:5432/postgres',
    },
    [['migrações', 'SUPABASE_DB_URL', 'erro', 'ainda tem [YOUR-PASSWORD] no lugar da senha']],
  ],
  [
    'the database of another project',
    {
      SUPABASE_DB_URL:
        'postgresql://postgres:Zt7Kq2Wm9Xv4@db.zyxwvutsrqponmlkjihg.supabase.co:5432/postgres',
    },
    [['migrações', 'SUPABASE_DB_URL', 'erro', 'é de outro projeto que o de SUPABASE_URL']],
  ],
  [
    'an address of http for migrations',
    { SUPABASE_DB_URL: 'https://abcdefghijklmnopqrst.supabase.co' },
    [['migrações', 'SUPABASE_DB_URL', 'erro', 'use um endereço postgresql://']],
  ],
  [
    'a domain with its scheme',
    {
      EDGE_MODO: 'dominio',
      JULIA_DOMINIO: 'https://julia.exemplo.com.br',
      COMPOSE_FILE:
        'compose/compose.yaml:compose/dominio.yaml:compose/evolution.yaml:compose/chatwoot.yaml',
    },
    [['borda', 'JULIA_DOMINIO', 'erro', 'use só o nome, como julia.exemplo.com.br, sem https://']],
  ],
  [
    'a domain mode without domain and without its file',
    { EDGE_MODO: 'dominio' },
    [
      ['borda', 'JULIA_DOMINIO', 'erro', 'é obrigatória e não foi definida'],
      [
        'borda',
        'EDGE_MODO',
        'erro',
        'diz dominio, mas compose/dominio.yaml não está em COMPOSE_FILE',
      ],
    ],
  ],
  [
    'an unknown mode of the edge',
    { EDGE_MODO: 'https' },
    [['borda', 'EDGE_MODO', 'erro', 'use local, dominio ou atras-de-proxy']],
  ],
  [
    'a port that is none',
    { JULIA_PORTA: '80000' },
    [['borda', 'JULIA_PORTA', 'erro', 'use um valor entre 1 e 65535']],
  ],
  [
    'a profile without its file',
    { COMPOSE_PROFILES: 'evolution,chatwoot,banco' },
    [
      ['banco', 'BANCO_POSTGRES_PASSWORD', 'erro', 'é obrigatória e não foi definida'],
      ['banco', 'BANCO_POSTGREST_URL', 'erro', 'é obrigatória e não foi definida'],
      ['banco', 'BANCO_JWT_SECRET', 'erro', 'é obrigatória e não foi definida'],
      ['banco', 'BANCO_SERVICE_JWT', 'erro', 'é obrigatória e não foi definida'],
      [
        'compose',
        'COMPOSE_PROFILES',
        'erro',
        'tem o perfil banco, mas compose/banco.yaml não está em COMPOSE_FILE',
      ],
    ],
  ],
  [
    'the simulador in production',
    {
      COMPOSE_PROFILES: 'evolution,chatwoot,simulador',
      COMPOSE_FILE:
        'compose/compose.yaml:compose/evolution.yaml:compose/chatwoot.yaml:compose/simulador.yaml',
    },
    [['compose', 'COMPOSE_PROFILES', 'erro', 'tem o simulador, que não existe em produção']],
  ],
  [
    'secrets in files of Compose: nothing',
    {
      COMPOSE_FILE:
        'compose/compose.yaml:compose/evolution.yaml:compose/chatwoot.yaml:compose/segredos.yaml',
      JULIA_API_TOKEN: '',
      EVOLUTION_POSTGRES_PASSWORD: '',
      CHATWOOT_SECRET_KEY_BASE: '',
      CHATWOOT_POSTGRES_PASSWORD: '',
      ANTHROPIC_API_KEY: '',
      SUPABASE_SERVICE_KEY: '',
      EVOLUTION_API_KEY: '',
      EVOLUTION_WEBHOOK_TOKEN: '',
    },
    [],
  ],
];

describe('check-env on what stands beside our services', () => {
  it.each(casos)('finds %s', (_, mudancas, esperados) => {
    expect(achadosDe(textoCom(mudancas))).toEqual(esperados);
  });
});
