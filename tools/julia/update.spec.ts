import { appendFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { must } from '../docker/command.ts';
import { respostasDe } from './conteineres-de-mentira.ts';
import { MaquinaDeMentira, type Resposta } from './maquina-de-mentira.ts';

/** The rollout is another command's matter: here it notes what it was asked and obeys a file. */
const rolloutDeMentira = `
rollout_migrar() { echo "migra $1" >>"$JULIA_RAIZ/trocas"; }
rollout_release() { echo "$1:antes"; }
comando_rollout() {
  echo "rollout $*" >>"$JULIA_RAIZ/trocas"
  [ ! -f "$JULIA_RAIZ/quebra-$1" ]
}
`;

describe('./julia update', () => {
  let maquina: MaquinaDeMentira;
  const git = (...args: string[]) =>
    must('git', ['-C', maquina.pasta, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args]);
  const docker = (primeiras: readonly Resposta[] = []) =>
    maquina.fingir('docker', [
      ...primeiras,
      { quando: 'version --format *', saida: '24.0.0\n' },
      { quando: 'compose version --short', saida: '2.26.1\n' },
      { quando: 'info --format *MemTotal*', saida: `${8 * 1024 ** 3}\n` },
      { quando: 'ps --filter publish=*' },
      { quando: 'image inspect *' },
      { quando: 'compose up -d *' },
      ...respostasDe([{ servico: 'julia-api' }, { servico: 'redis' }]),
      { quando: 'info *', saida: '/\n' },
    ]);
  const trocas = () => maquina.ler('trocas').catch(() => '');

  beforeEach(async () => {
    maquina = await MaquinaDeMentira.criar();
    await maquina.escrever('scripts/julia/rollout.sh', rolloutDeMentira);
    await maquina.escrever('.gitignore', '.env\n.julia\ntrocas\nquebra-*\n');
    await maquina.escrever('.env', 'COMPOSE_PROFILES=\nJULIA_PORTA=1\n');
    await git('init', '--quiet');
    for (const versao of ['v1.0.0', 'v1.9.0', 'v1.10.0', 'v2.0.0-rc.1']) {
      await appendFile(maquina.caminho('package.json'), '\n');
      await git('add', '-A');
      await git('commit', '--quiet', '-m', versao);
      await git('tag', versao);
    }
    await git('checkout', '--quiet', 'v1.0.0');
    await docker();
    await maquina.fingir('curl', [{ quando: '*', codigo: 6 }]);
  });
  afterEach(() => maquina.remover());

  it('makes the secret files that the version before did not have, before anything is swapped', async () => {
    const arquivos = 'COMPOSE_FILE=compose/compose.yaml:compose/segredos.yaml';
    await maquina.escrever('.env', `COMPOSE_PROFILES=\nJULIA_PORTA=1\n${arquivos}\n`);
    await docker([{ quando: 'run *' }]);
    expect(await maquina.julia(['update'])).toMatchObject({ code: 0 });
    expect(await maquina.ler('segredos', 'julia_jobs_token')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('goes to the newest version, whoever consumes before whoever asks, and applies what changed around them', async () => {
    const { code, stdout, stderr } = await maquina.julia(['update']);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(await trocas()).toBe(
      'migra julia-api:v1.10.0\nrollout julia-worker v1.10.0\nrollout julia-api v1.10.0\nrollout julia-scheduler v1.10.0\n',
    );
    expect(await git('describe', '--tags')).toBe('v1.10.0');
    expect(stdout).toContain('Atualizada para v1.10.0');
  });

  it('leaves alone afterwards what a rollout has just swapped', async () => {
    expect((await maquina.julia(['update'])).code).toBe(0);
    const subidas = (await maquina.chamadas('docker')).filter((c) => c.startsWith('compose up'));
    expect(subidas).toEqual(['compose up -d redis']);
  });

  it('goes to the version that was asked for, also an older one', async () => {
    expect((await maquina.julia(['update', 'v1.9.0'])).code).toBe(0);
    expect(await trocas()).toContain('rollout julia-api v1.9.0');
  });

  it('stops at the first service that does not get well', async () => {
    await maquina.escrever('quebra-julia-worker', '');
    const { code, stderr } = await maquina.julia(['update', 'v1.9.0']);
    expect(code).toBe(1);
    expect(await trocas()).not.toContain('rollout julia-api');
    expect(stderr).toContain('julia-worker não passou para v1.9.0');
    expect((await maquina.chamadas('docker')).join('\n')).not.toContain('compose up -d');
  });

  it('builds where there is nothing to pull', async () => {
    await docker([
      { quando: 'image inspect *', codigo: 1 },
      { quando: 'pull *', codigo: 1 },
      { quando: 'compose build *' },
    ]);
    const { code, stderr } = await maquina.julia(['update', 'v1.9.0']);
    expect(code).toBe(0);
    expect(stderr).toContain(
      '$ JULIA_API_TAG=v1.9.0 docker compose build --build-arg VERSION=1.9.0 julia-api',
    );
  });

  it('--local downloads nothing and says which image is missing', async () => {
    await docker([{ quando: 'image inspect julia-worker:v1.9.0', codigo: 1 }]);
    const { code, stderr } = await maquina.julia(['update', '--local', 'v1.9.0']);
    expect(code).toBe(1);
    expect(stderr).toContain('julia-worker:v1.9.0 não está nesta máquina');
    expect(await git('describe', '--tags')).toBe('v1.0.0');
    expect(await trocas()).toBe('');
  });

  it('does not run over files that were changed here', async () => {
    await appendFile(maquina.caminho('compose', 'compose.yaml'), '# meu\n');
    const { code, stderr } = await maquina.julia(['update']);
    expect(code).toBe(1);
    expect(stderr).toContain('git status');
    expect(await trocas()).toBe('');
  });

  it('does not begin on a machine that is not fit', async () => {
    await docker([{ quando: 'version --format *', saida: '19.3.0\n' }]);
    expect((await maquina.julia(['update'])).code).toBe(3);
    expect(await trocas()).toBe('');
  });

  it('refuses what is no version', async () => {
    expect((await maquina.julia(['update', 'v1;touch x'])).code).toBe(2);
  });
});
