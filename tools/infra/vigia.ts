import { spawn } from 'node:child_process';

/**
 * Sends the signal to `pid` when this process dies, also by SIGKILL: a shell waits at the end of a pipe that only we
 * hold open, and end-of-file is our death. Works on Linux and macOS alike, unlike PR_SET_PDEATHSIG.
 * The returned function calls the watch off.
 */
export function vigiar(pid: number, sinal: NodeJS.Signals): () => void {
  const roteiro = 'read -r linha || kill -s "$1" "$2"';
  const vigia = spawn('/bin/sh', ['-c', roteiro, 'vigia', sinal.replace('SIG', ''), String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // In its own group: a Ctrl-C or a kill of our group must not remove the watch first.
    detached: true,
  });
  // A watch that cannot start, or that ended with its child, leaves nothing to do.
  vigia.on('error', () => undefined);
  vigia.stdin.on('error', () => undefined);
  vigia.unref();
  const entrada: unknown = vigia.stdin;
  if (temUnref(entrada)) entrada.unref();
  return () => vigia.stdin.end('fim\n');
}

function temUnref(valor: unknown): valor is { unref(): void } {
  return typeof valor === 'object' && valor !== null && 'unref' in valor;
}
