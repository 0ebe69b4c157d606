import { setTimeout as pausar } from 'node:timers/promises';
import {
  agenda,
  AppError,
  ehNomeAgendado,
  type ItemAgenda,
  type Log,
  type NomeAgendado,
} from '@julia/domain';
import { fatosDoErro } from '@julia/runtime';
import type { ApiDaJulia, UltimoTick } from './api-da-julia.ts';
import type { Entregador, RitmoDeEntrega } from './entregador.ts';
import { ultimoTick } from './ultimo-tick.ts';

/**
 * After a start: what passed while no scheduler ran is made good by each job's rule. `once` runs the latest missed tick,
 * `skip` lets it go. A job that never ran has missed nothing.
 */
export class RecuperarTicks {
  private readonly api: Pick<ApiDaJulia, 'ultimosTicks'>;
  private readonly entregador: Pick<Entregador, 'entregar'>;
  private readonly log: Log;
  private readonly ritmo: RitmoDeEntrega;
  private readonly fim = new AbortController();
  private rodando: Promise<void> = Promise.resolve();

  constructor(
    api: Pick<ApiDaJulia, 'ultimosTicks'>,
    entregador: Pick<Entregador, 'entregar'>,
    log: Log,
    ritmo: RitmoDeEntrega,
  ) {
    this.api = api;
    this.entregador = entregador;
    this.log = log;
    this.ritmo = ritmo;
  }

  /** Returns at once. The ticks missed are those up to `ate`, however long the api keeps us waiting. */
  iniciar(ate: Date): void {
    this.rodando = this.executar(ate);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.fim.abort();
    await this.rodando;
  }

  /** Resolves when the api has told what ran last and the missed ticks were handed over. */
  private async executar(ate: Date): Promise<void> {
    for (let falhas = 0; !this.fim.signal.aborted; falhas += 1) {
      try {
        const ultimos = await this.api.ultimosTicks();
        for (const ultimo of ultimos) this.recuperar(ultimo, ate);
        return;
      } catch (erro) {
        const fatos = fatosDoErro(erro);
        if (AppError.from(erro).kind === 'transient') this.log.warn(fatos, 'catch-up postponed');
        else this.log.error(fatos, 'catch-up refused');
        const esperaMs = Math.min(
          this.ritmo.maiorEsperaMs,
          this.ritmo.primeiraEsperaMs * 2 ** falhas,
        );
        const { signal } = this.fim;
        await pausar(esperaMs, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  private recuperar({ nome, ultimoTick: ultimo, estado }: UltimoTick, ate: Date): void {
    if (!ehNomeAgendado(nome) || !ultimo) return;
    const { cron, recuperacao } = item(nome);
    const devido = ultimoTick(cron, ate);
    if (devido < ultimo || (devido.getTime() === ultimo.getTime() && !parado(estado))) return;
    const fatos = { job: nome, tick: devido.toISOString(), ultimoTick: ultimo.toISOString() };
    if (recuperacao === 'once') {
      this.log.info(fatos, 'missed tick caught up');
      this.entregador.entregar(nome, devido);
    } else this.log.info(fatos, 'missed tick skipped');
  }
}

/** Registered, and perhaps never published: the api was cut off in between, and posting it again publishes it again. */
function parado(estado: string | null): boolean {
  return estado === 'pendente' || estado === 'executando';
}

/** The table's literal types would make the rule of today's jobs look like the only one. */
function item(nome: NomeAgendado): ItemAgenda {
  return agenda[nome];
}
