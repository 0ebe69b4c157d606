import type { Type } from '@nestjs/common';
import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { QueueName, QueuePolicy } from '@julia/domain';
import { workerConnection } from './connection.ts';
import { Activity } from './consumption-watch.ts';
import type { JobRunner } from './job-runner.ts';
import type { SampledErrors } from './sampled-errors.ts';

export interface ActiveHost extends WorkerHost {
  readonly activity: Activity;
}
export type QueueProcessor = Type<ActiveHost> &
  (new (runner: JobRunner, errors: SampledErrors) => ActiveHost);

/** Answers of a Redis that is there and refuses. BullMQ asks again at once, thousands of times a second. */
const refusal = /^(OOM|MISCONF|READONLY|NOAUTH|NOPERM|LOADING|BUSY)/;
const brakeMs = 1_000;

/** The options of a decorator are fixed when its class is made, so the class is made when the options are known. */
export function processorOf(
  fila: QueueName,
  policy: QueuePolicy,
  redisUrl: string,
): QueueProcessor {
  @Processor(fila, {
    connection: workerConnection(redisUrl),
    autorun: false,
    concurrency: policy.concurrency,
    lockDuration: policy.lockMs,
    stalledInterval: policy.stalledCheckMs,
    maxStalledCount: policy.maxStalled,
  })
  class FilaProcessor extends WorkerHost implements ActiveHost {
    readonly activity = new Activity();
    private readonly runner: JobRunner;
    private readonly errors: SampledErrors;
    private braking = false;

    constructor(runner: JobRunner, errors: SampledErrors) {
      super();
      this.runner = runner;
      this.errors = errors;
    }

    override process(job: Job, token?: string): Promise<void> {
      return this.activity.track(() => this.runner.run(job, token));
    }

    @OnWorkerEvent('error')
    onError(erro: Error): void {
      this.errors.registrar(fila, erro);
      if (!refusal.test(erro.message)) return;
      this.activity.refusedAtMs = performance.now();
      void this.brake();
    }

    private async brake(): Promise<void> {
      const { worker } = this;
      if (this.braking || worker.isPaused() || worker.closing) return;
      this.braking = true;
      await worker.pause(true);
      setTimeout(() => {
        this.braking = false;
        if (!worker.closing) void worker.resume();
      }, brakeMs).unref();
    }
  }
  return FilaProcessor;
}
