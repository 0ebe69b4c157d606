import { agenda, fusoHorario, nomesAgendados, type NomeAgendado } from '@julia/domain';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import type { Entregador } from './entregador.ts';
import { ultimoTick } from './ultimo-tick.ts';

/** A timer may fire a moment before the instant it stands for. */
const folgaMs = 500;

/** The cron table as running timers: each tick is handed over under the instant it was due, not the one it fired at. */
export class AgendaViva {
  private readonly registry: SchedulerRegistry;
  private readonly entregador: Pick<Entregador, 'entregar'>;

  constructor(registry: SchedulerRegistry, entregador: Pick<Entregador, 'entregar'>) {
    this.registry = registry;
    this.entregador = entregador;
  }

  onApplicationBootstrap(): void {
    for (const nome of nomesAgendados) {
      const job = CronJob.from({
        name: nome,
        cronTime: agenda[nome].cron,
        timeZone: fusoHorario,
        onTick: () => this.tick(nome),
      });
      this.registry.addCronJob(nome, job);
      job.start();
    }
  }

  /** Nothing new is started while the process ends. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const job of this.registry.getCronJobs().values()) await job.stop();
  }

  private tick(nome: NomeAgendado): void {
    this.entregador.entregar(nome, ultimoTick(agenda[nome].cron, new Date(Date.now() + folgaMs)));
  }
}
