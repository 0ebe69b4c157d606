import { readdir, stat } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MaquinaDeMentira } from './maquina-de-mentira.ts';

const segredosYaml = `
services: {}
secrets:
  anthropic_api_key:
    file: ../segredos/anthropic_api_key
  julia_api_token:
    file: ../segredos/julia_api_token
  slack_webhook_url:
    file: ../segredos/slack_webhook_url
`;
const chave = 'sk-ant-' + 'chave-da-pessoa-0123456789';

describe('./julia init', () => {
  let maquina: MaquinaDeMentira;
  beforeEach(async () => {
    maquina = await MaquinaDeMentira.criar();
    await maquina.escrever('compose/segredos.yaml', segredosYaml);
    await maquina.fingir('docker', [{ quando: 'image inspect *', codigo: 1 }]);
  });
  afterEach(() => maquina.remover());

  const preencher = async (valores: Record<string, string>) => {
    let texto = await maquina.ler('.env.example');
    for (const [nome, valor] of Object.entries(valores)) {
      texto = texto.replace(new RegExp(`^${nome}=.*$`, 'm'), `${nome}=${valor}`);
    }
    await maquina.escrever('.env', texto);
  };
  const env = async () => parseEnv(await maquina.ler('.env'));
  const modo = async (...partes: string[]) =>
    ((await stat(maquina.caminho(...partes))).mode & 0o777).toString(8);

  it('makes an .env that only its owner can read, with strong values where nobody else issues them', async () => {
    const { code } = await maquina.julia(['init', '--sem-arquivos']);
    expect(code).toBe(0);
    expect(await modo('.env')).toBe('600');
    const valores = await env();
    const nossos = ['JULIA_API_TOKEN', 'JULIA_JOBS_TOKEN', 'EVOLUTION_WEBHOOK_TOKEN'];
    for (const nome of [...nossos, 'EVOLUTION_API_KEY']) {
      expect(valores[nome]).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(
      new Set(Object.values(valores).filter((v) => /^[0-9a-f]{32,}$/.test(v ?? ''))).size,
    ).toBe(Object.values(valores).filter((v) => /^[0-9a-f]{32,}$/.test(v ?? '')).length);
    expect(valores['ANTHROPIC_API_KEY']).toBe('');
  });

  it('changes no other line of the example', async () => {
    await maquina.julia(['init', '--sem-arquivos']);
    const exemplo = (await maquina.ler('.env.example')).split('\n');
    const feito = (await maquina.ler('.env')).split('\n');
    const mudadas = feito.filter((linha, i) => linha !== exemplo[i]);
    for (const linha of mudadas) expect(linha).toMatch(/^[A-Z_]+=([0-9a-f]{32,}|julia)$/);
  });

  it('moves the secrets into files that containers can read and other people of the machine cannot reach', async () => {
    await preencher({ ANTHROPIC_API_KEY: chave, JULIA_API_TOKEN: '' });
    const { code } = await maquina.julia(['init']);
    expect(code).toBe(0);
    expect(await modo('segredos')).toBe('700');
    expect((await readdir(maquina.caminho('segredos'))).sort()).toEqual([
      'anthropic_api_key',
      'julia_api_token',
      'slack_webhook_url',
    ]);
    for (const nome of await readdir(maquina.caminho('segredos'))) {
      expect(await modo('segredos', nome)).toBe('644');
    }
    expect(await maquina.ler('segredos', 'anthropic_api_key')).toBe(chave);
    expect(await maquina.ler('segredos', 'julia_api_token')).toMatch(/^[0-9a-f]{64}$/);
    expect(await maquina.ler('segredos', 'slack_webhook_url')).toBe('');
    const valores = await env();
    expect(valores['ANTHROPIC_API_KEY']).toBe('');
    expect(valores['COMPOSE_FILE']).toMatch(/:compose\/segredos\.yaml$/);
    expect(await modo('.env.anterior')).toBe('600');
    expect(await maquina.ler('.env.anterior')).toContain(chave);
  });

  it('a second run changes nothing, not even the copy of the earlier .env', async () => {
    await preencher({ ANTHROPIC_API_KEY: chave });
    await maquina.julia(['init']);
    const antes = [await maquina.ler('.env'), await maquina.ler('.env.anterior')];
    const { code } = await maquina.julia(['init']);
    expect(code).toBe(0);
    expect([await maquina.ler('.env'), await maquina.ler('.env.anterior')]).toEqual(antes);
    expect(await maquina.ler('segredos', 'anthropic_api_key')).toBe(chave);
    expect((await readdir(maquina.pasta)).filter((n) => n.startsWith('.env')).sort()).toEqual([
      '.env',
      '.env.anterior',
      '.env.example',
    ]);
  });

  it('gives an installation of before the secret that it did not have, and keeps the others', async () => {
    const maisUm = '  julia_jobs_token:\n    file: ../segredos/julia_jobs_token\n';
    await maquina.escrever('compose/segredos.yaml', segredosYaml + maisUm);
    const exemplo = await maquina.ler('.env.example');
    await maquina.escrever('.env', exemplo.replace(/^JULIA_JOBS_TOKEN=\n/m, ''));
    await maquina.escrever('segredos/julia_api_token', 'o-de-antes');
    expect((await maquina.julia(['init'])).code).toBe(0);
    expect(await maquina.ler('segredos', 'julia_jobs_token')).toMatch(/^[0-9a-f]{64}$/);
    expect(await maquina.ler('segredos', 'julia_api_token')).toBe('o-de-antes');
  });

  it('a value filled in later replaces the file', async () => {
    await preencher({ ANTHROPIC_API_KEY: chave });
    await maquina.julia(['init']);
    const texto = (await maquina.ler('.env')).replace(
      /^ANTHROPIC_API_KEY=$/m,
      'ANTHROPIC_API_KEY=nova-chave-de-teste',
    );
    await maquina.escrever('.env', texto);
    await maquina.julia(['init']);
    expect(await maquina.ler('segredos', 'anthropic_api_key')).toBe('nova-chave-de-teste');
    expect((await env())['ANTHROPIC_API_KEY']).toBe('');
  });

  it('prints no secret and hands none to a command as an argument', async () => {
    await preencher({ ANTHROPIC_API_KEY: chave });
    const { stdout, stderr } = await maquina.julia(['init']);
    const token = await maquina.ler('segredos', 'julia_api_token');
    for (const dito of [stdout, stderr, ...(await maquina.chamadas('docker'))]) {
      expect(dito).not.toContain(chave);
      expect(dito).not.toContain(token);
    }
  });

  it.each(['mv', 'sync', 'mktemp', 'chmod', 'awk'])(
    'killed at any call of %s loses no secret, and the next run finishes',
    async (passo) => {
      for (let vez = 1; vez <= 3; vez += 2) {
        await preencher({ ANTHROPIC_API_KEY: chave });
        await maquina.fingirTexto(
          passo,
          `n=$(($(cat "$0.vez" 2>/dev/null || echo 0) + 1)); echo $n >"$0.vez"; if [ $n = ${vez} ]; then kill -9 $PPID; exit 1; fi; PATH=\${PATH#*:} exec ${passo} "$@"`,
        );
        await maquina.julia(['init']);
        await maquina.fingirTexto(passo, `PATH=\${PATH#*:} exec ${passo} "$@"`);
        expect((await maquina.julia(['init'])).code).toBe(0);
        expect(await maquina.ler('segredos', 'anthropic_api_key')).toBe(chave);
        expect((await env())['ANTHROPIC_API_KEY']).toBe('');
        const sobras = await readdir(maquina.pasta);
        expect(sobras.filter((nome) => nome.includes('.novo'))).toEqual([]);
      }
    },
    120_000,
  );

  it('will not freeze a reference to another variable into a file', async () => {
    await preencher({ ANTHROPIC_API_KEY: '"sk-${OUTRA}"' });
    const { code, stderr } = await maquina.julia(['init']);
    expect(code).toBe(1);
    expect(stderr).toContain('ANTHROPIC_API_KEY');
    expect((await env())['ANTHROPIC_API_KEY']).toBe('sk-${OUTRA}');
  });

  it('keeps the password of somebody else’s Redis out of it', async () => {
    await preencher({ REDIS_URL: 'redis://outro:6379/0' });
    await maquina.julia(['init', '--sem-arquivos']);
    expect((await env())['REDIS_PASSWORD'] ?? '').toBe('');
  });

  it('tells when the containers cannot read the files', async () => {
    await maquina.fingir('docker', [{ quando: 'image inspect *' }, { quando: 'run *', codigo: 1 }]);
    const { code, stderr } = await maquina.julia(['init']);
    expect(code).toBe(1);
    expect(stderr).toContain('SELinux');
    expect((await maquina.chamadas('docker')).find((c) => c.startsWith('run'))).toContain(
      '--user 65532:65532',
    );
  });

  describe('--simulador', () => {
    it('prepares a rehearsal with names of its own, in which nothing is left to fill in', async () => {
      const { code, stdout } = await maquina.julia(['init', '--simulador']);
      expect(code).toBe(0);
      expect(stdout).not.toContain('Falta');
      expect(await env()).toMatchObject({
        COMPOSE_PROJECT_NAME: 'julia-ensaio',
        COMPOSE_PROFILES: 'simulador',
        COMPOSE_FILE: 'compose/compose.yaml:compose/simulador.yaml',
        ENVIRONMENT: 'development',
        SUPABASE_URL: 'http://banco-embutido:54321',
      });
      const antes = await maquina.ler('.env');
      expect((await maquina.julia(['init', '--simulador'])).code).toBe(0);
      expect(await maquina.ler('.env')).toBe(antes);
    });

    it.each<Record<string, string>>([
      { SUPABASE_URL: 'https://projeto.supabase.co' },
      { ENVIRONMENT: 'production' },
    ])('never touches an installation that is real (%o)', async (valores) => {
      await preencher(valores);
      const antes = await maquina.ler('.env');
      const { code, stderr } = await maquina.julia(['init', '--simulador']);
      expect(code).toBe(1);
      expect(stderr).toContain('serviços de verdade');
      expect(await maquina.ler('.env')).toBe(antes);
    });
  });

  it('refuses while another operation is at work', async () => {
    await preencher({});
    await maquina.escrever('.julia/rollout.lock', '');
    const { run } = await import('../docker/command.ts');
    const { code } = await run(
      'flock',
      [maquina.caminho('.julia/rollout.lock'), maquina.caminho('julia'), 'init'],
      {
        env: maquina.ambiente({ JULIA_TRAVA_ESPERA_S: '0' }),
      },
    );
    expect(code).toBe(75);
  });
});
