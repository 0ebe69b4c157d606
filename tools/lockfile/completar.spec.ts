import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { raizDoProjeto } from '../infra/caminhos.ts';
import { completar, type Lockfile } from './completar.ts';

describe('package-lock.json', () => {
  it('names every platform package, so that npm ci works on every machine', () => {
    const lockfile = JSON.parse(
      readFileSync(join(raizDoProjeto, 'package-lock.json'), 'utf8'),
    ) as Lockfile;
    expect(completar(lockfile).adicionados).toEqual([]);
  });

  it('names no registry', () => {
    const texto = readFileSync(join(raizDoProjeto, 'package-lock.json'), 'utf8');
    expect(texto).not.toContain('"resolved"');
  });
});

describe('completar', () => {
  const base = (): Lockfile => ({
    packages: {
      'node_modules/x': {
        version: '1.0.0',
        license: 'MIT',
        optionalDependencies: { '@x/linux-x64-gnu': '1.0.0' },
      },
    },
  });

  it('adds what is missing with its platform', () => {
    expect(completar(base()).completo.packages['node_modules/@x/linux-x64-gnu']).toEqual({
      version: '1.0.0',
      cpu: ['x64'],
      os: ['linux'],
      libc: ['glibc'],
      license: 'MIT',
      optional: true,
    });
  });

  it('leaves alone what is installed beside the package or above it', () => {
    for (const caminho of [
      'node_modules/@x/linux-x64-gnu',
      'node_modules/x/node_modules/@x/linux-x64-gnu',
    ]) {
      const lockfile = base();
      lockfile.packages[caminho] = { version: '1.0.0' };
      expect(completar(lockfile).adicionados).toEqual([]);
    }
  });

  it('refuses a range', () => {
    const lockfile: Lockfile = {
      packages: { 'node_modules/x': { optionalDependencies: { 'y-linux-x64': '^1.0.0' } } },
    };
    expect(() => completar(lockfile)).toThrow('not an exact version');
  });
});
