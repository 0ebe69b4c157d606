import { existsSync } from 'node:fs';
import { chmod, chown, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { must, run } from '../docker/command.ts';
import { MaquinaDeMentira } from './maquina-de-mentira.ts';

const CHAVE = 'sk-ant-' + 'chave-da-pessoa-0123456789';
const SERVICOS = 65532;
const segredosYaml = `
services: {}
secrets:
  anthropic_api_key: { file: ../segredos/anthropic_api_key }
  julia_api_token: { file: ../segredos/julia_api_token }
`;

/** An admin who is in the group docker and not root: after the first `up`, some folders belong to others. */
describe('./julia init of somebody who does not own everything', () => {
  let maquina: MaquinaDeMentira;
  beforeEach(async () => {
    maquina = await MaquinaDeMentira.criar();
    await maquina.escrever('compose/segredos.yaml', segredosYaml);
    await maquina.fingir('docker', [{ quando: 'image inspect *', codigo: 1 }]);
    const exemplo = await maquina.ler('.env.example');
    await maquina.escrever(
      '.env',
      exemplo
        .replace(/^ANTHROPIC_API_KEY=.*$/m, `ANTHROPIC_API_KEY=${CHAVE}`)
        .replace(/^JULIA_API_TOKEN=.*$/m, 'JULIA_API_TOKEN=um-token-que-ja-havia'),
    );
  });
  afterEach(() => maquina.remover());

  const env = async () => parseEnv(await maquina.ler('.env'));
  const sobras = async () =>
    (await readdir(maquina.pasta)).filter((nome) => nome.includes('.novo'));

  it('works again after the containers took their folders', async () => {
    if (process.getuid?.() !== 0) {
      process.stdout.write('only root can become somebody else: not checked\n');
      return;
    }
    await must('chown', ['-R', '1000:1000', maquina.caminho('..')]);
    const init = () =>
      run(
        'setpriv',
        ['--reuid=1000', '--regid=1000', '--clear-groups', maquina.caminho('julia'), 'init'],
        { cwd: maquina.pasta, env: maquina.ambiente({ HOME: maquina.pasta }) },
      );
    expect(await init()).toMatchObject({ code: 0 });
    await chown(maquina.caminho('logs'), SERVICOS, SERVICOS);
    await chown(maquina.caminho('segredos', 'anthropic_api_key'), SERVICOS, SERVICOS);
    await chmod(maquina.caminho('segredos', 'anthropic_api_key'), 0o400);
    await chown(maquina.caminho('.julia', 'metricas'), 0, 0);
    const antes = await maquina.ler('.env');
    const { code, stderr } = await init();
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stderr).toContain('sudo chown');
    expect(await maquina.ler('.env')).toBe(antes);
    expect(await sobras()).toEqual([]);
    expect(await maquina.ler('.julia', 'rollout.lock')).toBe('');
    // A new value takes the place of a file that is somebody else's: the folder is ours.
    await writeFile(
      maquina.caminho('.env'),
      antes.replace(/^ANTHROPIC_API_KEY=$/m, 'ANTHROPIC_API_KEY=nova-chave-de-teste'),
    );
    expect((await init()).code).toBe(0);
    expect(await maquina.ler('segredos', 'anthropic_api_key')).toBe('nova-chave-de-teste');
  });

  it('makes the folders that Compose mounts, readable for monitoring', async () => {
    expect((await maquina.julia(['init'])).code).toBe(0);
    for (const nome of ['instalacao', 'metricas', 'migracoes']) {
      expect(existsSync(maquina.caminho('.julia', nome))).toBe(true);
    }
    expect((await stat(maquina.caminho('.julia', 'metricas'))).mode & 0o777).toBe(0o755);
  });

  it('stopped half-way by a failure, has no secret in two places', async () => {
    await maquina.fingirTexto(
      'mv',
      'case "$*" in */segredos/julia_api_token) exit 1 ;; esac; PATH=${PATH#*:} exec mv "$@"',
    );
    const { code, stderr } = await maquina.julia(['init']);
    expect(code).toBe(1);
    expect(stderr).toContain('Não consegui escrever em ./segredos');
    expect((await env())['ANTHROPIC_API_KEY']).toBe('');
    expect(await readFile(maquina.caminho('segredos/anthropic_api_key'), 'utf8')).toBe(CHAVE);
    expect((await env())['JULIA_API_TOKEN']).toBe('um-token-que-ja-havia');
    expect(await readdir(maquina.caminho('segredos'))).toEqual(['anthropic_api_key']);
  });
});
