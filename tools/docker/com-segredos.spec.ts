import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROOT } from './images.ts';

const SCRIPT = join(ROOT, 'compose/entradas/com-segredos.sh');

/** What is there of the shells that the images have: dash in Debian's, busybox in Alpine's, bash in Evolution's. */
const SHELLS = ['sh', 'bash', 'dash', 'busybox'].filter(
  (shell) => spawnSync(shell, [...(shell === 'busybox' ? ['sh'] : []), '-c', ':']).status === 0,
);

describe.each(SHELLS)('com-segredos.sh under %s', (shell) => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'julia-segredos-'));
    writeFileSync(join(folder, 'senha'), 'a b/@:$`"é\n');
    writeFileSync(join(folder, 'vazio'), '');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function start(env: Record<string, string>) {
    const args = shell === 'busybox' ? ['sh', SCRIPT] : [SCRIPT];
    const { status, stdout, stderr } = spawnSync(shell, [...args, 'env', '-0'], {
      env: { PATH: process.env['PATH'], SEGREDOS_PASTA: `${folder}/`, ...env },
      encoding: 'utf8',
    });
    const seen = Object.fromEntries(
      stdout.split('\0').map((line) => [line.split('=')[0] ?? '', line.replace(/^[^=]*=/, '')]),
    );
    return { status, seen, stderr };
  }

  it('gives the program what a secret file holds, without its line break, and not the path', () => {
    const { seen, status } = start({ A_FILE: join(folder, 'senha') });
    expect(status).toBe(0);
    expect(seen['A']).toBe('a b/@:$`"é');
    expect(seen).not.toHaveProperty('A_FILE');
  });

  it('takes an empty file for no value and leaves files elsewhere to the program', () => {
    const { seen } = start({ A_FILE: join(folder, 'vazio'), SSL_CERT_FILE: '/etc/ssl/ca.pem' });
    expect(seen).not.toHaveProperty('A');
    expect(seen['SSL_CERT_FILE']).toBe('/etc/ssl/ca.pem');
  });

  it('builds a value around secrets, percent-encoded in addresses', () => {
    const { seen } = start({
      A_FILE: join(folder, 'senha'),
      URL_MODELO: 'postgres://u:{{url:A}}@h:5432/d?x={{B}}&y={{AUSENTE}}.',
      B: '{{A}}',
      PURO_MODELO: '{{A}}',
    });
    const address = new URL(seen['URL'] ?? '');
    expect(decodeURIComponent(address.password)).toBe('a b/@:$`"é');
    // What a secret holds is never read as a model again.
    expect(seen['URL']).toContain('?x={{A}}&y=.');
    expect(seen['PURO']).toBe('a b/@:$`"é');
    expect(seen).not.toHaveProperty('URL_MODELO');
  });

  it('names every required secret that has no value and starts nothing', () => {
    const { status, stderr } = start({ SEGREDOS_EXIGIDOS: 'A B C', B: 'b', C: '' });
    expect(status).toBe(78);
    expect(stderr).toMatch(/^Sem valor: A C\. Rode \.\/julia init/);
    expect(start({ SEGREDOS_EXIGIDOS: 'A', A_FILE: join(folder, 'senha') }).status).toBe(0);
  });

  it('refuses a secret that is given twice and a file it cannot read', () => {
    const twice = start({ A_FILE: join(folder, 'senha'), A: 'outra' });
    expect(twice.stderr).toMatch(/A está no \.env e em \.\/segredos/);
    expect(start({ A_FILE: join(folder, 'vazio'), A: 'outra' }).seen['A']).toBe('outra');
    const away = start({ A_FILE: join(folder, 'ausente') });
    expect([away.status, away.stderr]).toEqual([78, expect.stringMatching(/Não consigo ler/)]);
  });
});
