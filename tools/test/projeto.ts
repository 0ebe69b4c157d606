import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'jest';
import { raizDoProjeto } from '../infra/caminhos.ts';

/** The `test` target of one project: Jest in its folder, with a report that `npm test` counts. Further arguments go to Jest. */
const [nome = '', raiz = '', ...argumentos] = process.argv.slice(2);
const relatorios = join(raizDoProjeto, 'dist/test-results');
mkdirSync(relatorios, { recursive: true });
process.chdir(join(raizDoProjeto, raiz));
await run([
  ...['--config', 'jest.config.mjs', '--json', '--outputFile', join(relatorios, `${nome}.json`)],
  ...argumentos,
]);
