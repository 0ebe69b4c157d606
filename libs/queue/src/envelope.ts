import { z } from 'zod';
import { AppError, jobs, type JobName, type Payload } from '@julia/domain';
import { jobIdentity } from './identity.ts';

/** What travels beside every payload: strings of the publisher's log context, such as `correlationId`. */
export type JobContext = Readonly<Record<string, string>>;

export interface Envelope<N extends JobName = JobName> {
  readonly payload: Payload<N>;
  readonly context: JobContext;
}

const contextSchema = z.object({ context: z.record(z.string(), z.string()) });

export interface ParsedJob {
  readonly name: JobName;
  readonly payload: Payload<JobName>;
  readonly identity: string;
}

/** Empty for an envelope without one, so that even a broken job gets its log line. */
export function contextOf(data: unknown): JobContext {
  const parsed = contextSchema.safeParse(data);
  return parsed.success ? parsed.data.context : {};
}

/** Throws `input` for a name that is not in the registry and for a payload its schema refuses; names fields, never values. */
export function parseJob(name: string, data: unknown): ParsedJob {
  if (!isJobName(name)) {
    throw new AppError('input', 'JOB_DESCONHECIDO', 'No job of this name is in the registry');
  }
  const definition = jobs[name];
  const payload =
    typeof data === 'object' && data !== null && 'payload' in data ? data.payload : undefined;
  const parsed = definition.payload.safeParse(payload);
  if (!parsed.success) {
    const campos = parsed.error.issues
      .map((issue) => issue.path.join('.') || '(payload)')
      .join(', ');
    throw new AppError('input', 'PAYLOAD_INVALIDO', `Payload refused by its schema: ${campos}`, {
      campos,
    });
  }
  return { name, payload: parsed.data, identity: jobIdentity(name, keyOf(name, parsed.data)) };
}

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(jobs, name);
}

/** The one cast of the registry: TypeScript cannot pair a job's name with its own payload here. */
export function keyOf(name: JobName, payload: Payload<JobName>): string {
  return (jobs[name].key as (payload: Payload<JobName>) => string)(payload);
}
