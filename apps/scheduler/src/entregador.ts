import { setTimeout as pausar } from 'node:timers/promises';
import { AppError, type Log, type NomeAgendado } from '@julia/domain';
import { fatosDoErro, type Metricas } from '@julia/runtime';
import type { ApiDaJulia } from './api-da-julia.ts';

export interface RitmoDeEntrega {
  readonly primeiraEsperaMs: number;
  readonly maiorEsperaMs: number;
}

export const ritmoDeEntrega: RitmoDeEntrega = { primeiraEsperaMs: 1_000, maiorEsperaMs: 30_000 };

interface TickPendente {
  readonly tick: Date;
  /** When it was handed over: a tick that is caught up was not late because of the api. */
  readonly desdeMs: number;
}

/**
 * Delivers ticks to the api, and goes on trying while it is away. One tick per job is kept: a newer one replaces what
 * could not be delivered, because each run does everything that is due.
 */
export class Entregador {
  private readonly api: Pick<ApiDaJulia, 'disparar'>;
  private readonly metricas: Metricas;
  private readonly log: Log;
  private readonly ritmo: RitmoDeEntrega;
  private readonly pendentes = new Map<NomeAgendado, TickPendente>();
  private readonly entregando = new Map<NomeAgendado, Promise<void>>();
  private readonly fim = new AbortController();

  constructor(
    api: Pick<ApiDaJulia, 'disparar'>,
    metricas: Metricas,
    log: Log,
    ritmo: RitmoDeEntrega,
  ) {
    this.api = api;
    this.metricas = metricas;
    this.log = log;
    this.ritmo = ritmo;
  }

  /** Returns at once. An older tick than the one that waits is dropped. */
  entregar(job: NomeAgendado, tick: Date): void {
    if (this.fim.signal.aborted) return;
    const anterior = this.pendentes.get(job);
    if (anterior && anterior.tick >= tick) return;
    this.pendentes.set(job, { tick, desdeMs: performance.now() });
    if (anterior) {
      this.metricas.ticks.inc({ job, resultado: 'substituido' });
      this.log.warn({ job, tick: anterior.tick.toISOString() }, 'tick replaced by a newer one');
    }
    if (this.entregando.has(job)) return;
    const entrega = this.esvaziar(job).finally(() => this.entregando.delete(job));
    this.entregando.set(job, entrega);
  }

  /** Resolves when nothing is being delivered; what waits for the api is given up and caught up after the next start. */
  async encerrar(): Promise<void> {
    this.fim.abort();
    await Promise.all(this.entregando.values());
  }

  async onApplicationShutdown(): Promise<void> {
    await this.encerrar();
  }

  private async esvaziar(job: NomeAgendado): Promise<void> {
    let falhas = 0;
    for (let atual = this.pendentes.get(job); atual; atual = this.pendentes.get(job)) {
      if (await this.tentar(job, atual)) {
        falhas = 0;
        if (this.pendentes.get(job) === atual) this.pendentes.delete(job);
        continue;
      }
      falhas += 1;
      if (this.fim.signal.aborted || !(await this.esperar(falhas))) return;
    }
  }

  /** True when there is no point in trying this tick again. */
  private async tentar(job: NomeAgendado, { tick, desdeMs }: TickPendente): Promise<boolean> {
    const fatos = { job, tick: tick.toISOString() };
    try {
      const { duplicada } = await this.api.disparar(job, tick);
      this.metricas.ticks.inc({ job, resultado: duplicada ? 'duplicado' : 'entregue' });
      this.metricas.tickAtraso.set({ job }, (performance.now() - desdeMs) / 1_000);
      this.log.info({ ...fatos, duplicada }, 'tick delivered');
      return true;
    } catch (thrown) {
      const erro = AppError.from(thrown);
      const passageiro = erro.kind === 'transient';
      this.metricas.ticks.inc({ job, resultado: passageiro ? 'adiado' : 'recusado' });
      if (passageiro) this.log.warn({ ...fatosDoErro(erro), ...fatos }, 'tick postponed');
      else this.log.error({ ...fatosDoErro(erro), ...fatos }, 'tick refused');
      return !passageiro;
    }
  }

  /** False when the wait was cut short by the end of the process. */
  private async esperar(falhas: number): Promise<boolean> {
    const { primeiraEsperaMs, maiorEsperaMs } = this.ritmo;
    const cheia = Math.min(maiorEsperaMs, primeiraEsperaMs * 2 ** (falhas - 1));
    const comJitter = cheia * (0.75 + Math.random() / 4);
    const { signal } = this.fim;
    return pausar(comJitter, true, { signal, ref: false }).catch(() => false);
  }
}
