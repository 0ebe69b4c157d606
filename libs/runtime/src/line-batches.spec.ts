import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { emLotes } from './line-batches.ts';

const rodar = promisify(execFile);
const modulo = new URL('./line-batches.ts', import.meta.url).href;

/** What a process writes that logs one line and then ends in the way of `fim`. */
async function saidaDe(fim: string): Promise<string> {
  const programa = `
    import { writeSync } from 'node:fs';
    const { emLotes } = await import('${modulo}');
    const saida = emLotes({ write: (linhas) => writeSync(1, linhas) });
    saida.write('ultima\\n');
    ${fim}`;
  const argumentos = ['--input-type=module', '--eval', programa];
  const { stdout } = await rodar(process.execPath, argumentos).catch(
    (erro: unknown) => erro as { stdout: string },
  );
  return stdout;
}

describe('emLotes', () => {
  it('writes the lines of one turn at once, in their order, and nothing twice', async () => {
    const escritas: string[] = [];
    const saida = emLotes({ write: (linhas) => void escritas.push(linhas) });
    saida.write('um\n');
    saida.write('dois\n');
    expect(escritas).toEqual([]);
    await new Promise(setImmediate);
    saida.write('tres\n');
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(escritas).toEqual(['um\ndois\n', 'tres\n']);
  });

  it.each([
    ['the end of its work', ''],
    ['process.exit', 'process.exit(1);'],
    ['an error that nobody caught', `throw new Error('fim');`],
    ['a rejection that nobody caught', `await Promise.reject(new Error('fim'));`],
  ])('loses no line to %s', async (_, fim) => {
    expect(await saidaDe(fim)).toBe('ultima\n');
  });
});
