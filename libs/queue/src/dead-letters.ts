import type { Job, Queue } from 'bullmq';
import { AppError, jobs, type JobPublisher, type QueueName } from '@julia/domain';
import { semDadosPessoais } from '@julia/runtime';
import type { Queues } from './bullmq-job-publisher.ts';
import type { QueueConnection } from './connection.ts';
import type { CrashCounter } from './crash-counter.ts';
import { parseJob, type ParsedJob } from './envelope.ts';

/** A dead letter without its payload: bodies stay in Redis. */
export interface Morta {
  readonly fila: QueueName;
  readonly jobId: string;
  readonly job: string;
  readonly codigo: string;
  readonly motivo: string;
  readonly tentativas: number;
  readonly publicadaEm: Date;
  readonly falhouEm: Date;
}

/** Jobs that were given up: visible and replayable. */
export class DeadLetters {
  private readonly connection: QueueConnection;
  private readonly queues: Queues;
  private readonly crashes: CrashCounter;
  private readonly publisher: JobPublisher;

  constructor(
    connection: QueueConnection,
    queues: Queues,
    crashes: CrashCounter,
    publisher: JobPublisher,
  ) {
    this.connection = connection;
    this.queues = queues;
    this.crashes = crashes;
    this.publisher = publisher;
  }

  /** Newest first over all queues. */
  async listarMortas(limite: number): Promise<Morta[]> {
    const perQueue = await this.connection.run(() =>
      Promise.all(
        [...this.queues].map(async ([fila, queue]) =>
          (await queue.getFailed(0, limite - 1)).map((job) => toMorta(fila, job)),
        ),
      ),
    );
    const newestFirst = (a: Morta, b: Morta): number => b.falhouEm.getTime() - a.falhouEm.getTime();
    return perQueue.flat().sort(newestFirst).slice(0, limite);
  }

  async contarMortas(): Promise<Record<QueueName, number>> {
    const counts = await this.connection.run(() =>
      Promise.all(
        [...this.queues].map(async ([fila, queue]) => [fila, await queue.getFailedCount()]),
      ),
    );
    return Object.fromEntries(counts) as Record<QueueName, number>;
  }

  /** Runs it again with all attempts and no crash on its account. Throws `rule` when it is not among the dead. */
  async reprocessarMorta(fila: QueueName, jobId: string): Promise<void> {
    const { queue, job } = await this.find(fila, jobId);
    const parsed = parseOrNull(job);
    if (parsed) await this.crashes.clear(parsed.identity);
    if (parsed && jobs[parsed.name].dedup === 'nudge') {
      // Revived, it could run beside a newer job of the same identity; a fresh nudge cannot.
      await this.publisher.publish(parsed.name, parsed.payload);
      await this.connection.run(() => queue.remove(jobId));
      return;
    }
    await this.connection.run(() =>
      job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true }),
    );
  }

  private async find(fila: QueueName, jobId: string): Promise<{ queue: Queue; job: Job }> {
    const queue = this.queues.get(fila);
    const job: Job | undefined = queue && (await this.connection.run(() => queue.getJob(jobId)));
    if (!queue || !job || !(await this.connection.run(() => job.isFailed()))) {
      throw new AppError('rule', 'MORTA_NAO_ENCONTRADA', 'No dead letter with this id', { fila });
    }
    return { queue, job };
  }
}

function toMorta(fila: QueueName, job: Job): Morta {
  const reason = job.failedReason;
  const end = reason.indexOf(': ');
  return {
    fila,
    jobId: job.id ?? '',
    job: job.name,
    codigo: end === -1 ? 'SEM_CODIGO' : reason.slice(0, end),
    motivo: semDadosPessoais(end === -1 ? reason : reason.slice(end + 2)),
    tentativas: job.attemptsMade,
    publicadaEm: new Date(job.timestamp),
    falhouEm: new Date(job.finishedOn ?? job.timestamp),
  };
}

/** A payload that its schema refuses has no identity; such a dead letter is only retried as it is. */
function parseOrNull(job: Job): ParsedJob | null {
  try {
    return parseJob(job.name, job.data);
  } catch (thrown) {
    if (AppError.from(thrown).kind === 'input') return null;
    throw thrown;
  }
}
