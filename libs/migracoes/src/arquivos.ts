import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Migracao {
  /** File name, such as `20261122000100_fundamentos.sql`. */
  readonly nome: string;
  readonly texto: string;
  readonly sha256: string;
}

export async function lerMigracao(nome: string, caminho: string): Promise<Migracao> {
  const texto = await readFile(caminho, 'utf8');
  return { nome, texto, sha256: createHash('sha256').update(texto).digest('hex') };
}

/** The files of `<dir>/migrations` in the order of their names. */
export async function lerMigracoes(dir: string): Promise<Migracao[]> {
  const pasta = join(dir, 'migrations');
  const nomes = (await readdir(pasta)).filter((nome) => nome.endsWith('.sql')).sort();
  return Promise.all(nomes.map((nome) => lerMigracao(nome, join(pasta, nome))));
}

/** Version and name as the Supabase CLI reads them from a file name. */
export function versaoENome({ nome }: Migracao): { versao: string; titulo: string } {
  const [, versao = nome, titulo = ''] = /^(\d+)_(.*)\.sql$/.exec(nome) ?? [];
  return { versao, titulo };
}
