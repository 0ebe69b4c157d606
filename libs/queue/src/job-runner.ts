import { DelayedError, UnrecoverableError, WaitingError, type Job } from 'bullmq';
import {
  AppError,
  errorPolicy,
  jobs,
  queues,
  type Fatos,
  type Handlers,
  type JobName,
  type Log,
  type Payload,
} from '@julia/domain';
import { fatosDoErro, withContext } from '@julia/runtime';
import type { CrashGuard } from './crash-guard.ts';
import { contextOf, isJobName, parseJob, type ParsedJob } from './envelope.ts';

const fallbackBackoff = { backoffMs: 2_000, maxBackoffMs: 30_000 };

/** Runs one job of any queue: parse, context, crash guard, handler, one log line, and what its error means. */
export class JobRunner {
  private readonly handlers: Handlers;
  private readonly guard: CrashGuard;
  private readonly log: Log;
  private running = 0;
  private refusing = false;
  private readonly idle: (() => void)[] = [];

  constructor(handlers: Handlers, guard: CrashGuard, log: Log) {
    this.handlers = handlers;
    this.guard = guard;
    this.log = log;
  }

  /** The processor of every worker. Throws what tells BullMQ to retry, put off or give up. */
  async run(job: Job, token: string | undefined): Promise<void> {
    // A worker that was told to stop may still bring one job that it was already waiting for.
    if (this.refusing) {
      await this.giveBack(job, () => job.moveToWait(token));
      throw new WaitingError();
    }
    this.running += 1;
    try {
      await withContext({ ...contextOf(job.data), ...factsOf(job) }, () =>
        this.attempt(job, token),
      );
    } finally {
      this.running -= 1;
      if (this.running === 0) for (const resolve of this.idle.splice(0)) resolve();
    }
  }

  /** From now on jobs go back to their queue unrun. Resolves when those that run have ended. */
  async drain(): Promise<void> {
    this.refusing = true;
    if (this.running > 0) await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  /** A job that cannot be given back stays active without renewal and comes back as stalled; it must not count as failed. */
  private async giveBack(job: Job, move: () => Promise<unknown>): Promise<void> {
    try {
      await move();
    } catch (thrown) {
      this.log.warn({ ...fatosDoErro(thrown), ...factsOf(job) }, 'job nao pode ser devolvido');
    }
  }

  private async attempt(job: Job, token: string | undefined): Promise<void> {
    const start = performance.now();
    const ms = (): number => Math.round(performance.now() - start);
    try {
      const parsed = parseJob(job.name, job.data);
      const guarded = await this.guard.run(parsed.identity, job.id ?? '', () =>
        this.handle(parsed),
      );
      if (guarded.tipo === 'enterrado') {
        const fatos = { ...factsOf(job), ms: ms(), mortaId: guarded.jobId };
        this.log.warn(fatos, 'job recusado: ja esta nas mortas');
        return;
      }
      const quedas = guarded.quedas > 0 ? guarded.quedas : undefined;
      this.log.info({ ...guarded.valor, ...factsOf(job), quedas, ms: ms() }, 'job concluido');
    } catch (thrown) {
      const ending = await this.conclude(AppError.from(thrown), job, token, ms());
      if (ending) throw ending;
    }
  }

  private handle({ name, payload }: ParsedJob): Promise<Fatos> {
    // The registry pairs name and payload; TypeScript cannot follow it through a lookup.
    const handler = this.handlers[name] as (payload: Payload<JobName>) => Promise<Fatos>;
    return handler(payload);
  }

  /** One log line, and the error that tells BullMQ what happens to the job; null when it is done. */
  private async conclude(
    erro: AppError,
    job: Job,
    token: string | undefined,
    ms: number,
  ): Promise<Error | null> {
    // What the business does not allow was decided: nobody can act on it, now or later.
    if (erro.kind === 'rule') {
      this.log.info({ ...fatosDoErro(erro), ...factsOf(job), ms }, 'job recusado por regra');
      return null;
    }
    const policy = errorPolicy[erro.kind];
    const destino = destinyOf(erro, job);
    const tentarEmMs = destino === 'adiado' ? backoffMs(job) : undefined;
    const alerta = erro.kind === 'bug' && destino === 'morto' ? true : undefined;
    const fatos = { ...fatosDoErro(erro), ...factsOf(job), ms, destino, tentarEmMs, alerta };
    this.log[policy.level](fatos, 'job falhou');
    const reason = `${erro.code}: ${erro.message}`;
    if (tentarEmMs !== undefined) {
      await this.giveBack(job, () => job.moveToDelayed(Date.now() + tentarEmMs, token));
      return new DelayedError();
    }
    return destino === 'morto' ? new UnrecoverableError(reason) : new Error(reason);
  }
}

/** `transient` never uses up an attempt; bad input is not retried; a bug is, until its attempts are gone. */
function destinyOf(erro: AppError, job: Job): 'adiado' | 'repetido' | 'morto' {
  if (erro.kind === 'transient') return 'adiado';
  const last = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
  const retry = errorPolicy[erro.kind].retry && erro.code !== 'JOB_DERRUBA_WORKER' && !last;
  return retry ? 'repetido' : 'morto';
}

/** Doubles with every start of the job up to the queue's limit; jitter keeps a herd from coming back at once. */
function backoffMs(job: Job): number {
  const { backoffMs: first, maxBackoffMs: most } = isJobName(job.name)
    ? { ...jobs[job.name], ...queues[jobs[job.name].queue] }
    : fallbackBackoff;
  const full = Math.min(most, first * 2 ** Math.max(0, job.attemptsStarted - 1));
  return Math.round(full * (0.5 + Math.random() / 2));
}

function factsOf(job: Job): Fatos {
  return {
    job: job.name,
    jobId: job.id ?? null,
    fila: job.queueName,
    tentativa: job.attemptsStarted,
  };
}
