import { AppError } from '@julia/domain';
import type { CrashCounter } from './crash-counter.ts';
import type { SampledErrors } from './sampled-errors.ts';
import type { SoloGate } from './solo-gate.ts';

/** At the third crash a job is dead without being run again. */
const maxCrashes = 3;

export type Guarded<T> =
  | { readonly tipo: 'executado'; readonly valor: T; readonly quedas: number }
  /** Its dead letter already waits for a person; running it would take another worker down. */
  | { readonly tipo: 'enterrado'; readonly jobId: string };

/**
 * The poison rule. A crash blames every job that was running, so the guilty one is found by running each suspect alone:
 * the innocent ones end and are cleared, the poison only ever takes itself down.
 */
export class CrashGuard {
  private readonly counter: CrashCounter;
  private readonly gate: SoloGate;
  private readonly errors: SampledErrors;

  constructor(counter: CrashCounter, gate: SoloGate, errors: SampledErrors) {
    this.counter = counter;
    this.gate = gate;
    this.errors = errors;
  }

  /** Throws `bug` JOB_DERRUBA_WORKER instead of running a job that crashed its worker three times. */
  async run<T>(identity: string, jobId: string, work: () => Promise<T>): Promise<Guarded<T>> {
    const leave = await this.gate.enter();
    try {
      const beginning = await this.counter.begin(identity, 1);
      if (beginning.run !== null) {
        return { tipo: 'executado', valor: await this.work(beginning.run, work), quedas: 0 };
      }
    } finally {
      leave();
    }
    return this.runSuspect(identity, jobId, work);
  }

  private async runSuspect<T>(
    identity: string,
    jobId: string,
    work: () => Promise<T>,
  ): Promise<Guarded<T>> {
    const leave = await this.gate.enterAlone();
    try {
      const { run, crashes, buried } = await this.counter.begin(identity, maxCrashes);
      if (run !== null) {
        return { tipo: 'executado', valor: await this.work(run, work), quedas: crashes };
      }
      if (buried !== null && buried !== jobId) return { tipo: 'enterrado', jobId: buried };
      await this.counter.bury(identity, jobId);
      throw new AppError('bug', 'JOB_DERRUBA_WORKER', 'This job took its worker process down', {
        quedas: crashes,
      });
    } finally {
      leave();
    }
  }

  private async work<T>(run: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      // A mark left behind by a Redis that is away is harmless: this process lives, so it is never read as a crash.
      await this.counter.end(run).catch((erro: unknown) => this.errors.registrar('quedas', erro));
    }
  }
}
