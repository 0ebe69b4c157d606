import type { Queue } from 'bullmq';
import { AppError, type QueueName } from '@julia/domain';

/** What one worker of this process has taken from its queue, and what it runs now. */
export class Activity {
  taken = 0;
  running = 0;
  /** Redis is there and refuses writes: then nothing can be taken, and a restart would not help. */
  refusedAtMs = Number.NEGATIVE_INFINITY;

  async track<T>(run: () => Promise<T>): Promise<T> {
    this.taken += 1;
    this.running += 1;
    try {
      return await run();
    } finally {
      this.running -= 1;
    }
  }
}

export interface Watched {
  readonly fila: QueueName;
  readonly activity: Activity;
}

/** Far above any pause between two jobs of a queue that has some. */
const stuckAfterMs = 60_000;

/**
 * Notices a worker that stays connected and takes nothing although jobs wait: its probes are fine, so nobody else would,
 * and Docker restarts only what ends.
 */
export class ConsumptionWatch {
  private readonly watched: readonly Watched[];
  private readonly queues: ReadonlyMap<QueueName, Pick<Queue, 'getWaitingCount'>>;
  /** Since when a queue has had waiting jobs while this many had been taken. */
  private readonly idle = new Map<
    QueueName,
    { readonly sinceMs: number; readonly taken: number }
  >();

  constructor(
    watched: readonly Watched[],
    queues: ReadonlyMap<QueueName, Pick<Queue, 'getWaitingCount'>>,
  ) {
    this.watched = watched;
    this.queues = queues;
  }

  /** One look, to be repeated every few seconds. Throws `bug` CONSUMO_PARADO when a worker is stuck: the process should end. */
  async look(nowMs = performance.now()): Promise<void> {
    for (const { fila, activity } of this.watched) {
      const { taken } = activity;
      const waiting = await this.isWaiting(fila);
      // A job may have been taken while Redis was asked, as after a pause of the whole machine.
      if (!waiting || activity.running > 0 || activity.taken !== taken) {
        this.idle.delete(fila);
        continue;
      }
      const before = this.idle.get(fila);
      if (before?.taken !== taken) this.idle.set(fila, { sinceMs: nowMs, taken });
      else if (nowMs - Math.max(before.sinceMs, activity.refusedAtMs) >= stuckAfterMs) {
        throw new AppError('bug', 'CONSUMO_PARADO', 'Jobs wait and this worker takes none', {
          fila,
        });
      }
    }
  }

  /** A Redis that cannot be asked is no reason to end. */
  private async isWaiting(fila: QueueName): Promise<boolean> {
    try {
      return ((await this.queues.get(fila)?.getWaitingCount()) ?? 0) > 0;
    } catch {
      return false;
    }
  }
}
