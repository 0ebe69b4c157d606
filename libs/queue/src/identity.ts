import { hash } from 'node:crypto';
import type { JobName } from '@julia/domain';

/**
 * The identity of a job in Redis: bounded, the same in every process, and never a number or with a colon, which
 * BullMQ refuses in job ids. Keys may hold addresses, and ids are logged, so the key enters only as a hash.
 */
export function jobIdentity(name: JobName, key: string): string {
  return `${name}/${hash('sha256', key, 'base64url').slice(0, 32)}`;
}
