import type { Fatos } from './log.ts';
import type { JobName, Payload } from './jobs.ts';

/** Puts jobs on their queue. */
export abstract class JobPublisher {
  /**
   * Durable when it resolves. Repeats are absorbed as the registry says. `delayMs` is a hint: handlers re-check what is
   * due. Throws `transient` FILA_INDISPONIVEL within 1.8 s when the queue cannot store it.
   */
  abstract publish<N extends JobName>(
    name: N,
    payload: Payload<N>,
    options?: { delayMs?: number },
  ): Promise<void>;
}

/** One handler per job; what it returns is logged on the job's line. A job without a handler does not compile. */
export type Handlers = { readonly [N in JobName]: (payload: Payload<N>) => Promise<Fatos> };
