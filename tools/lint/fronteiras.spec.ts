import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const raiz = fileURLToPath(new URL('../..', import.meta.url));

interface Mensagem {
  readonly ruleId: string | null;
}

/** Lints `codigo` as if it were the content of an existing file, so that the real project graph judges it. */
function regrasVioladas(arquivo: string, codigo: string): (string | null)[] {
  const { stdout, stderr } = spawnSync(
    join(raiz, 'node_modules/.bin/eslint'),
    ['--stdin', '--stdin-filename', arquivo, '--format', 'json'],
    { cwd: raiz, input: codigo, encoding: 'utf8', env: { ...process.env, NX_DAEMON: 'false' } },
  );
  if (stdout === '') throw new Error(stderr);
  const [resultado] = JSON.parse(stdout) as { messages: Mensagem[] }[];
  return (resultado?.messages ?? []).map((mensagem) => mensagem.ruleId);
}

const fronteira = '@nx/enforce-module-boundaries';

describe('the lint of module boundaries', () => {
  it.each([
    [
      'a framework in the domain',
      'libs/domain/src/log.ts',
      `import { Injectable } from '@nestjs/common';\nexport const x = Injectable;`,
    ],
    [
      'an adapter in the domain',
      'libs/domain/src/log.ts',
      `import * as x from '@julia/queue';\nexport { x };`,
    ],
    [
      'an adapter in another adapter',
      'libs/llm/src/index.ts',
      `import * as x from '@julia/database';\nexport { x };`,
    ],
    [
      'an adapter in a kit',
      'libs/runtime/src/index.ts',
      `import * as x from '@julia/queue';\nexport { x };`,
    ],
    [
      'a relative path into another project',
      'libs/llm/src/index.ts',
      `import * as x from '../../queue/src/index.ts';\nexport { x };`,
    ],
    [
      'another app',
      'apps/scheduler/src/main.ts',
      `import * as x from '../../fila-worker/src/main.ts';\nexport { x };`,
    ],
  ])('rejects %s', (_nome, arquivo, codigo) => {
    expect(regrasVioladas(arquivo, codigo)).toContain(fronteira);
  });

  it.each(['@julia/domain/testing', '@julia/domain/contratos', '@julia/infra'])(
    'rejects %s outside specs',
    (origem) => {
      const codigo = `import * as x from '${origem}';\nexport { x };`;
      expect(regrasVioladas('libs/llm/src/index.ts', codigo)).toContain('no-restricted-imports');
    },
  );

  it('rejects the environment outside libs/config', () => {
    const codigo = `export const x = process.env['PORT'];`;
    expect(regrasVioladas('libs/llm/src/index.ts', codigo)).toContain('no-restricted-properties');
  });

  it('accepts what the house allows', () => {
    const codigo = `import { jobs } from '@julia/domain';\nexport const x = jobs;`;
    expect(regrasVioladas('libs/llm/src/index.ts', codigo)).toEqual([]);
  });
});
