import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const programa = `
  import { carregarOuSair } from '${new URL('load-config.ts', import.meta.url).href}';
  import { z } from '${import.meta.resolve('zod')}';
  carregarOuSair({ A: z.string(), B: z.string() });
  console.log('continuou');
`;

function rodar(
  env: Record<string, string>,
): Promise<{ codigo: number; saida: string; erro: string }> {
  return new Promise((resolve) => {
    const argumentos = ['--input-type=module', '-e', programa];
    const opcoes = { env, cwd: fileURLToPath(new URL('.', import.meta.url)) };
    execFile(process.execPath, argumentos, opcoes, (falha, saida, erro) => {
      resolve({ codigo: typeof falha?.code === 'number' ? falha.code : 0, saida, erro });
    });
  });
}

describe('carregarOuSair', () => {
  it('prints every fault and ends the process with 1 before anything else runs', async () => {
    const { codigo, saida, erro } = await rodar({});
    expect(codigo).toBe(1);
    expect(saida).toBe('');
    expect(erro).toContain('- A: é obrigatória');
    expect(erro).toContain('- B: é obrigatória');
  });

  it('goes on when everything is there', async () => {
    expect(await rodar({ A: '1', B: '2' })).toMatchObject({ codigo: 0, saida: 'continuou\n' });
  });
});
