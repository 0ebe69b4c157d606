import { join } from 'node:path';
import { carregarOuSair } from '@julia/config';
import { Env } from './config.ts';
import { migrar } from './migrar.ts';

/** `/app/migrar.js` of the api image; the migrations lie beside it. */
const aoLado = join(import.meta.dirname, 'supabase');

// A process that ends before it has an answer has not migrated.
process.exitCode = 1;
void migrar(carregarOuSair(Env), {
  dir: aoLado,
  esperaMs: 60_000,
  intervaloMs: 2_000,
  dizer: (linha) => process.stdout.write(`${linha}\n`),
}).then((codigo) => (process.exitCode = codigo));
