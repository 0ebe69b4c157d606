import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { portaLivre } from '../infra/espera.ts';
import { ambienteDoServico, exigirVizinhos } from './ambiente.ts';

const dir = mkdtempSync(join(tmpdir(), 'julia-serve-'));
const arquivos = { env: join(dir, '.env'), doStart: join(dir, 'desenvolvimento.env') };
afterAll(() => rmSync(dir, { recursive: true }));

describe('the environment of nx serve', () => {
  it('has to exist', () => {
    expect(() => ambienteDoServico(arquivos, {})).toThrow('rode `npm start`');
  });

  it('is that of npm start, under .env, under the shell, on this machine only', () => {
    writeFileSync(arquivos.doStart, 'REDIS_URL="redis://127.0.0.1:6390"\nA="1"\nB="1"\nC="1"\n');
    writeFileSync(arquivos.env, 'HOST=0.0.0.0\nREDIS_URL=\nB=2\nC=2\n');
    expect(ambienteDoServico(arquivos, { C: '3' })).toEqual({
      REDIS_URL: 'redis://127.0.0.1:6390',
      A: '1',
      B: '2',
      C: '3',
      HOST: '127.0.0.1',
    });
  });
});

describe('neighbours of a served app', () => {
  it('that are away are one line with the way out', async () => {
    const porta = await portaLivre();
    const ambiente = { REDIS_URL: `redis://127.0.0.1:${porta}` };
    await expect(exigirVizinhos('apps/api-gateway', 'api', ambiente)).rejects.toThrow(
      `Redis não responde em REDIS_URL (127.0.0.1:${porta}): inicie-o, ou rode em outro terminal: npm start -- --sem api.`,
    );
  });

  it('are asked only where they are used', async () => {
    const ambiente = { REDIS_URL: 'redis://127.0.0.1:1' };
    await expect(exigirVizinhos('apps/scheduler', 'scheduler', ambiente)).resolves.toBeUndefined();
  });
});
