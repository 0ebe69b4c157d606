/**
 * Calls back once the npm that started this process is gone: killed with SIGKILL it forwards nothing, and the whole stack
 * would stay behind with nobody to stop it. A start without npm is left alone, so that it can be put in the background.
 */
export function encerrarSemPai(encerrar: () => void, ambiente = process.env): void {
  if (ambiente['npm_lifecycle_event'] === undefined) return;
  const pai = process.ppid;
  const intervalo = setInterval(() => {
    if (process.ppid === pai) return;
    clearInterval(intervalo);
    encerrar();
  }, 500);
  intervalo.unref();
}
