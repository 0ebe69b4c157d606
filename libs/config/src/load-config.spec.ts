import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  anthropicEnv,
  apiClientEnv,
  apiTokenEnv,
  limitesEnv,
  redisEnv,
  runtimeEnv,
  supabaseEnv,
  textosEnv,
} from './env.ts';
import { ConfigError, loadConfig, type EnvShape } from './load-config.ts';

function falhasDe(shape: EnvShape, env: Record<string, string>, arquivos?: (c: string) => string) {
  try {
    loadConfig(shape, { env, ...(arquivos && { arquivos }) });
    return [];
  } catch (erro) {
    if (!(erro instanceof ConfigError)) throw erro;
    return erro.falhas;
  }
}

describe('loadConfig', () => {
  it('fills in the documented defaults', () => {
    expect(loadConfig({ ...runtimeEnv(8000), ...limitesEnv }, { env: {} })).toEqual({
      APP_NAME: 'Agente Júlia',
      ENVIRONMENT: 'development',
      DEBUG: false,
      HOST: '0.0.0.0',
      PORT: 8000,
      MAX_MSGS_POR_HORA: 20,
      MAX_MSGS_POR_DIA: 100,
      HORARIO_INICIO: '08:00',
      HORARIO_FIM: '20:00',
      DESTINOS_PERMITIDOS: [],
    });
  });

  it('treats a blank value as absent', () => {
    expect(loadConfig(runtimeEnv(8001), { env: { PORT: '  ', APP_NAME: '' } })).toMatchObject({
      PORT: 8001,
      APP_NAME: 'Agente Júlia',
    });
    expect(falhasDe(redisEnv, { REDIS_URL: '' })).toEqual([
      { variavel: 'REDIS_URL', problema: 'é obrigatória e não foi definida' },
    ]);
  });

  it('lists every fault at once and shows no value', () => {
    const env = {
      PORT: '8e3',
      ENVIRONMENT: 'prod-segredo-1',
      DEBUG: 'talvez-segredo-2',
      REDIS_URL: 'http://usuario:segredo-3@redis',
      JULIA_API_TOKEN: 'segredo 4 com espaço',
      HORARIO_INICIO: '8h-segredo-5',
      MAX_MSGS_POR_HORA: '-1',
      DESTINOS_PERMITIDOS: 'segredo-6',
    };
    const shape = { ...runtimeEnv(8000), ...redisEnv, ...apiTokenEnv, ...limitesEnv };
    const falhas = falhasDe(shape, env);
    expect(falhas.map((falha) => falha.variavel).sort()).toEqual(Object.keys(env).sort());
    expect(new ConfigError(falhas).message).not.toContain('segredo');
  });

  it.each(['1e3', '0x10', '20.5', '20 por hora', 'NaN', 'Infinity', '-0', '1001'])(
    'refuses %s as a whole number',
    (valor) => {
      expect(falhasDe(limitesEnv, { MAX_MSGS_POR_HORA: valor })).toHaveLength(1);
    },
  );

  it('reads a secret from the file that NAME_FILE names, without its line break', () => {
    const arquivos = (caminho: string) =>
      caminho === '/run/secrets/api' ? 'a'.repeat(32) + '\n' : '';
    const env = { JULIA_API_TOKEN_FILE: '/run/secrets/api' };
    expect(loadConfig(apiTokenEnv, { env, arquivos }).JULIA_API_TOKEN).toBe('a'.repeat(32));
  });

  it('refuses a secret given twice, an empty file where a value is needed and a file it cannot read', () => {
    const ausente = () => {
      throw new Error('ENOENT /run/secrets/api');
    };
    const duas = { JULIA_API_TOKEN: 'a'.repeat(32), JULIA_API_TOKEN_FILE: '/x' };
    const arquivo = { JULIA_API_TOKEN_FILE: '/x' };
    expect(falhasDe(apiTokenEnv, duas)[0]?.problema).toMatch(/não os dois/);
    expect(falhasDe(apiTokenEnv, arquivo, () => ' \n')[0]?.problema).toMatch(/está vazio/);
    expect(falhasDe(apiTokenEnv, arquivo, ausente)[0]?.problema).toMatch(/não foi possível ler/);
  });

  it('refuses limits in the wrong order', () => {
    expect(falhasDe(limitesEnv, { HORARIO_INICIO: '20:00', HORARIO_FIM: '08:00' })).toHaveLength(1);
    expect(falhasDe(textosEnv, { MAX_MENSAGEM_CHARS: '20000' })).toHaveLength(1);
  });

  it('says something in Portuguese for a fault that only zod describes', () => {
    expect(falhasDe({ X: z.string().max(1) }, { X: 'abc' })[0]?.problema).toBe(
      'tem um valor inválido',
    );
  });
});

describe('DESTINOS_PERMITIDOS', () => {
  const destinos = (valor: string) =>
    loadConfig(limitesEnv, { env: { DESTINOS_PERMITIDOS: valor } }).DESTINOS_PERMITIDOS;

  it('is nobody when empty and everybody when *', () => {
    expect(destinos('')).toEqual([]);
    expect(destinos(' , ')).toEqual([]);
    expect(destinos('*')).toBeNull();
  });

  it('keeps phones in canonical form, each once, and LIDs as their digits', () => {
    expect(
      destinos('+55 (11) 98765-4321, 5511987654321,551187654321, 123456789012345@lid'),
    ).toEqual(['5511987654321', '123456789012345']);
  });

  it.each(['98765-4321', '*,5511987654321', 'maria', '5511987654321;5521912345678'])(
    'refuses %s',
    (valor) => {
      expect(falhasDe(limitesEnv, { DESTINOS_PERMITIDOS: valor })).toHaveLength(1);
    },
  );
});

describe('production', () => {
  const shape = { ...runtimeEnv(8000), ...supabaseEnv, ...apiTokenEnv };
  const bom = {
    ENVIRONMENT: 'production',
    SUPABASE_URL: 'https://abcdefgh.supabase.co/',
    SUPABASE_SERVICE_KEY: 'sb_secret_9dK2mQ7xT4vB1nZ8',
    JULIA_API_TOKEN: '6f1d0c7a94e2b85f3d21c0a7',
  };

  it('accepts real values and drops the trailing slash of an address', () => {
    expect(loadConfig(shape, { env: bom }).SUPABASE_URL).toBe('https://abcdefgh.supabase.co');
  });

  it.each([
    'julia-dev-token-0123456789',
    'token-de-desenvolvimento-da-api',
    'troque-este-token-agora',
    'changeme-changeme-changeme',
    'your-api-token-goes-here',
    'sua-chave-secreta-aqui',
    'xxxxxxxxxxxxxxxxxxxxxxxx',
  ])('refuses the published secret %s', (token) => {
    expect(falhasDe(shape, { ...bom, JULIA_API_TOKEN: token })).toEqual([
      { variavel: 'JULIA_API_TOKEN', problema: 'é um valor de exemplo ou de desenvolvimento' },
    ]);
    const dev = { ...bom, JULIA_API_TOKEN: token, ENVIRONMENT: 'development' };
    expect(falhasDe(shape, dev)).toEqual([]);
  });

  it('refuses the demonstration key that every local Supabase shares', () => {
    const corpo = Buffer.from('{"iss":"supabase-demo","role":"service_role"}').toString(
      'base64url',
    );
    const chave = `eyJhbGciOiJIUzI1NiJ9.${corpo}.assinatura`;
    expect(falhasDe(shape, { ...bom, SUPABASE_SERVICE_KEY: chave })).toHaveLength(1);
  });

  it.each([
    'http://127.0.0.1:54321',
    'http://localhost:54321',
    'http://[::1]:54321',
    'http://127.9.9.9',
  ])('refuses the embedded database at %s', (endereco) => {
    expect(falhasDe(shape, { ...bom, SUPABASE_URL: endereco })[0]?.variavel).toBe('SUPABASE_URL');
  });

  it.each(['claude-3-5-haiku-20241022', 'claude-sonnet-4-20250514'])(
    'refuses the retired model %s in every environment',
    (modelo) => {
      const llm = { LLM_MODEL: z.string() };
      expect(falhasDe(llm, { LLM_MODEL: modelo })).toHaveLength(1);
    },
  );
});

describe('an empty secret file', () => {
  const arquivos = () => '\n';

  it('is no value for an optional variable', () => {
    const env = { REDIS_URL: 'redis://redis:6379/0', REDIS_PASSWORD_FILE: '/run/secrets/redis' };
    expect(loadConfig(redisEnv, { env, arquivos }).REDIS_PASSWORD).toBeUndefined();
  });

  it('is said of a required one', () => {
    expect(falhasDe(apiTokenEnv, { JULIA_API_TOKEN_FILE: '/x' }, arquivos)).toEqual([
      {
        variavel: 'JULIA_API_TOKEN',
        problema: 'o arquivo indicado por JULIA_API_TOKEN_FILE está vazio',
      },
    ]);
  });
});

describe('the token of who asks for jobs', () => {
  const token = 'j'.repeat(32);
  const outras = { JULIA_API_URL: 'http://127.0.0.1:8000' };
  const problema = 'é obrigatória quando JULIA_API_TOKEN não foi definida';

  it('is either of the two', () => {
    for (const nome of ['JULIA_JOBS_TOKEN', 'JULIA_API_TOKEN']) {
      expect(falhasDe(apiClientEnv, { ...outras, [nome]: token })).toEqual([]);
    }
    expect(falhasDe(apiClientEnv, outras)).toEqual([{ variavel: 'JULIA_JOBS_TOKEN', problema }]);
  });

  it('is complained of once where one of the two cannot be read', () => {
    const falhas = falhasDe(apiClientEnv, { ...outras, JULIA_API_TOKEN: 'curto' });
    expect(falhas.map(({ variavel }) => variavel)).toEqual(['JULIA_API_TOKEN']);
  });
});

describe('keys', () => {
  const jwt = (papel: string) =>
    `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify({ role: papel })).toString('base64url')}.assinatura`;
  const supabase = (SUPABASE_SERVICE_KEY: string) =>
    falhasDe(supabaseEnv, { SUPABASE_URL: 'https://abcdefgh.supabase.co', SUPABASE_SERVICE_KEY });

  it.each(['sb_publishable_9dK2mQ7xT4vB1nZ8', jwt('anon'), jwt('authenticated')])(
    'of the public kind are refused as service key: %s',
    (chave) => {
      expect(supabase(chave)).toEqual([
        {
          variavel: 'SUPABASE_SERVICE_KEY',
          problema: 'é a chave pública (anon ou publishable): use a secreta (service_role)',
        },
      ]);
    },
  );

  it.each(['sb_secret_9dK2mQ7xT4vB1nZ8', jwt('service_role'), 'eyJ.nao-e-json.x'])(
    'of the secret kind, or of a kind we do not know, are accepted: %s',
    (chave) => {
      expect(supabase(chave)).toEqual([]);
    },
  );

  it('of the model must look like those of Anthropic in production, unless it is another address', () => {
    const shape = { ...runtimeEnv(8001), ...anthropicEnv };
    const env = { ENVIRONMENT: 'production', ANTHROPIC_API_KEY: '6f1d0c7a94e2b85f3d21c0a7' };
    expect(falhasDe(shape, env)).toEqual([
      {
        variavel: 'ANTHROPIC_API_KEY',
        problema: 'não parece uma chave da Anthropic: elas começam com sk-ant-',
      },
    ]);
    expect(falhasDe(shape, { ...env, ENVIRONMENT: 'staging' })).toEqual([]);
    expect(falhasDe(shape, { ...env, ANTHROPIC_BASE_URL: 'http://proxy:8080' })).toEqual([]);
  });

  it('that can be guessed are refused in production', () => {
    const env = { ENVIRONMENT: 'production', JULIA_API_TOKEN: '12345678901234567890' };
    expect(falhasDe({ ...runtimeEnv(8000), ...apiTokenEnv }, env)).toEqual([
      {
        variavel: 'JULIA_API_TOKEN',
        problema: 'é fácil de adivinhar: gere um valor com openssl rand -hex 32',
      },
    ]);
  });
});
