import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { esperarAte, redisDeTeste, type RedisDeTeste } from '@julia/infra';
import { MemoryLog } from '../test/memory-log.ts';
import { QueueConnection } from './connection.ts';
import { CrashCounter } from './crash-counter.ts';
import { SampledErrors } from './sampled-errors.ts';

let server: RedisDeTeste;
let redis: Redis;

beforeAll(async () => {
  server = await redisDeTeste();
  redis = new Redis(server.url);
}, 60_000);

afterAll(async () => {
  redis.disconnect();
  await server.parar();
});

/** Judges a mark only when another worker is about to judge the same one. */
class JudgingTogether extends QueueConnection {
  private readonly meet: () => Promise<unknown>;

  constructor(meet: () => Promise<unknown>) {
    super(server.url, new SampledErrors(new MemoryLog()));
    this.meet = meet;
  }

  override async isAlive(processName: string): Promise<boolean> {
    const alive = await super.isAlive(processName);
    await this.meet();
    return alive;
  }

  /** Its scripts lack this part from now on. */
  without(part: string): void {
    const run = this.redis.eval.bind(this.redis) as (...args: unknown[]) => Promise<unknown>;
    const changed = (script: string, ...args: unknown[]) => run(script.replace(part, ''), ...args);
    Object.assign(this.redis, { eval: changed });
  }
}

/** How often one crash is counted by two workers that find the mark of the dead one at once. */
async function countedCrashes(lacking = ''): Promise<number> {
  const identity = randomUUID();
  await redis.hset(`julia:queda:${identity}`, 'owner', `julia-dead/${randomUUID()}`);
  let judging = 0;
  const meet = () => {
    judging += 1;
    return esperarAte(() => judging === 2);
  };
  const workers = [new JudgingTogether(meet), new JudgingTogether(meet)];
  for (const worker of workers) worker.without(lacking);
  const begin = (worker: QueueConnection) => new CrashCounter(worker).begin(identity, 1);
  const beginnings = await Promise.all(workers.map(begin));
  for (const worker of workers) worker.close();
  expect(beginnings.map(({ run }) => run)).toEqual([null, null]);
  return Number(await redis.hget(`julia:queda:${identity}`, 'crashes'));
}

describe('a crash that two workers find at the same time', () => {
  it('is counted once', async () => {
    expect(await countedCrashes()).toBe(1);
  });

  it('would be counted twice if its mark were not looked at again', async () => {
    const lookAgain = "if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then return 0 end";
    expect(await countedCrashes(lookAgain)).toBe(2);
  });
});
