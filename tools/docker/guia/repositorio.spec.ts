import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { must } from '../command.ts';
import { ROOT } from '../images.ts';
import { comVersao, Repositorio } from './repositorio.ts';

describe('the repository that the guide is followed from', () => {
  let repositorio: Repositorio;
  let pasta: string;

  beforeAll(async () => {
    repositorio = await Repositorio.criar();
    pasta = await mkdtemp(join(tmpdir(), 'julia-guia-clone-'));
    await must('git', ['clone', '--quiet', repositorio.endereco, pasta]);
  });
  afterAll(async () => {
    await repositorio.remover();
    await rm(pasta, { recursive: true });
  });

  it('gives the files of this working tree, and scripts that can be run', async () => {
    for (const nome of ['DEPLOY.md', 'tools/docker/guia/repositorio.spec.ts', 'package.json']) {
      expect(await readFile(join(pasta, nome), 'utf8')).toBe(
        await readFile(join(ROOT, nome), 'utf8'),
      );
    }
    await expect(must('./julia', ['--version'], { cwd: pasta })).resolves.toBeTruthy();
  });

  it('publishes a release, whose number is the one difference', async () => {
    await repositorio.publicar('v9.8.7');
    await repositorio.publicar('v9.8.7');
    await must('git', ['-C', pasta, 'fetch', '--quiet', '--tags']);
    const mudados = await must('git', ['-C', pasta, 'diff', '--numstat', 'main', 'v9.8.7']);
    expect(mudados.split('\n')).toEqual(['2\t2\tpackage-lock.json', '1\t1\tpackage.json']);
    const manifesto = await must('git', ['-C', pasta, 'show', 'v9.8.7:package.json']);
    expect(JSON.parse(manifesto)).toMatchObject({ name: 'julia', version: '9.8.7' });
  });

  it('changes the number of the package itself and of no other', () => {
    const antes = {
      version: '1.0.0',
      packages: { '': { version: '1.0.0' }, x: { version: '1.0.0' } },
    };
    expect(JSON.parse(comVersao(JSON.stringify(antes), '2.0.0'))).toEqual({
      version: '2.0.0',
      packages: { '': { version: '2.0.0' }, x: { version: '1.0.0' } },
    });
  });
});
