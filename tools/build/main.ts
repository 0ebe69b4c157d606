import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { rolldown } from 'rolldown';
import { opcoesDoBundle, raiz } from './bundle.ts';

const raizDoApp = process.argv[2];
if (!raizDoApp) {
  console.error('uso: node tools/build/main.ts apps/<app>');
  process.exit(1);
}
const opcoes = opcoesDoBundle(raizDoApp);
const bundle = await rolldown(opcoes);
await bundle.write(opcoes.output);
await bundle.close();
const { size } = await stat(opcoes.output.file);
console.log(`${relative(raiz, opcoes.output.file)} ${(size / 1e6).toFixed(1)} MB`);
