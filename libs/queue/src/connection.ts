import { randomUUID } from 'node:crypto';
import type { RedisOptions } from 'bullmq';
import { Redis } from 'ioredis';
import { AppError } from '@julia/domain';
import type { SampledErrors } from './sampled-errors.ts';

/** A webhook that cannot be stored is answered within 2 s; what is left of them is for the caller's own work. */
const conexaoMs = 1_400;
/** A Redis that is there may be slow: its disk is asked at every write. Refusing a webhook costs more than waiting. */
const respostaMs = 1_700;
/** The net under commands that no deadline of ours watches; so long that it does not fire after a stall in place of ours. */
const comandoMs = 5_000;
const pingMs = 1_000;

const reconnect = (attempt: number): number => Math.min(attempt * 100, 1_000);

/**
 * Connection of a worker. BullMQ requires that its commands wait for Redis without limit. Its own reconnection pauses
 * grow to 20 s, too long for a queue that must be back at once.
 */
export function workerConnection(redisUrl: string): RedisOptions {
  return {
    url: redisUrl,
    maxRetriesPerRequest: null,
    connectTimeout: 5_000,
    retryStrategy: reconnect,
  };
}

/**
 * The process's one connection for everything that is not a worker: publishing, crash marks, dead letters, figures.
 * Fails fast instead of queueing commands in memory, and reconnects by itself for ever.
 */
export class QueueConnection {
  /** Unique per process and visible in CLIENT LIST: tells others that this process still lives. */
  readonly processName = `julia-${randomUUID()}`;
  readonly redis: Redis;
  private becomingReady: Promise<void> | undefined;

  constructor(redisUrl: string, errors: SampledErrors) {
    // Not lazy: BullMQ gives a queue up for good when the first connect() of a lazy client fails.
    this.redis = new Redis(redisUrl, {
      connectionName: this.processName,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      connectTimeout: 1_000,
      commandTimeout: comandoMs,
      retryStrategy: reconnect,
    });
    this.redis.on('error', (erro: unknown) => errors.registrar('conexao', erro));
  }

  /**
   * Runs one command once Redis is there. Throws `transient` FILA_INDISPONIVEL within 1.5 s when Redis is away, within
   * 1.8 s when it hangs, and at once when it is full or refuses.
   */
  run<T>(command: () => Promise<T>): Promise<T> {
    // Made by hand, because every webhook comes through here: a race makes five promises more.
    return new Promise<T>((resolve, reject) => {
      // Given up, it must neither run once Redis is back nor be kept until then: in an outage each holds a body.
      let pending: (() => Promise<T>) | undefined = command;
      const fail = (cause: unknown) => {
        clearTimeout(timer);
        reject(translate(cause));
      };
      const expire = () => {
        pending = undefined;
        fail(new Error('Redis did not answer in time'));
      };
      // Timers run before what has arrived is read: after a stall of this process, the answer may be there already.
      const readOnceMore = () => void setImmediate(expire);
      const ready = this.redis.status === 'ready';
      const timer = setTimeout(readOnceMore, ready ? respostaMs : conexaoMs);
      const start = async () => {
        if (!pending) return;
        this.gather();
        resolve(await pending());
        clearTimeout(timer);
      };
      const done = ready ? start() : this.whenReady().then(start);
      done.catch(fail);
    });
  }

  /** Resolves when Redis answers; throws `transient` within one second. */
  async pingar(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('Redis did not answer the ping')), pingMs);
    });
    try {
      await Promise.race([this.redis.ping(), deadline]);
    } catch (cause) {
      throw translate(cause);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Does a process of this name hold a connection? A server that does not tell counts as no. */
  async isAlive(processName: string): Promise<boolean> {
    if (processName === this.processName) return true;
    try {
      const clients = String(await this.redis.client('LIST'));
      return clients
        .split('\n')
        .some((client) => client.split(' ').includes(`name=${processName}`));
    } catch {
      return false;
    }
  }

  close(): void {
    this.redis.disconnect();
  }

  /** What one turn of the event loop sends leaves in one write: under load the writes cost more than the commands. */
  private gather(): void {
    const { stream } = this.redis;
    if (stream.writableCorked > 0) return;
    stream.cork();
    setImmediate(() => stream.uncork());
  }

  private async whenReady(): Promise<void> {
    if (this.redis.status === 'ready') return;
    this.becomingReady ??= new Promise<void>((resolve) => {
      this.redis.once('ready', () => {
        this.becomingReady = undefined;
        resolve();
      });
    });
    await this.becomingReady;
  }
}

/** A mistake of ours must not be retried for ever as if Redis were away. */
function translate(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  if (cause instanceof TypeError || cause instanceof RangeError) return AppError.from(cause);
  return new AppError(
    'transient',
    'FILA_INDISPONIVEL',
    'The queue cannot store or read jobs now',
    {},
    { cause },
  );
}
