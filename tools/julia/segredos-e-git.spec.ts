import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { raizDoProjeto } from '../infra/caminhos.ts';

it.each(['segredos/anthropic_api_key', '.env', '.env.anterior', '.julia/rollouts.jsonl', 'logs/x'])(
  'git never takes %s, which an installation writes into its clone',
  (caminho) => {
    const { status } = spawnSync('git', ['check-ignore', '--quiet', caminho], {
      cwd: raizDoProjeto,
    });
    expect(status).toBe(0);
  },
);

it('nor does it overlook sources whose names are alike', () => {
  for (const caminho of [
    'scripts/julia/segredos.sh',
    'compose/segredos.yaml',
    'docs/segredos.md',
  ]) {
    const { status } = spawnSync('git', ['check-ignore', '--quiet', caminho], {
      cwd: raizDoProjeto,
    });
    expect(status).toBe(1);
  }
});
