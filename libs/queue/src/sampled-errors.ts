import type { Fatos, Log } from '@julia/domain';

/** A full Redis makes an idle worker fail thousands of times a second. */
const janelaMs = 10_000;

interface Janela {
  desde: number;
  suprimidos: number;
}

/** At most one log line per source in ten seconds; the next line tells how many were held back. */
export class SampledErrors {
  private readonly log: Log;
  private readonly agoraMs: () => number;
  private readonly janelas = new Map<string, Janela>();

  constructor(log: Log, agoraMs: () => number = () => performance.now()) {
    this.log = log;
    this.agoraMs = agoraMs;
  }

  registrar(origem: string, erro: unknown): void {
    const agora = this.agoraMs();
    const janela = this.janelas.get(origem);
    if (janela && agora - janela.desde < janelaMs) {
      janela.suprimidos += 1;
      return;
    }
    const suprimidos = janela?.suprimidos ?? 0;
    this.janelas.set(origem, { desde: agora, suprimidos: 0 });
    this.log.error({ origem, suprimidos, ...descrever(erro) }, 'erro da fila');
  }
}

/** Redis and socket errors say what failed in their first word or code; the rest may quote data. */
function descrever(erro: unknown): Fatos {
  if (!(erro instanceof Error)) return { err: 'ERRO_SEM_TIPO' };
  const code = 'code' in erro && typeof erro.code === 'string' ? erro.code : undefined;
  const redis = /^[A-Z]{3,}(?=\s)/.exec(erro.message)?.[0];
  return { err: code ?? redis ?? erro.name, errMensagem: erro.message.slice(0, 120) };
}
