import { setTimeout as pause } from 'node:timers/promises';
import { queues, type QueueName } from '@julia/domain';
import type { Queues } from './bullmq-job-publisher.ts';
import { ConsumptionWatch } from './consumption-watch.ts';
import type { CrashCounter } from './crash-counter.ts';
import type { JobRunner } from './job-runner.ts';
import type { ActiveHost } from './processor.ts';
import type { SampledErrors } from './sampled-errors.ts';

const cleaningMs = 60_000;
const cleanedAtOnce = 10_000;
const lookMs = 15_000;
const drainMs = 10_000;

export interface Consumer {
  readonly fila: QueueName;
  readonly host: ActiveHost;
}

/** Starts the workers when the application is ready, and stops them without cutting a job in half if time allows. */
export class Consumers {
  private readonly consumers: readonly Consumer[];
  private readonly runner: JobRunner;
  private readonly crashes: CrashCounter;
  private readonly queues: Queues;
  private readonly errors: SampledErrors;
  private readonly watch: ConsumptionWatch;
  private cleaning: NodeJS.Timeout | undefined;
  private looking: NodeJS.Timeout | undefined;

  constructor(
    consumers: readonly Consumer[],
    runner: JobRunner,
    crashes: CrashCounter,
    registered: Queues,
    errors: SampledErrors,
  ) {
    this.consumers = consumers;
    this.runner = runner;
    this.crashes = crashes;
    this.queues = registered;
    this.errors = errors;
    const watched = consumers.map(({ fila, host }) => ({ fila, activity: host.activity }));
    this.watch = new ConsumptionWatch(watched, registered);
  }

  start(): void {
    for (const { fila, host } of this.consumers) {
      host.worker.run().catch((erro: unknown) => this.errors.registrar(fila, erro));
    }
    this.cleaning = setInterval(() => void this.clean(), cleaningMs);
    this.cleaning.unref();
    this.looking = setInterval(() => void this.look(), lookMs);
    this.looking.unref();
  }

  /**
   * What a stuck worker throws is caught by nobody on purpose: the runtime logs it and ends the process, which is started
   * again. What the workers of other queues hold ends before.
   */
  async look(nowMs = performance.now()): Promise<void> {
    try {
      await this.watch.look(nowMs);
    } catch (stuck) {
      // The one that is stuck may never close.
      await Promise.race([this.stop(drainMs), pause(drainMs * 2, undefined, { ref: false })]);
      throw stuck;
    }
  }

  /** Stops the intake, waits for running jobs, and after the deadline leaves the rest to another worker. */
  async stop(deadlineMs: number): Promise<void> {
    clearInterval(this.cleaning);
    clearInterval(this.looking);
    const workers = this.consumers.map(({ host }) => host.worker);
    const given = new AbortController();
    const drained = Promise.all([
      this.runner.drain(),
      ...workers.map((worker) => worker.pause(true)),
    ]).then(() => true);
    const late = pause(deadlineMs, false, { signal: given.signal }).catch(() => false);
    const inTime = await Promise.race([drained, late]);
    given.abort();
    if (!inTime)
      await this.crashes
        .pardonAll()
        .catch((erro: unknown) => this.errors.registrar('quedas', erro));
    await Promise.all(workers.map((worker) => worker.close(!inTime)));
  }

  /** BullMQ forgets old completed jobs only when another one completes; bodies must go within the hour all the same. */
  private async clean(): Promise<void> {
    for (const { fila } of this.consumers) {
      const age = queues[fila].keepCompletedSeconds * 1_000;
      try {
        await this.queues
          .get(fila)
          ?.clean(Math.max(0, age - cleaningMs), cleanedAtOnce, 'completed');
      } catch (erro) {
        this.errors.registrar(`limpeza-${fila}`, erro);
      }
    }
  }
}
