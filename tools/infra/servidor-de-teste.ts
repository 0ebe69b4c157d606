import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dirJulia } from './caminhos.ts';
import { codigoDe } from './erro.ts';
import { iniciarPostgres } from './postgres.ts';

export interface ServidorDeTeste {
  readonly url: string;
  parar(): Promise<void>;
}

/** The Postgres shared by the spec files of one test run. It dies with this process and leaves no data. */
export async function iniciarServidorDeTeste(
  dir = join(dirJulia, 'teste'),
): Promise<ServidorDeTeste> {
  await removerAbandonados(dir);
  const servidor = await iniciarPostgres({
    dir: join(dir, `pg-${process.pid}`),
    persistente: false,
  });
  return { url: servidor.url(), parar: () => servidor.parar() };
}

/** Data of runs that were killed; a folder belongs to the process whose pid it carries. */
async function removerAbandonados(dir: string): Promise<void> {
  for (const nome of await readdir(dir).catch(() => [])) {
    const pid = Number(/^pg-(\d+)/.exec(nome)?.[1]);
    if (pid === process.pid || !existeProcesso(pid)) {
      await rm(join(dir, nome), { recursive: true, force: true, maxRetries: 3 });
    }
  }
}

function existeProcesso(pid: number): boolean {
  try {
    return Number.isInteger(pid) && process.kill(pid, 0);
  } catch (erro) {
    return codigoDe(erro) === 'EPERM';
  }
}
