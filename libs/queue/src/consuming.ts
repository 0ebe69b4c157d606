import type { InjectionToken, Provider } from '@nestjs/common';
import { Log, type Handlers, type QueueName } from '@julia/domain';
import { Consumers } from './consumers.ts';
import { CrashCounter } from './crash-counter.ts';
import { CrashGuard } from './crash-guard.ts';
import { JobRunner } from './job-runner.ts';
import type { ActiveHost, QueueProcessor } from './processor.ts';
import { QueueSet } from './publishing.ts';
import { SampledErrors } from './sampled-errors.ts';
import { SoloGate } from './solo-gate.ts';

/** Nest calls these on providers. */
class ConsumersLifecycle {
  private readonly consumers: Consumers;
  private readonly deadlineMs: number;

  constructor(consumers: Consumers, deadlineMs: number) {
    this.consumers = consumers;
    this.deadlineMs = deadlineMs;
  }

  onApplicationBootstrap(): void {
    this.consumers.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.consumers.stop(this.deadlineMs);
  }
}

export function runnerProvider(handlers: InjectionToken<Handlers>): Provider {
  return {
    provide: JobRunner,
    useFactory: (given: Handlers, crashes: CrashCounter, errors: SampledErrors, log: Log) =>
      new JobRunner(given, new CrashGuard(crashes, new SoloGate(), errors), log),
    inject: [handlers, CrashCounter, SampledErrors, Log],
  };
}

export function processorProvider(processor: QueueProcessor): Provider {
  return {
    provide: processor,
    useFactory: (runner: JobRunner, errors: SampledErrors) => new processor(runner, errors),
    inject: [JobRunner, SampledErrors],
  };
}

/** `processors` in the order of `filas`. */
export function consumersProviders(
  filas: readonly QueueName[],
  processors: readonly QueueProcessor[],
  deadlineMs: number,
): Provider[] {
  const consumers: Provider = {
    provide: Consumers,
    useFactory: (
      runner: JobRunner,
      crashes: CrashCounter,
      { all }: QueueSet,
      errors: SampledErrors,
      ...hosts: ActiveHost[]
    ) => {
      const pairs = filas.flatMap((fila, i) => {
        const host = hosts[i];
        return host ? [{ fila, host }] : [];
      });
      return new Consumers(pairs, runner, crashes, all, errors);
    },
    inject: [JobRunner, CrashCounter, QueueSet, SampledErrors, ...processors],
  };
  const lifecycle: Provider = {
    provide: ConsumersLifecycle,
    useFactory: (started: Consumers) => new ConsumersLifecycle(started, deadlineMs),
    inject: [Consumers],
  };
  return [consumers, lifecycle];
}
