import type { Queue } from 'bullmq';
import type { QueueConnection } from './connection.ts';

/**
 * Reads BullMQ's own keys: `de:<id>` names the current job of a deduplication id, `dn:<id>` holds the one that follows
 * an active job, and scores of the delayed set carry the due instant above twelve bits of sequence.
 */
const script = `
local current = redis.call('GET', KEYS[1])
if not current or redis.call('EXISTS', ARGV[1] .. current) == 0 then return 0 end
local score = redis.call('ZSCORE', KEYS[3], current)
if score then
  return math.floor(tonumber(score) / 4096) <= tonumber(ARGV[2]) and 1 or 0
end
if redis.call('LPOS', KEYS[4], current) then
  local following = redis.call('HGET', KEYS[2], 'opts')
  if not following then return 0 end
  return (cjson.decode(following)['delay'] or 0) <= tonumber(ARGV[3]) and 1 or 0
end
return 1
`;

/** Is a run of this nudge already to come, no later than `delayMs` from now? Then another one would only put it off. */
export async function isNudgePending(
  connection: QueueConnection,
  queue: Queue,
  id: string,
  delayMs: number,
): Promise<boolean> {
  const keys = [`de:${id}`, `dn:${id}`, 'delayed', 'active'].map((key) => queue.toKey(key));
  const argv = [queue.toKey(''), Date.now() + delayMs, delayMs];
  return (await connection.redis.eval(script, keys.length, ...keys, ...argv)) === 1;
}
