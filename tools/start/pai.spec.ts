import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { iniciarProcesso } from '../infra/processo.ts';

const modulo = JSON.stringify(join(import.meta.dirname, 'pai.ts'));
const roteiro = `
  import { encerrarSemPai } from ${modulo};
  encerrarSemPai(() => { console.log('sem pai'); process.exit(0); });
  console.log('no ar');
  setInterval(() => {}, 1_000);
`;

async function iniciar(env: NodeJS.ProcessEnv) {
  // The shell stays as the parent: another command follows.
  const args = ['-c', '"$1" --input-type=module -e "$2"; true', 'sh', process.execPath, roteiro];
  const pai = await iniciarProcesso({ comando: '/bin/sh', args, env });
  await pai.esperarLinha(/no ar/);
  return pai;
}

describe('the end of the npm that started us', () => {
  it('is noticed when it is killed', async () => {
    const pai = await iniciar({ npm_lifecycle_event: 'start' });
    await pai.matar();
    expect(pai.linhas).toContain('sem pai');
  });
});
