import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'jest';
import { raizDoProjeto } from '../infra/caminhos.ts';

/** The `test` target of one project: Jest in its folder, with a report that `npm test` counts. Further arguments go to Jest. */
const [nome = '', raiz = '', ...argumentos] = process.argv.slice(2);
const relatorios = join(raizDoProjeto, 'dist/test-results');
mkdirSync(relatorios, { recursive: true });
process.chdir(join(raizDoProjeto, raiz));
/** What a spec left open must not keep the whole run waiting; it is said, because it is a mistake of that spec. */
const saidaMs = 10_000;
await run([
  ...['--config', 'jest.config.mjs', '--json', '--outputFile', join(relatorios, `${nome}.json`)],
  ...argumentos,
]);
setTimeout(() => {
  console.error(
    `${nome}: something is still open after its tests: ${process.getActiveResourcesInfo().join(', ')}`,
  );
  process.exit();
}, saidaMs).unref();
