import { JobPublisher } from '../src/job-publisher.ts';
import type { JobName, Payload } from '../src/jobs.ts';

export interface Publicado {
  readonly name: JobName;
  readonly payload: Payload<JobName>;
  readonly delayMs: number;
}

/** Remembers what was published, in order. */
export class MemoriaPublisher extends JobPublisher {
  readonly publicados: Publicado[] = [];

  override publish<N extends JobName>(
    name: N,
    payload: Payload<N>,
    options: { delayMs?: number } = {},
  ): Promise<void> {
    this.publicados.push({ name, payload, delayMs: options.delayMs ?? 0 });
    return Promise.resolve();
  }
}
