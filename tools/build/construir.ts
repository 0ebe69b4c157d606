import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { opcoesDoBundle, programas, raiz } from './bundle.ts';

/** Builds an app's programs. `arquivo` is the first one's entry, `bytes` all code without source maps. */
export async function construir(
  raizDoApp: string,
  destino = join(raiz, 'dist'),
): Promise<{ arquivo: string; bytes: number }> {
  const pasta = join(destino, raizDoApp);
  await rm(pasta, { recursive: true, force: true });
  const tamanhos = await Promise.all(
    programas(raizDoApp).map((programa) => construirPrograma(raizDoApp, destino, programa)),
  );
  const bytes = tamanhos.reduce((soma, tamanho) => soma + tamanho, 0);
  return { arquivo: relative(raiz, join(pasta, 'main.js')), bytes };
}

async function construirPrograma(
  raizDoApp: string,
  destino: string,
  programa: string,
): Promise<number> {
  const opcoes = opcoesDoBundle(raizDoApp, { destino, programa });
  const bundle = await rolldown(opcoes);
  try {
    const { output } = await bundle.write(opcoes.output);
    const codigo = output.filter((parte) => parte.type === 'chunk');
    return codigo.reduce((soma, parte) => soma + Buffer.byteLength(parte.code), 0);
  } finally {
    await bundle.close();
  }
}
