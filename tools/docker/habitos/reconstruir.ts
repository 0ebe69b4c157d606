import assert from 'node:assert/strict';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../command.ts';
import type { ProjetoCompose } from '../projeto-compose.ts';
import type { Report } from '../report.ts';
import type { SuiteContext } from '../context.ts';

const SERVICO = 'julia-api';
/** What the api waits for in a rehearsal is built with it. */
const DO_ENSAIO = ['banco-embutido', 'banco-semente', 'simulador'];

/** `docker compose up -d --build julia-api` after a changed line. The image has a name of its own: others use ours meanwhile. */
export async function checkRebuild(
  report: Report,
  projeto: ProjetoCompose,
  { base, runtime, network }: SuiteContext,
): Promise<void> {
  const imagem = `${projeto.nome}-api`;
  await report.check(
    '`docker compose up -d --build julia-api` runs what was changed, and replaces nothing else',
    async () => {
      await projeto.docker('tag', 'julia-api:latest', `${imagem}:latest`);
      await writeFile(
        join(projeto.pasta, 'compose/rede-do-build.yaml'),
        `services:\n${[SERVICO, ...DO_ENSAIO].map((nome) => `  ${nome}: { build: { network: ${network ?? 'default'} } }\n`).join('')}`,
      );
      const { COMPOSE_FILE = '' } = await projeto.lerEnv();
      await projeto.ajustarEnv({
        COMPOSE_FILE: `${COMPOSE_FILE}:compose/rede-do-build.yaml`,
        JULIA_API_IMAGE: imagem,
        BUILD_IMAGE: base,
        RUNTIME_IMAGE: runtime,
      });
      await projeto.exigir('up', '-d', '--no-deps', SERVICO);
      const antes = await projeto.estado(SERVICO);
      const worker = await projeto.estado('julia-worker');
      const main = join(projeto.pasta, 'apps/api-gateway/src/main.ts');
      await appendFile(main, "\nprocess.title = 'julia-api-mudada';\n");
      await projeto.exigir('up', '-d', '--build', SERVICO);
      await projeto.saudavel(SERVICO);
      const depois = await projeto.estado(SERVICO);
      assert.notEqual(depois?.id, antes?.id);
      assert.equal((await projeto.estado('julia-worker'))?.id, worker?.id);
      const titulo = await projeto.exigir('exec', '-T', SERVICO, 'node', '-e', TITULOS);
      assert.match(titulo, /julia-api-mudada/);
    },
  );
  const limpeza = { env: projeto.env, cleanup: true };
  await projeto.exigir('stop', '--timeout', '1', SERVICO);
  await run('docker', ['compose', 'rm', '-f', SERVICO], { ...limpeza, cwd: projeto.pasta });
  await run('docker', ['rmi', '-f', `${imagem}:latest`], limpeza);
}

/** Command lines of everything in the container; a process's title replaces its own. */
const TITULOS = `const fs = require('node:fs');
for (const pid of fs.readdirSync('/proc').filter((nome) => /^[0-9]+$/.test(nome)))
  console.log(fs.readFileSync('/proc/' + pid + '/cmdline', 'utf8').replaceAll('\\0', ' '));`;
