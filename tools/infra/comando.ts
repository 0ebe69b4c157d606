import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const executarArquivo = promisify(execFile);

export interface OpcoesDeComando {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  prazoMs?: number;
}

/** Runs to the end and gives stdout; a non-zero code throws with stderr in the message. */
export async function executar(
  comando: string,
  args: readonly string[],
  { cwd, env, prazoMs = 120_000 }: OpcoesDeComando = {},
): Promise<string> {
  const { stdout } = await executarArquivo(comando, [...args], {
    cwd,
    env: { ...process.env, LC_ALL: 'C', ...env },
    timeout: prazoMs,
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout;
}

export async function funciona(
  comando: string,
  args: readonly string[],
  opcoes?: OpcoesDeComando,
): Promise<boolean> {
  try {
    await executar(comando, args, opcoes);
    return true;
  } catch {
    return false;
  }
}

/** Full path of a command on PATH, or null. */
export async function noPath(
  nome: string,
  path = process.env['PATH'] ?? '',
): Promise<string | null> {
  for (const pasta of path.split(delimiter).filter(Boolean)) {
    const caminho = join(pasta, nome);
    try {
      await access(caminho, constants.X_OK);
      return caminho;
    } catch {
      continue;
    }
  }
  return null;
}
