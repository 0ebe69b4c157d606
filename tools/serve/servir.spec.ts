import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { esperarAte } from '../infra/espera.ts';
import { iniciarProcesso, type Processo } from '../infra/processo.ts';

const dir = mkdtempSync(join(tmpdir(), 'julia-servir-'));
const entrada = join(dir, 'main.ts');
const bundle = {
  input: entrada,
  cwd: dir,
  platform: 'node',
  output: { dir: join(dir, 'dist'), entryFileNames: 'main.js', format: 'esm' },
};
/** What `nx serve` does with an app, for a program of this test. */
const roteiro = `
  import { servir } from ${JSON.stringify(join(import.meta.dirname, 'servir.ts'))};
  const servido = servir(${JSON.stringify(bundle)}, process.env);
  process.once('SIGTERM', () => void servido.encerrar().then(() => process.exit(0)));
`;

/** Says its version and its process, and goes on until it is told to stop. */
const salvar = (versao: string) =>
  writeFileSync(
    entrada,
    `const versao: string = '${versao}';
     process.on('SIGTERM', () => { console.log(\`fim \${versao}\`); process.exit(0); });
     console.log(\`\${versao} \${process.pid}\`);
     setInterval(() => undefined, 1_000);`,
  );

describe('an app that is served', () => {
  let serve: Processo;
  beforeEach(async () => {
    writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
    salvar('primeira');
    serve = await iniciarProcesso({
      comando: process.execPath,
      args: ['--input-type=module', '-e', roteiro],
      env: { NODE_OPTIONS: undefined },
    });
  });
  afterEach(async () => {
    await serve.parar();
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  const pidDe = async (versao: string) =>
    Number((await serve.esperarLinha(new RegExp(`^${versao} `))).split(' ')[1]);
  const vive = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  it('is stopped and started again when a file of it is saved, and ends with nx serve', async () => {
    const primeiro = await pidDe('primeira');
    salvar('segunda');
    const segundo = await pidDe('segunda');
    const depois = serve.linhas.filter((linha) => !linha.startsWith('primeira'));
    expect(depois).toEqual(['fim primeira', `segunda ${segundo}`]);
    expect([vive(primeiro), vive(segundo)]).toEqual([false, true]);

    expect(await serve.parar()).toEqual({ codigo: 0, sinal: null });
    expect(vive(segundo)).toBe(false);
  });

  it('goes on in its last good version while a file cannot be read', async () => {
    const primeiro = await pidDe('primeira');
    writeFileSync(entrada, 'isto não é {');
    await esperarAte(() => serve.linhas.some((linha) => /main\.ts/.test(linha)));
    expect(vive(primeiro)).toBe(true);
    salvar('terceira');
    await pidDe('terceira');
    expect(vive(primeiro)).toBe(false);
  });
});
