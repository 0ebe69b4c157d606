import { stat } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MaquinaDeMentira } from './maquina-de-mentira.ts';

describe('./julia segredo', () => {
  let maquina: MaquinaDeMentira;
  beforeEach(async () => {
    maquina = await MaquinaDeMentira.criar();
    await maquina.escrever(
      '.env',
      'EVOLUTION_WEBHOOK_TOKEN=token-de-antes\nANTHROPIC_API_KEY=chave-de-antes\n',
    );
    await maquina.fingir('docker', [
      { quando: 'ps -q *', saida: 'id-api\nid-worker\n' },
      {
        quando: 'inspect --format *Config.Env* id-api',
        saida: 'EVOLUTION_WEBHOOK_TOKEN_FILE=/run/secrets/x\nANTHROPIC_API_KEY=\n',
      },
      {
        quando: 'inspect --format *Config.Env* id-worker',
        saida: 'ANTHROPIC_API_KEY=chave-de-antes\n',
      },
      { quando: 'inspect --format *Labels* id-api', saida: 'julia-api\n' },
      { quando: 'inspect --format *Labels* id-worker', saida: 'julia-worker\n' },
    ]);
  });
  afterEach(() => maquina.remover());

  const env = async () => parseEnv(await maquina.ler('.env'));

  it('takes the new value from standard input and says who has to read it', async () => {
    const { code, stdout, stderr } = await maquina.julia(['segredo', 'anthropic_api_key'], {
      entrada: 'chave-nova\n',
    });
    expect(code).toBe(0);
    expect((await env())['ANTHROPIC_API_KEY']).toBe('chave-nova');
    expect(stdout).toContain('--force-recreate julia-worker\n');
    expect(stdout + stderr).not.toMatch(/chave-(nova|de-antes)/);
  });

  it('keeps the present webhook token as the earlier one, so that both count meanwhile', async () => {
    const { stdout } = await maquina.julia(['segredo', 'EVOLUTION_WEBHOOK_TOKEN', '--gerar']);
    const { EVOLUTION_WEBHOOK_TOKEN, EVOLUTION_WEBHOOK_TOKEN_ANTERIOR } = await env();
    expect(EVOLUTION_WEBHOOK_TOKEN).toMatch(/^[0-9a-f]{64}$/);
    expect(EVOLUTION_WEBHOOK_TOKEN_ANTERIOR).toBe('token-de-antes');
    expect(stdout).toContain('./julia conectar-whatsapp');
    expect(stdout).not.toContain(EVOLUTION_WEBHOOK_TOKEN);
  });

  it('writes into the file where secrets are files', async () => {
    await maquina.escrever(
      'compose/segredos.yaml',
      'secrets:\n  anthropic_api_key: { file: ../segredos/anthropic_api_key }\n',
    );
    await maquina.escrever(
      '.env',
      'ANTHROPIC_API_KEY=\nCOMPOSE_FILE=compose/compose.yaml:compose/segredos.yaml\n',
    );
    await maquina.julia(['segredo', 'ANTHROPIC_API_KEY'], { entrada: 'chave-nova' });
    expect(await maquina.ler('segredos', 'anthropic_api_key')).toBe('chave-nova');
    expect((await stat(maquina.caminho('segredos'))).mode & 0o777).toBe(0o700);
    expect((await env())['ANTHROPIC_API_KEY']).toBe('');
  });

  it('ends a rotation by blanking the earlier token, in .env or in its file', async () => {
    const fim = ['segredo', 'EVOLUTION_WEBHOOK_TOKEN_ANTERIOR', '--apagar'];
    await maquina.julia(['segredo', 'EVOLUTION_WEBHOOK_TOKEN', '--gerar']);
    const { code, stdout } = await maquina.julia(fim);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('apagado') });
    const { EVOLUTION_WEBHOOK_TOKEN, EVOLUTION_WEBHOOK_TOKEN_ANTERIOR } = await env();
    expect(EVOLUTION_WEBHOOK_TOKEN_ANTERIOR).toBe('');
    expect(EVOLUTION_WEBHOOK_TOKEN).toMatch(/^[0-9a-f]{64}$/);

    await maquina.escrever('.env', 'COMPOSE_FILE=compose/compose.yaml:compose/segredos.yaml\n');
    await maquina.escrever('segredos/evolution_webhook_token_anterior', 'token-de-antes');
    expect((await maquina.julia(fim)).code).toBe(0);
    expect(await maquina.ler('segredos', 'evolution_webhook_token_anterior')).toBe('');
  });

  it.each([
    [['segredo'], 2],
    [['segredo', 'ANTHROPIC_API_KEY', '--apagar'], 2],
    [['segredo', 'EVOLUTION_WEBHOOK_TOKEN_ANTERIOR', '--apagar', '--gerar'], 2],
    [['segredo', 'NOME_EMPRESA'], 2],
    [['segredo', 'ANTHROPIC_API_KEY', '--gerar'], 2],
    [['segredo', 'ANTHROPIC_API_KEY'], 1],
  ])('%o ends with %d and changes nothing', async (args, codigo) => {
    const antes = await maquina.ler('.env');
    expect((await maquina.julia(args)).code).toBe(codigo);
    expect(await maquina.ler('.env')).toBe(antes);
  });
});
