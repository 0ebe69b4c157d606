import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { must, run } from '../docker/command.ts';
import { ROOT } from '../docker/images.ts';

/** Every file of the repository that a shell reads. */
async function arquivosDeShell(): Promise<string[]> {
  const lista = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const nomes = (await must('git', ['-C', ROOT, ...lista])).split('\0').filter(Boolean);
  const achados: string[] = [];
  for (const nome of nomes) {
    if (/\.(ts|mjs|json|md|yaml|yml|sql|css|html|lock|txt|png)$/.test(nome)) continue;
    const inicio = (await readFile(join(ROOT, nome), 'utf8').catch(() => '')).slice(0, 400);
    const deShell = /^#!.*\b(ba)?sh\b|# shellcheck shell=/.test(inicio) || nome.endsWith('.sh');
    if (deShell) achados.push(nome);
  }
  return achados;
}

describe('the shell scripts', () => {
  it('are found, the ones without an ending too', async () => {
    expect(await arquivosDeShell()).toEqual(
      expect.arrayContaining(['julia', 'scripts/check_env', 'scripts/julia/compose.sh', '.ci/run']),
    );
  });

  it('have nothing that shellcheck would object to', async () => {
    if ((await run('shellcheck', ['--version'])).code !== 0) {
      process.stdout.write(
        'shellcheck is missing here (apt-get install shellcheck): not checked\n',
      );
      return;
    }
    const { stdout } = await run('shellcheck', ['--format=gcc', ...(await arquivosDeShell())], {
      cwd: ROOT,
    });
    expect(stdout).toBe('');
  });

  it('of ./julia use nothing that a server may lack', async () => {
    const nomes = (await arquivosDeShell()).filter(
      (nome) => nome === 'julia' || nome.startsWith('scripts/'),
    );
    for (const nome of nomes) {
      const texto = await readFile(join(ROOT, nome), 'utf8');
      const comandos = texto.match(/^\s*(?:\S+=\S+ )*(jq|python3?|node|npm|npx|perl|ruby)\b/gm);
      expect({ nome, comandos }).toEqual({ nome, comandos: null });
      expect({ nome, le: /^\s*(\.|source) .*\.env\b/m.test(texto) }).toEqual({ nome, le: false });
    }
  });

  it('never leave a pipe before its writer is done: with pipefail that is a failure now and then', async () => {
    const culpados: string[] = [];
    for (const nome of await arquivosDeShell()) {
      const texto = await readFile(join(ROOT, nome), 'utf8');
      const linhas = texto
        .split('\n')
        .filter((linha) => /(?<!\|)\|\s*grep\s+(-\S+\s+)*-\w*q/.test(linha));
      if (texto.includes('pipefail') || nome.startsWith('scripts/julia/')) culpados.push(...linhas);
    }
    expect(culpados).toEqual([]);
  });
});
