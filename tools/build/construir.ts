import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { rolldown } from 'rolldown';
import { opcoesDoBundle, raiz } from './bundle.ts';

/** Builds one app's bundle. `bytes` without the source map. */
export async function construir(raizDoApp: string): Promise<{ arquivo: string; bytes: number }> {
  const opcoes = opcoesDoBundle(raizDoApp);
  const bundle = await rolldown(opcoes);
  try {
    await bundle.write(opcoes.output);
  } finally {
    await bundle.close();
  }
  const { size } = await stat(opcoes.output.file);
  return { arquivo: relative(raiz, opcoes.output.file), bytes: size };
}
