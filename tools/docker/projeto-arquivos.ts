import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { must } from './command.ts';
import { ROOT } from './images.ts';

/** What an admin needs beside the images. */
const DEPLOY_FILES = [
  'compose',
  'scripts',
  'supabase',
  'static',
  'julia',
  '.env.example',
  'package.json',
  'DEPLOY.md',
];

/** What `docker compose build` reads besides. */
const SOURCES = [
  'apps',
  'libs',
  'tools',
  'docker',
  '.dockerignore',
  'package-lock.json',
  'tsconfig.base.json',
];

export type Variaveis = Readonly<Record<string, string>>;

/** Copies files as the working tree has them, without what git ignores. */
export async function copiarArquivos(pasta: string, comFontes: boolean): Promise<void> {
  const wanted = [...DEPLOY_FILES, ...(comFontes ? SOURCES : [])];
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...wanted];
  const names = (await must('git', ['-C', ROOT, ...list])).split('\0').filter(Boolean);
  for (const name of names) {
    const source = join(ROOT, name);
    // Deleted here, not yet in git.
    if (!existsSync(source)) continue;
    await mkdir(dirname(join(pasta, name)), { recursive: true });
    await copyFile(source, join(pasta, name));
  }
}

/** Sets variables in the text of an environment file: where they stand, else at its end. Values are quoted when they must be. */
function preencherEnv(texto: string, valores: Variaveis): string {
  let cheio = texto;
  for (const [nome, valor] of Object.entries(valores)) {
    const linha = `${nome}=${/[\s#$"\\*]/.test(valor) ? `'${valor}'` : valor}`;
    const atual = new RegExp(`^${nome}=.*$`, 'm');
    cheio = atual.test(cheio)
      ? cheio.replace(atual, () => linha)
      : `${cheio.trimEnd()}\n${linha}\n`;
  }
  return cheio;
}

export async function reescreverEnv(arquivo: string, valores: Variaveis): Promise<void> {
  const texto = preencherEnv(await readFile(arquivo, 'utf8'), valores);
  const novo = `${arquivo}.${process.pid}`;
  await writeFile(novo, texto, { mode: 0o600 });
  await rename(novo, arquivo);
}

export async function removerPasta(pasta: string): Promise<void> {
  await rm(pasta, { recursive: true, force: true });
}
