import { agenda, fusoHorario, nomesAgendados, type NomeAgendado } from '@julia/domain';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import type { Entregador } from './entregador.ts';
import type { RecuperarTicks } from './recuperar-ticks.ts';
import { ultimoTick } from './ultimo-tick.ts';

/** A timer may fire a moment before the instant it stands for. */
const folgaMs = 500;

/** The cron table as running timers: each tick is handed over under the instant it was due, not the one it fired at. */
export class AgendaViva {
  private readonly registry: SchedulerRegistry;
  private readonly entregador: Pick<Entregador, 'entregar'>;
  private readonly recuperarTicks: Pick<RecuperarTicks, 'iniciar'>;

  constructor(
    registry: SchedulerRegistry,
    entregador: Pick<Entregador, 'entregar'>,
    recuperarTicks: Pick<RecuperarTicks, 'iniciar'>,
  ) {
    this.registry = registry;
    this.entregador = entregador;
    this.recuperarTicks = recuperarTicks;
  }

  onApplicationBootstrap(): void {
    for (const nome of nomesAgendados) {
      const job = CronJob.from({
        name: nome,
        cronTime: agenda[nome].cron,
        timeZone: fusoHorario,
        onTick: () => this.tick(nome),
        // A tick that is late is due all the same; by default the library drops it after 250 ms.
        threshold: Number.POSITIVE_INFINITY,
      });
      this.registry.addCronJob(nome, job);
      job.start();
    }
    // Read once every timer runs: a tick between the two would be neither fired nor missed. One that is both is one run.
    this.recuperarTicks.iniciar(new Date());
  }

  /** Nothing new is started while the process ends. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const job of this.registry.getCronJobs().values()) await job.stop();
  }

  private tick(nome: NomeAgendado): void {
    this.entregador.entregar(nome, ultimoTick(agenda[nome].cron, new Date(Date.now() + folgaMs)));
  }
}
