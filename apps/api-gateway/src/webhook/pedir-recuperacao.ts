import type { Log } from '@julia/domain';
import { fatosDoErro, type Metricas } from '@julia/runtime';
import type { DispararAgendado } from '../jobs/disparar-agendado.ts';

export interface RitmoDeRecuperacao {
  /** At most one run in this time, however much is refused. */
  readonly intervaloMs: number;
  /** Until a failed request for a run is repeated. */
  readonly novaTentativaMs: number;
}

export const ritmoPadrao: RitmoDeRecuperacao = { intervaloMs: 60_000, novaTentativaMs: 5_000 };

/**
 * Asks for a `recuperar-lacunas` run whenever messages may have been lost: refused with 401, 413 or 503, or missed while
 * the number was disconnected. Never in the way of a webhook; while database or queue are away it keeps asking.
 */
export class PedirRecuperacao {
  private readonly disparar: DispararAgendado;
  private readonly metricas: Metricas;
  private readonly log: Log;
  private readonly ritmo: RitmoDeRecuperacao;
  private ultimaMs = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private encerrado = false;

  constructor(disparar: DispararAgendado, metricas: Metricas, log: Log, ritmo: RitmoDeRecuperacao) {
    this.disparar = disparar;
    this.metricas = metricas;
    this.log = log;
    this.ritmo = ritmo;
  }

  /** Returns at once. */
  perdeu(): void {
    if (this.timer) return;
    const faltaMs = this.ultimaMs + this.ritmo.intervaloMs - performance.now();
    this.agendar(Math.max(0, faltaMs), null);
  }

  onApplicationShutdown(): void {
    this.encerrado = true;
    clearTimeout(this.timer);
  }

  private agendar(esperaMs: number, chave: string | null): void {
    if (this.encerrado) return;
    this.timer = setTimeout(() => void this.tentar(chave), esperaMs);
    this.timer.unref();
  }

  /** Keeps its key until it succeeds, so that an outage leaves one run, not one per attempt. */
  private async tentar(guardada: string | null): Promise<void> {
    const chave = guardada ?? chaveDoMinuto();
    this.ultimaMs = performance.now();
    try {
      const { execucaoId, duplicada } = await this.disparar.executar(
        'recuperar-lacunas',
        chave,
        null,
      );
      this.timer = undefined;
      this.metricas.recuperacoes.inc({ resultado: 'pedida' });
      this.log.info({ execucaoId, duplicada }, 'gap-fill requested');
      // Another replica's run of this minute may have been over before what was lost here: one more, in the next.
      if (duplicada && guardada === null) this.agendar(this.ritmo.intervaloMs, null);
    } catch (erro) {
      this.metricas.recuperacoes.inc({ resultado: 'adiada' });
      this.log.warn(fatosDoErro(erro), 'gap-fill postponed');
      this.agendar(this.ritmo.novaTentativaMs, chave);
    }
  }
}

/** One run per minute over all replicas of the api. */
function chaveDoMinuto(): string {
  return `lacuna-${new Date().toISOString().slice(0, 16)}Z`;
}
