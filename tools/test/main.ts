import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dirJulia } from '../infra/caminhos.ts';
import { localizarRedis } from '../infra/redis.ts';
import { iniciarServidorDeTeste } from '../infra/servidor-de-teste.ts';
import { lerRelatorios } from './relatorios.ts';

/**
 * `npm test`: formatting, dead code, lint, types and every test that needs no Docker. The last line counts each test
 * and each check once: `N passed, N failed`.
 */
const raiz = fileURLToPath(new URL('../..', import.meta.url));
const resultados = join(raiz, 'dist/test-results');

function rodar(
  comando: string,
  argumentos: readonly string[],
  env = process.env,
): Promise<boolean> {
  return new Promise((resolve) => {
    const filho = spawn(join(raiz, 'node_modules/.bin', comando), argumentos, {
      cwd: raiz,
      stdio: 'inherit',
      env,
    });
    filho.once('error', () => resolve(false));
    filho.once('exit', (codigo) => resolve(codigo === 0));
  });
}

const contagem = { passed: 0, failed: 0 };
const falhas: string[] = [];
const conferir = async (
  nome: string,
  comando: string,
  argumentos: string[],
  env?: NodeJS.ProcessEnv,
) => {
  console.log(`\n# ${nome}`);
  const ok = await rodar(comando, argumentos, env);
  contagem[ok ? 'passed' : 'failed'] += 1;
  if (!ok) falhas.push(nome);
  return ok;
};

rmSync(resultados, { recursive: true, force: true });
mkdirSync(resultados, { recursive: true });
const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };

await conferir('format', 'prettier', ['--check', '.']);
await conferir('dead code', 'knip', []);
await conferir(
  'lint and types',
  'nx',
  ['run-many', '-t', 'lint', 'typecheck', '--output-style=static'],
  env,
);
// Found or downloaded once, before several projects want it at the same time.
await localizarRedis(dirJulia);
const postgres = await iniciarServidorDeTeste();
try {
  const argumentos = ['run-many', '-t', 'build', 'test', '--parallel=2', '--output-style=static'];
  const ok = await conferir('tests', 'nx', argumentos, { ...env, JULIA_TEST_PG_URL: postgres.url });
  const testes = lerRelatorios(resultados, raiz);
  contagem.passed += testes.passed;
  // A runner that broke without a report has failed already as the check above.
  contagem.failed += ok ? 0 : testes.failed;
  falhas.push(...testes.falhas);
  for (const pulada of testes.puladas) console.log(pulada);
} finally {
  await postgres.parar();
}

// Again, because thousands of lines lie between a failure and the end.
for (const falha of falhas) console.log(`FALHA ${falha}`);
console.log(`\n${contagem.passed} passed, ${contagem.failed} failed`);
process.exitCode = contagem.failed === 0 ? 0 : 1;
