import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'bullmq';

const closingMs = 2_000;

/**
 * A worker whose end does not depend on Redis: BullMQ's own close waits for ever for a connection that is being
 * re-established. What runs was waited for before; see Consumers.
 */
export class EndingWorker extends Worker {
  private ending: Promise<void> | undefined;

  override close(force = false): Promise<void> {
    this.ending ??= this.end(force);
    return this.ending;
  }

  private async end(force: boolean): Promise<void> {
    const given = new AbortController();
    const closed = super.close(force).then(() => true);
    const late = pause(closingMs, false, { signal: given.signal }).catch(() => false);
    const inTime = await Promise.race([closed, late]);
    given.abort();
    if (inTime) return;
    // Its timer would keep the process alive.
    await this.lockManager.close();
    await this.getBackend().close(true);
  }
}
