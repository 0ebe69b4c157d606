import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { respostasDe } from './conteineres-de-mentira.ts';
import { MaquinaDeMentira, type Resposta } from './maquina-de-mentira.ts';

const chave = 'chave-da-evolution-que-ja-roda';

describe('attaching to an Evolution or a Chatwoot that already runs', () => {
  let maquina: MaquinaDeMentira;
  const docker = (primeiras: readonly Resposta[] = []) =>
    maquina.fingir('docker', [
      ...primeiras,
      ...respostasDe([{ servico: 'julia-worker' }, { servico: 'julia-api' }]),
      { quando: 'compose up *' },
      { quando: 'compose rm *' },
      { quando: 'compose exec -T julia-worker node *', saida: 'ok\n' },
    ]);
  const env = async () => parseEnv(await maquina.ler('.env'));

  beforeEach(async () => {
    maquina = await MaquinaDeMentira.criar();
    await maquina.escrever(
      '.env',
      'COMPOSE_PROFILES=evolution,chatwoot\nEVOLUTION_WEBHOOK_TOKEN=segredo-do-webhook\nJULIA_DOMINIO=julia.exemplo\n',
    );
    await maquina.escrever('chave.txt', `${chave}\n`);
    await docker();
  });
  afterEach(() => maquina.remover());

  it('writes address and key, drops the profile and hands secrets on by standard input only', async () => {
    const { code, stdout, stderr } = await maquina.julia([
      'conectar-whatsapp',
      '--existente',
      'https://evolution.exemplo/',
      '--chave-arquivo',
      'chave.txt',
    ]);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(await env()).toMatchObject({
      EVOLUTION_API_URL: 'https://evolution.exemplo',
      EVOLUTION_API_KEY: chave,
      COMPOSE_PROFILES: 'chatwoot',
    });
    const chamadas = await maquina.chamadas('docker');
    expect(chamadas).toContain('compose up -d --no-deps --force-recreate julia-worker');
    const entrada = await maquina.entradas('docker');
    expect(entrada).toContain(`chave:"${chave}"`);
    expect(entrada).toContain('token:"segredo-do-webhook"');
    expect(entrada).toContain('webhook:"https://julia.exemplo/webhook/evolution"');
    for (const dito of [stdout, stderr, ...chamadas]) {
      expect(dito).not.toContain(chave);
      expect(dito).not.toContain('segredo-do-webhook');
    }
  });

  it('takes the address of the .env when none is given, and removes our own Evolution’s containers', async () => {
    await maquina.escrever(
      '.env',
      'COMPOSE_PROFILES=evolution\nEVOLUTION_WEBHOOK_TOKEN=segredo-do-webhook\nEVOLUTION_API_URL=http://outra:8080\n',
    );
    await docker([
      { quando: 'ps -a --filter *', saida: 'evolution-api\nevolution-postgres\njulia-api\n' },
    ]);
    expect((await maquina.julia(['conectar-whatsapp', '--existente', '--sem-qr'])).code).toBe(0);
    expect(await maquina.chamadas('docker')).toContain(
      'compose rm --stop --force evolution-api evolution-postgres',
    );
    expect((await env())['COMPOSE_PROFILES']).toBe('');
  });

  it('writes the key into its file where secrets are files', async () => {
    await maquina.escrever(
      'compose/segredos.yaml',
      'secrets:\n  evolution_api_key: { file: ../segredos/evolution_api_key }\n',
    );
    await maquina.escrever(
      '.env',
      `${await maquina.ler('.env')}COMPOSE_FILE=compose/compose.yaml:compose/segredos.yaml\n`,
    );
    await maquina.julia([
      'conectar-whatsapp',
      '--existente',
      'https://e.exemplo',
      '--chave-arquivo',
      'chave.txt',
    ]);
    expect(await maquina.ler('segredos', 'evolution_api_key')).toBe(chave);
    expect((await env())['EVOLUTION_API_KEY']).toBeUndefined();
  });

  it('stops before anything when our own Evolution would not keep messages', async () => {
    await docker([
      { quando: 'ps -aq *service=evolution-api *', saida: 'id-evolution\n' },
      {
        quando: 'inspect --format *Config.Env* id-evolution',
        saida: 'DATABASE_SAVE_DATA_NEW_MESSAGE=false\n',
      },
    ]);
    const { code, stderr } = await maquina.julia(['conectar-whatsapp']);
    expect(code).toBe(1);
    expect(stderr).toContain('DATABASE_SAVE_DATA_NEW_MESSAGE');
  });

  it.each([
    ['conectar-whatsapp', '--existente', 'evolution.exemplo'],
    ['conectar-whatsapp', '--existente', 'https://evolution.exemplo/manager'],
    ['conectar-chatwoot', '--existente', 'https://chat.exemplo', '--conta', 'um'],
    ['conectar-chatwoot', '--existente', 'chat.exemplo', '--conta', '1'],
  ])('refuses an address that is none: %s %s %s', async (...args) => {
    const antes = await maquina.ler('.env');
    expect((await maquina.julia(args)).code).toBe(2);
    expect(await maquina.ler('.env')).toBe(antes);
  });

  it('writes a Chatwoot down only after it has accepted the key', async () => {
    const args = [
      'conectar-chatwoot',
      '--existente',
      'https://chat.exemplo',
      '--conta',
      '3',
      '--chave-arquivo',
      'chave.txt',
    ];
    await docker([{ quando: 'compose exec *', erro: 'O Chatwoot respondeu 401.', codigo: 1 }]);
    expect((await maquina.julia(args)).code).toBe(1);
    expect((await env())['CHATWOOT_URL']).toBeUndefined();
    await docker();
    expect((await maquina.julia(args)).code).toBe(0);
    expect(await env()).toMatchObject({
      CHATWOOT_URL: 'https://chat.exemplo',
      CHATWOOT_ACCOUNT_ID: '3',
      CHATWOOT_API_KEY: chave,
      COMPOSE_PROFILES: 'evolution',
    });
  });
});
