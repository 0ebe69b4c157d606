import { join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { opcoesDoBundle, raiz } from './bundle.ts';

/** Builds one app's bundle. `arquivo` is its first program, `bytes` all code without source maps. */
export async function construir(
  raizDoApp: string,
  destino?: string,
): Promise<{ arquivo: string; bytes: number }> {
  const opcoes = opcoesDoBundle(raizDoApp, destino);
  const bundle = await rolldown(opcoes);
  try {
    const { output } = await bundle.write(opcoes.output);
    const codigo = output.filter((parte) => parte.type === 'chunk');
    const bytes = codigo.reduce((soma, parte) => soma + Buffer.byteLength(parte.code), 0);
    return { arquivo: relative(raiz, join(opcoes.output.dir, 'main.js')), bytes };
  } finally {
    await bundle.close();
  }
}
