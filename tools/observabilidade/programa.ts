import { spawnSync } from 'node:child_process';

export interface Rodada {
  readonly codigo: number;
  readonly saida: string;
}

/** Runs a program of the machine. Null when it is not installed; nothing here installs anything. */
export function rodarSeHouver(
  programa: string,
  argumentos: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Rodada | null {
  const { status, stdout, stderr, error } = spawnSync(programa, argumentos, {
    encoding: 'utf8',
    env,
  });
  if (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return { codigo: status ?? 1, saida: stdout + stderr };
}

/** Said instead of a check that this machine cannot do. */
export function avisarAusencia(programa: string, pacote: string): void {
  process.stderr.write(
    `${programa} is not installed (Debian: ${pacote}); what needs it was not checked here\n`,
  );
}
