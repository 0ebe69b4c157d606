import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const partida = join(import.meta.dirname, 'partida.mjs');
const executar = promisify(execFile);

let pasta: string;
let cache: string;

beforeEach(() => {
  pasta = mkdtempSync(join(tmpdir(), 'partida-'));
  cache = join(pasta, 'cache');
  writeFileSync(join(pasta, 'package.json'), '{"type":"module"}');
  writeFileSync(join(pasta, 'programa.js'), readFileSync(partida));
});
afterEach(() => rmSync(pasta, { recursive: true, force: true }));

/** A bundle as the build writes it, around this body. */
function gravarPrograma(corpo: string): void {
  const inicio = '(function (require, module, exports, __filename, __dirname) { "use strict";';
  writeFileSync(join(pasta, 'programa.cjs'), `${inicio}\n${corpo}\n})\n`);
}

async function rodar(ambiente: NodeJS.ProcessEnv = { NODE_COMPILE_CACHE: cache }): Promise<string> {
  const { stdout } = await executar(process.execPath, [join(pasta, 'programa.js')], {
    env: { ...ambiente },
  });
  return stdout;
}

function guardados(): string[] {
  return readdirSync(cache, { recursive: true, encoding: 'utf8' })
    .filter((nome) => !statSync(join(cache, nome)).isDirectory())
    .filter((nome) => !/[/\\][0-9a-f]+$/.test(nome))
    .map((nome) => join(cache, nome));
}

function umGuardado(): string {
  const [arquivo, ...outros] = guardados();
  if (arquivo === undefined || outros.length > 0) throw new Error(guardados().join(', ') || 'none');
  return arquivo;
}

/** Whether V8 took the compiled form that lies there: it replaces one that it refuses. */
async function aproveita(): Promise<boolean> {
  const arquivo = umGuardado();
  const antes = statSync(arquivo).ino;
  await rodar();
  return statSync(arquivo).ino === antes;
}

describe('the entry of a program', () => {
  it('runs the bundle beside it with what Node gives a CommonJS module', async () => {
    gravarPrograma(
      `console.log(JSON.stringify([require('node:path').basename(__filename), __dirname, typeof module.exports]));`,
    );
    expect(JSON.parse(await rodar({}))).toEqual(['programa.cjs', pasta, 'object']);
  });

  it('reads letters beyond ASCII', async () => {
    gravarPrograma('console.log(`Júlia, plantão`);');
    expect(await rodar()).toBe('Júlia, plantão\n');
    expect(await rodar()).toBe('Júlia, plantão\n');
  });

  it('keeps the compiled form of what has run and uses it', async () => {
    gravarPrograma('function usada() { return "ok"; }\nconsole.log(usada());');
    expect(await rodar()).toBe('ok\n');
    expect(await aproveita()).toBe(true);
    expect(await rodar()).toBe('ok\n');
  });

  it('keeps functions that Node does not keep: those compiled on their first call', async () => {
    const funcoes = Array.from(
      { length: 200 },
      (_, i) => `function f${i}() { return [${i}, "x"].join("-"); }`,
    );
    gravarPrograma(
      `${funcoes.join('\n')}\nif (process.env.CHAMAR) [${funcoes.map((_, i) => `f${i}`).join()}].map((f) => f());`,
    );
    await rodar();
    const semChamar = statSync(umGuardado()).size;
    rmSync(cache, { recursive: true });
    await rodar({ NODE_COMPILE_CACHE: cache, CHAMAR: '1' });
    expect(statSync(umGuardado()).size).toBeGreaterThan(semChamar * 1.5);
  });

  it('runs a changed bundle of the same length, and keeps that one', async () => {
    gravarPrograma('console.log("antes");');
    await rodar();
    gravarPrograma('console.log("agora");');
    expect(await rodar()).toBe('agora\n');
    expect(guardados()).toHaveLength(1);
    expect(await aproveita()).toBe(true);
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, 100)],
    ['empty', () => Buffer.alloc(0)],
    [
      'spoiled inside',
      (bytes: Buffer) => {
        bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
        return bytes;
      },
    ],
  ])('runs when the compiled form is %s, and replaces it', async (_como, estragar) => {
    gravarPrograma('console.log("ok");');
    await rodar();
    writeFileSync(umGuardado(), estragar(readFileSync(umGuardado())));
    expect(await rodar()).toBe('ok\n');
    expect(await aproveita()).toBe(true);
  });

  it('runs where nothing can be kept', async () => {
    gravarPrograma('console.log("ok");');
    writeFileSync(cache, 'a file where the folder should be');
    expect(await rodar()).toBe('ok\n');
  });

  it('ends with the code of an error at the start, which is not hidden', async () => {
    gravarPrograma('throw new Error("quebrou");');
    await expect(rodar()).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('programa.cjs:2'),
    });
  });
});
