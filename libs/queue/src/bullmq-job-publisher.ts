import type { JobsOptions, Queue } from 'bullmq';
import {
  JobPublisher,
  jobs,
  queues,
  type JobName,
  type Payload,
  type QueueName,
} from '@julia/domain';
import type { QueueConnection } from './connection.ts';
import { keyOf, type Envelope, type JobContext } from './envelope.ts';
import { jobIdentity } from './identity.ts';
import { isNudgePending } from './pending-nudge.ts';

export type Queues = ReadonlyMap<QueueName, Queue>;

/** Age alone would let a burst of webhooks fill Redis; the database dedupes what is forgotten early. */
const maxCompleted = 20_000;
/** A nudge's truth is in the database and the sweep repeats it, so its dead letters may be forgotten. */
const deadNudges = { age: 7 * 24 * 3_600, count: 1_000 };

/**
 * `once`: the job id is the identity, so a repeat is ignored while the record exists. That includes a dead letter, on
 * purpose: it is visible, and replaying it is a person's decision.
 * `nudge`: never a job id. BullMQ keeps one job that runs or waits per identity, plus one that follows an active one.
 */
export class BullmqJobPublisher extends JobPublisher {
  private readonly connection: QueueConnection;
  private readonly queues: Queues;
  private readonly context: () => JobContext;

  constructor(connection: QueueConnection, queues: Queues, context: () => JobContext) {
    super();
    this.connection = connection;
    this.queues = queues;
    this.context = context;
  }

  async publish<N extends JobName>(
    name: N,
    payload: Payload<N>,
    options: { delayMs?: number } = {},
  ): Promise<void> {
    const queue = this.queueOf(name);
    const identity = jobIdentity(name, keyOf(name, payload));
    const delay = Math.max(0, Math.ceil(options.delayMs ?? 0));
    const envelope: Envelope<N> = { payload, context: this.context() };
    await this.connection.run(async () => {
      const waits = jobs[name].dedup === 'nudge' && delay > 0;
      if (waits && (await isNudgePending(this.connection, queue, identity, delay))) return;
      await queue.add(name, envelope, jobOptions(name, identity, delay));
    });
  }

  private queueOf(name: JobName): Queue {
    const queue = this.queues.get(jobs[name].queue);
    if (!queue) throw new TypeError(`Queue ${jobs[name].queue} is not registered in this process`);
    return queue;
  }
}

function jobOptions(name: JobName, identity: string, delay: number): JobsOptions {
  const { queue, attempts, backoffMs, dedup } = jobs[name];
  const common: JobsOptions = {
    attempts,
    backoff: { type: 'exponential', delay: backoffMs, jitter: 0.5 },
    removeOnComplete: { age: queues[queue].keepCompletedSeconds, count: maxCompleted },
    stackTraceLimit: 1,
    ...(delay > 0 && { delay }),
  };
  if (dedup === 'once') return { ...common, jobId: identity, removeOnFail: false };
  // `reschedule` brings a delayed job forward and keeps its attempts, where `replace` would forget them.
  const deduplication = { id: identity, keepLastIfActive: true, reschedule: true };
  return { ...common, deduplication, removeOnFail: deadNudges };
}
