import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { must } from '../docker/command.ts';
import { MaquinaDeMentira, type Resposta } from './maquina-de-mentira.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const configuracao = `services:\n  redis:\n    image: redis:7.4.2-alpine@${digest}\n  julia-api:\n    image: julia-api:v1\n`;

describe('./julia bundle and unbundle', () => {
  let origem: MaquinaDeMentira;
  let destino: MaquinaDeMentira;
  let pacote: string;

  const docker = (maquina: MaquinaDeMentira, primeiras: readonly Resposta[] = []) =>
    maquina.fingir('docker', [
      ...primeiras,
      { quando: 'info --format *', saida: '24\n' },
      { quando: 'version --format *Arch*', saida: 'amd64\n' },
      { quando: 'compose config', saida: configuracao },
      { quando: 'image inspect --format *Id* *', saida: 'sha256:1234\n' },
      { quando: 'image inspect *' },
      { quando: 'tag *' },
      { quando: 'save *', saida: 'camadas das imagens' },
      { quando: 'load*' },
    ]);

  beforeEach(async () => {
    origem = await MaquinaDeMentira.criar();
    destino = await MaquinaDeMentira.criar();
    await origem.escrever(
      '.env',
      'COMPOSE_PROFILES=chatwoot\nCOMPOSE_FILE=compose/compose.yaml:compose/segredos.yaml\nJULIA_API_TAG=v1\nANTHROPIC_API_KEY=nao-pode-viajar\n',
    );
    await origem.escrever('segredos/julia_api_token', 'nao-pode-viajar');
    await docker(origem);
    await docker(destino);
    pacote = origem.caminho('..', 'julia.tar');
    const { code, stderr } = await origem.julia(['bundle', '--saida', pacote]);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  });
  afterEach(async () => {
    await origem.remover();
    await destino.remover();
  });

  const abrir = async () => {
    const pasta = destino.caminho('..', 'aberto');
    await mkdir(pasta, { recursive: true });
    await must('tar', ['-C', pasta, '-xf', pacote]);
    const [nome = ''] = await readdir(pasta);
    return join(pasta, nome);
  };
  /** Packs an opened bundle again, as somebody who tampers would. */
  const fechar = async (pasta: string) => {
    const arquivo = destino.caminho('..', 'mexido.tar');
    await must('tar', ['-C', join(pasta, '..'), '-cf', arquivo, pasta.split('/').at(-1) ?? '']);
    return arquivo;
  };
  const carregou = async () => (await destino.chamadas('docker')).some((c) => c.startsWith('load'));

  it('carries the files and the images, and no secret', async () => {
    const pasta = await abrir();
    const nomes = await must('find', [pasta, '-type', 'f']);
    expect(nomes).toContain('/compose/compose.yaml');
    expect(nomes).toContain('/pacote/imagens.tar.gz');
    expect(nomes).not.toMatch(/\/\.env$|\/segredos\/|\.antigo/m);
    const { run } = await import('../docker/command.ts');
    expect((await run('grep', ['-r', 'nao-pode-viajar', pasta])).stdout).toBe('');
    expect(await origem.chamadas('docker')).toContain('save julia-api:v1 redis:7.4.2-alpine');
  });

  it('says the sum of what it made', async () => {
    const soma = createHash('sha256')
      .update(await readFile(pacote))
      .digest('hex');
    expect(await readFile(`${pacote}.sha256`, 'utf8')).toBe(`${soma}  julia.tar\n`);
  });

  it('installs on a new machine with the images and profiles that it brings', async () => {
    await rm(destino.caminho('scripts', 'julia', 'logs.sh'));
    const { code, stderr } = await destino.julia(['unbundle', pacote]);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(await carregou()).toBe(true);
    expect(await destino.entradas('docker')).toBe('camadas das imagens');
    expect(await readdir(destino.caminho('scripts', 'julia'))).toContain('logs.sh');
    const env = await destino.ler('.env');
    expect(env).toMatch(/^REDIS_IMAGE=redis:7\.4\.2-alpine$/m);
    expect(env).toMatch(/^JULIA_API_TAG=v1$/m);
    expect(env).toMatch(/^COMPOSE_PROFILES=chatwoot$/m);
    expect(env).toMatch(/^COMPOSE_FILE=compose\/compose\.yaml$/m);
  });

  it('keeps release, profiles, .env and data of an installation that exists', async () => {
    await destino.escrever('.env', 'JULIA_API_TAG=v0\nCOMPOSE_PROFILES=\nMINHA=1\n');
    await destino.escrever('segredos/julia_api_token', 'meu');
    expect((await destino.julia(['unbundle', pacote])).code).toBe(0);
    const env = await destino.ler('.env');
    expect(env).toContain('JULIA_API_TAG=v0\nCOMPOSE_PROFILES=\nMINHA=1\n');
    expect(await destino.ler('segredos', 'julia_api_token')).toBe('meu');
  });

  it('keeps what the admin put into our folders, and folders that containers have mounted', async () => {
    await destino.escrever('compose/meu.yaml', 'services: {}\n');
    await destino.escrever('scripts/julia/meu.sh', '# meu\n');
    const montada = await stat(destino.caminho('compose', 'redis'));
    for (let vez = 1; vez <= 2; vez += 1) {
      expect((await destino.julia(['unbundle', pacote])).code).toBe(0);
      expect(await destino.ler('compose', 'meu.yaml')).toBe('services: {}\n');
      expect(await destino.ler('scripts', 'julia', 'meu.sh')).toBe('# meu\n');
    }
    expect((await stat(destino.caminho('compose', 'redis'))).ino).toBe(montada.ino);
  });

  it('takes away what the installed version brought and the new one does not', async () => {
    const de = ['compose/antigo.yaml', 'scripts/julia/antigo.sh', 'docs/antigo.md'];
    const somas = de.map((nome) => `${'0'.repeat(64)}  ./${nome}\n`).join('');
    await destino.escrever('pacote/SHA256SUMS', somas);
    for (const nome of de) await destino.escrever(nome, 'de antes');
    expect((await destino.julia(['unbundle', pacote])).code).toBe(0);
    for (const nome of de) expect(existsSync(destino.caminho(nome))).toBe(false);
    // The list is that of the new version now.
    await destino.escrever('compose/antigo.yaml', 'meu');
    expect((await destino.julia(['unbundle', pacote])).code).toBe(0);
    expect(await destino.ler('compose', 'antigo.yaml')).toBe('meu');
  });

  it.each([
    ['a file of compose/ is changed', '*/compose/compose.yaml'],
    ['scripts/ is put aside', '*/scripts.antigo'],
    ['the new scripts/ takes its place', '*.abrindo.*/scripts *'],
    ['./julia is changed', '*.abrindo.*/julia *'],
    ['the list is written', '*/arquivos-do-pacote'],
  ])('killed when %s, ./julia works and finishes', async (_, chamada) => {
    await destino.escrever('compose/meu.yaml', 'services: {}\n');
    await rm(destino.caminho('scripts', 'julia', 'logs.sh'));
    await destino.fingirTexto(
      'mv',
      `case "$*" in ${chamada.replaceAll(' ', String.raw`\ `)}) kill -9 $PPID; exit 1 ;; esac; PATH=\${PATH#*:} exec mv "$@"`,
    );
    expect((await destino.julia(['unbundle', pacote])).code).not.toBe(0);
    await destino.fingirTexto('mv', 'PATH=${PATH#*:} exec mv "$@"');
    expect((await destino.julia(['ajuda'])).code).toBe(0);
    const { code, stderr } = await destino.julia(['unbundle', pacote]);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(await destino.ler('compose', 'meu.yaml')).toBe('services: {}\n');
    expect(await readdir(destino.caminho('scripts', 'julia'))).toContain('logs.sh');
    expect((await readdir(destino.pasta)).filter((n) => /antigo|abrindo/.test(n))).toEqual([]);
  });

  it('works from inside the opened bundle, also a second time after init', async () => {
    const pasta = await abrir();
    const { run } = await import('../docker/command.ts');
    const rodar = (...args: string[]) =>
      run(join(pasta, 'julia'), args, { cwd: '/', env: destino.ambiente() });
    expect((await rodar('unbundle')).code).toBe(0);
    expect((await rodar('init', '--sem-arquivos')).code).toBe(0);
    expect((await rodar('unbundle')).code).toBe(0);
  });

  it.each<[string, (pasta: string) => Promise<void>]>([
    ['a changed file', (pasta) => appendFile(join(pasta, 'compose/compose.yaml'), '\n# mexido\n')],
    ['a changed image', (pasta) => appendFile(join(pasta, 'pacote/imagens.tar.gz'), 'x')],
    ['a file less', (pasta) => rm(join(pasta, 'scripts/julia/up.sh'))],
    ['a file more', (pasta) => writeFile(join(pasta, 'scripts/julia/novo.sh'), 'echo oi')],
    ['a link more', (pasta) => symlink('/etc', join(pasta, 'compose/elo'))],
    ['no sums', (pasta) => rm(join(pasta, 'pacote/SHA256SUMS'))],
  ])('refuses %s before it changes anything', async (_, mexer) => {
    const pasta = await abrir();
    await mexer(pasta);
    const antes = await destino.ler('compose', 'compose.yaml');
    const { code, stderr } = await destino.julia(['unbundle', await fechar(pasta)]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/recusado|não é um pacote/);
    expect(await carregou()).toBe(false);
    expect(await destino.ler('compose', 'compose.yaml')).toBe(antes);
    expect((await readdir(destino.pasta)).filter((n) => n.startsWith('.abrindo'))).toEqual([]);
  });

  it('refuses a bundle that is not the one whose sum was written down', async () => {
    const soma = '0'.repeat(64);
    expect((await destino.julia(['unbundle', pacote, '--sha256', soma])).code).toBe(1);
    await appendFile(pacote, 'x');
    const { code, stderr } = await destino.julia(['unbundle', pacote]);
    expect(code).toBe(1);
    expect(stderr).toContain('Nada foi mudado');
    expect(await carregou()).toBe(false);
  });

  it('refuses paths that would leave its folder', async () => {
    const pasta = await abrir();
    const arquivo = destino.caminho('..', 'fuga.tar');
    await must('tar', [
      '-C',
      pasta,
      '--transform',
      's,^julia$,julia-x/../../fuga,',
      '-cf',
      arquivo,
      'julia',
    ]);
    const { code, stderr } = await destino.julia(['unbundle', arquivo]);
    expect(code).toBe(1);
    expect(stderr).toContain('sairiam da pasta');
  });

  it('refuses images of another architecture and images that are not what was packed', async () => {
    await docker(destino, [{ quando: 'version --format *Arch*', saida: 'arm64\n' }]);
    expect((await destino.julia(['unbundle', pacote])).stderr).toContain('amd64');
    await docker(destino, [{ quando: 'image inspect --format *Id* *', saida: 'sha256:9999\n' }]);
    expect((await destino.julia(['unbundle', pacote])).stderr).toContain('não é a do pacote');
  });

  it('names the image that is missing when it packs', async () => {
    await docker(origem, [
      { quando: 'image inspect julia-api:v1', codigo: 1 },
      { quando: 'pull *', erro: 'not found', codigo: 1 },
    ]);
    const { code, stderr } = await origem.julia(['bundle', '--saida', `${pacote}.2`]);
    expect(code).toBe(1);
    expect(stderr).toContain('julia-api:v1');
  });
});
