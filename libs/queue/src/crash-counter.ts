import { randomUUID } from 'node:crypto';
import type { QueueConnection } from './connection.ts';

/** A crash is forgotten after a day, so that a corrected program tries again by itself. */
const rememberMs = 24 * 3_600_000;

const beginScript = `
local owner = redis.call('HGET', KEYS[1], 'owner')
local crashes = tonumber(redis.call('HGET', KEYS[1], 'crashes') or '0')
if not owner and crashes < tonumber(ARGV[3]) then
  redis.call('HSET', KEYS[1], 'owner', ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return {1, crashes, '', ''}
end
return {0, crashes, owner or '', redis.call('HGET', KEYS[1], 'buried') or ''}
`;

/** Only if the mark is still the one that was judged: two workers may look at it at the same time. */
const blameScript = `
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then return 0 end
redis.call('HDEL', KEYS[1], 'owner')
if ARGV[3] == '1' then redis.call('HINCRBY', KEYS[1], 'crashes', 1) end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`;

const endScript = `
if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
`;

export interface Beginning {
  /** The mark is set; `run` must be handed to `end`. */
  readonly run: string | null;
  readonly crashes: number;
  /** Job that was already put to the dead letters for this identity. */
  readonly buried: string | null;
}

/**
 * Counts how often a job took its worker process down: a mark in Redis is written before the handler starts and removed
 * when it ends in any way. A mark whose process no longer holds a connection is a crash; one whose process lives only
 * lost its lock.
 */
export class CrashCounter {
  private readonly connection: QueueConnection;
  private readonly running = new Map<string, string>();

  constructor(connection: QueueConnection) {
    this.connection = connection;
  }

  /** Marks the job as started unless its crash count is `limit` or more. Call with 1 first: a suspect must run alone. */
  async begin(identity: string, limit: number): Promise<Beginning> {
    const run = `${this.connection.processName}/${randomUUID()}`;
    for (;;) {
      const [started, crashes, owner, buried] = await this.eval<[number, number, string, string]>(
        beginScript,
        identity,
        run,
        rememberMs,
        limit,
      );
      if (started === 1) {
        this.running.set(run, identity);
        return { run, crashes, buried: null };
      }
      if (owner === '') return { run: null, crashes, buried: buried || null };
      const crashed = !(await this.connection.isAlive(owner.slice(0, owner.indexOf('/'))));
      await this.eval(blameScript, identity, owner, rememberMs, crashed ? 1 : 0);
    }
  }

  /** The handler ended, however it did: this job is above suspicion again. */
  async end(run: string): Promise<void> {
    const identity = this.running.get(run);
    if (identity === undefined) return;
    this.running.delete(run);
    await this.eval(endScript, identity, run);
  }

  /** A shutdown that could not wait is not a crash of the jobs it cuts off. */
  async pardonAll(): Promise<void> {
    await Promise.all([...this.running.keys()].map((run) => this.end(run)));
  }

  /** Remembers the dead letter, so that further nudges for the same identity do not crash workers again. */
  async bury(identity: string, jobId: string): Promise<void> {
    const key = crashKey(identity);
    await this.connection.run(() =>
      this.connection.redis.multi().hset(key, 'buried', jobId).pexpire(key, rememberMs).exec(),
    );
  }

  /** Forgets crashes and dead letter. */
  async clear(identity: string): Promise<void> {
    await this.connection.run(() => this.connection.redis.del(crashKey(identity)));
  }

  private async eval<T>(
    script: string,
    identity: string,
    ...args: (string | number)[]
  ): Promise<T> {
    return this.connection.run(
      async () => (await this.connection.redis.eval(script, 1, crashKey(identity), ...args)) as T,
    );
  }
}

function crashKey(identity: string): string {
  return `julia:queda:${identity}`;
}
