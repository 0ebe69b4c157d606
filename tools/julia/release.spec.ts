import { parseEnv } from 'node:util';
import { chmod, readdir, readlink, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { run } from '../docker/command.ts';
import { MaquinaDeMentira } from './maquina-de-mentira.ts';

const inicial = [
  '# comentário que fica',
  'A=1',
  '',
  'export B="com \\"aspas\\" e # dentro" # fora',
  "C='literal $HOME # dentro'",
  'D=sem aspas   # comentário',
  'E=',
  '#F=comentada',
  'A=2',
  '',
].join('\n');

describe('.env as the release file', () => {
  let maquina: MaquinaDeMentira;
  beforeEach(async () => {
    maquina = await MaquinaDeMentira.criar();
    await maquina.escrever('.env', inicial);
    await chmod(maquina.caminho('.env'), 0o640);
  });
  afterEach(() => maquina.remover());

  const bash = (
    programa: string,
    args: readonly string[] = [],
    env: Record<string, string> = {},
  ) => {
    const modulos = ['numeros', 'terminal', 'release'];
    const inclusao = modulos.map((m) => `. "$JULIA_RAIZ/scripts/julia/${m}.sh"`).join('; ');
    return run('bash', ['-euo', 'pipefail', '-c', `${inclusao}; ${programa}`, 'bash', ...args], {
      env: maquina.ambiente({ JULIA_RAIZ: maquina.pasta, ...env }),
    });
  };
  const temporarios = async () =>
    (await readdir(maquina.pasta)).filter((nome) => nome.startsWith('.env.novo.'));

  it.each([
    ['A', '2'],
    ['B', 'com "aspas" e # dentro'],
    ['C', 'literal $HOME # dentro'],
    ['D', 'sem aspas'],
    ['E', ''],
    ['F', ''],
    ['NAO_HA', ''],
  ])('reads %s as Compose does', async (nome, valor) => {
    expect((await bash('env_ler "$1"', [nome])).stdout).toBe(`${valor}\n`);
  });

  it('runs nothing that a value says', async () => {
    await maquina.escrever('.env', 'A=$(touch invadido)\nB=`touch invadido`\n');
    expect((await bash('env_ler A; env_ler B')).stdout).toBe(
      '$(touch invadido)\n`touch invadido`\n',
    );
    expect(await readdir(maquina.pasta)).not.toContain('invadido');
  });

  it('lets the variable of the shell win, as Compose does', async () => {
    expect((await bash('env_efetivo A', [], { A: 'da shell' })).stdout).toBe('da shell\n');
    expect((await bash('env_efetivo NAO_HA padrao')).stdout).toBe('padrao\n');
  });

  it('replaces the line that counts and adds what is new; comments, other lines and mode stay', async () => {
    await bash('env_gravar "$@"', ['A=três', 'JULIA_API_TAG=v2@sha256:abc', 'G=a b#c']);
    const esperado =
      inicial.replace('A=2', "A='três'") + "JULIA_API_TAG=v2@sha256:abc\nG='a b#c'\n";
    expect(await maquina.ler('.env')).toBe(esperado);
    expect((await stat(maquina.caminho('.env'))).mode & 0o777).toBe(0o640);
    expect(await temporarios()).toEqual([]);
  });

  it('writes values that Node, a shell and we read the same, or refuses them', async () => {
    const texto = fc.string({ unit: 'grapheme-ascii', maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(texto, async (valor) => {
        const gravou = await bash('env_gravar "X=$1"', [valor]);
        if (gravou.code !== 0) {
          expect(valor).toMatch(/['\n\r]/);
          return;
        }
        const linha = (await maquina.ler('.env')).split('\n').findLast((l) => l.startsWith('X='));
        expect(parseEnv(linha ?? '')['X']).toBe(valor);
        expect((await bash('env_ler X')).stdout).toBe(`${valor}\n`);
        const daShell = await run('sh', ['-c', `${linha ?? ''}; printf %s "$X"`]);
        expect(daShell.stdout).toBe(valor);
      }),
      { numRuns: 40, examples: [['~'], ['~root/x'], ['a:~']] },
    );
  });

  it('keeps a symlinked .env a symlink', async () => {
    await rename(maquina.caminho('.env'), maquina.caminho('outro.env'));
    await symlink('outro.env', maquina.caminho('.env'));
    await bash('env_gravar A=9');
    expect(await readlink(maquina.caminho('.env'))).toBe('outro.env');
    expect(await maquina.ler('outro.env')).toContain('A=9');
  });

  it.each(['cp', 'awk', 'sync', 'mv'])('killed at %s leaves the whole old file', async (passo) => {
    await maquina.fingirTexto(passo, 'kill -9 $PPID; sleep 5');
    await bash('env_gravar A=9 B=9');
    expect(await maquina.ler('.env')).toBe(inicial);
  });

  it('a disk without space leaves the old file and says so', async () => {
    await maquina.fingirTexto('awk', 'exit 2');
    await writeFile(maquina.caminho('.env'), inicial);
    const { code, stderr } = await bash('env_gravar A=9');
    expect(code).toBe(1);
    expect(stderr).toContain('df -h');
    expect(await maquina.ler('.env')).toBe(inicial);
    expect(await temporarios()).toEqual([]);
  });
});
