import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { raizDoProjeto } from '../infra/caminhos.ts';

const config = ['nx.json', 'package.json', 'tsconfig.base.json'];
const projetos = ['apps/api-gateway', 'apps/scheduler', 'libs/domain', 'tools'];

/** A small history of its own, so that the outcome does not depend on the repository's. */
describe('nx release', () => {
  let pasta = '';
  beforeAll(() => {
    pasta = mkdtempSync(join(tmpdir(), 'julia-lancamento-'));
    for (const arquivo of [...config, ...projetos.map((nome) => join(nome, 'project.json'))]) {
      mkdirSync(join(pasta, dirname(arquivo)), { recursive: true });
      cpSync(join(raizDoProjeto, arquivo), join(pasta, arquivo));
    }
    writeFileSync(join(pasta, '.gitignore'), 'node_modules\n.nx\n');
    symlinkSync(join(raizDoProjeto, 'node_modules'), join(pasta, 'node_modules'));
    git('init', '--quiet', '--initial-branch=main');
    confirmar('feat(api): the beginning');
    git('tag', 'v0.3.0');
  });
  afterAll(() => rmSync(pasta, { recursive: true, force: true }));

  const git = (...argumentos: string[]) =>
    execFileSync(
      'git',
      ['-c', 'user.name=teste', '-c', 'user.email=teste@example.com', ...argumentos],
      {
        cwd: pasta,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
  const confirmar = (mensagem: string) => {
    git('add', '--all');
    git('commit', '--quiet', '--message', mensagem);
  };
  const ensaiar = () =>
    execFileSync(
      process.execPath,
      [join(raizDoProjeto, 'node_modules/nx/dist/bin/nx.js'), 'release', '--dry-run'],
      {
        cwd: pasta,
        encoding: 'utf8',
        env: {
          ...process.env,
          NX_DAEMON: 'false',
          NX_WORKSPACE_ROOT_PATH: pasta,
          NO_COLOR: '1',
          FORCE_COLOR: '0',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );

  it('gives the whole product one next version, and says what changed by project', () => {
    writeFileSync(join(pasta, 'libs/domain/um.txt'), 'um');
    confirmar('feat(domain): doctors are called by name');
    writeFileSync(join(pasta, 'apps/scheduler/dois.txt'), 'dois');
    confirmar('fix(scheduler): a tick is late no more');
    const saida = ensaiar();
    expect(saida).toMatch(/\+\s+"version": "0\.3\.1"/);
    expect(saida).toContain('- **domain:** doctors are called by name');
    expect(saida).toContain('- **scheduler:** a tick is late no more');
    expect(saida).toContain('Previewing an entry in CHANGELOG.md for v0.3.1');
  }, 300_000);

  it('does not make a version for what no user sees', () => {
    git('tag', 'v0.3.1');
    writeFileSync(join(pasta, 'tools/tres.txt'), 'tres');
    confirmar('feat(tools): a faster bench');
    writeFileSync(join(pasta, 'libs/domain/quatro.txt'), 'quatro');
    confirmar('test(domain): more cases');
    const saida = ensaiar();
    expect(saida).not.toMatch(/\+\s+"version"/);
    expect(saida).not.toContain('CREATE CHANGELOG.md');
  }, 300_000);
});
