import type { Queue } from 'bullmq';
import type { QueueName } from '@julia/domain';
import type { Queues } from './bullmq-job-publisher.ts';
import type { QueueConnection } from './connection.ts';

export interface EstadoFila {
  readonly fila: QueueName;
  readonly aguardando: number;
  readonly ativos: number;
  readonly adiados: number;
  readonly mortas: number;
  /** Age of the oldest job that could run now; 0 when none waits. */
  readonly esperaMaisAntigaMs: number;
}

export interface MemoriaDoRedis {
  readonly usadaBytes: number;
  /** 0 when Redis has no limit of its own. */
  readonly maximaBytes: number;
}

/** Health and figures of the queues. */
export class QueueMonitor {
  private readonly connection: QueueConnection;
  private readonly queues: Queues;

  constructor(connection: QueueConnection, queues: Queues) {
    this.connection = connection;
    this.queues = queues;
  }

  /** Resolves when Redis answers; throws `transient` FILA_INDISPONIVEL within one second. */
  async pingar(): Promise<void> {
    await this.connection.pingar();
  }

  /** Throws `transient` FILA_INDISPONIVEL within 1.8 s. */
  async coletarFilas(): Promise<EstadoFila[]> {
    return this.connection.run(() =>
      Promise.all([...this.queues].map(([fila, queue]) => estadoDe(fila, queue))),
    );
  }

  /** Throws `transient` FILA_INDISPONIVEL within 1.8 s. */
  async lerMemoria(): Promise<MemoriaDoRedis> {
    const info = await this.connection.run(() => this.connection.redis.info('memory'));
    const valor = (campo: string) =>
      Number(new RegExp(`^${campo}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
    return { usadaBytes: valor('used_memory'), maximaBytes: valor('maxmemory') };
  }
}

async function estadoDe(fila: QueueName, queue: Queue): Promise<EstadoFila> {
  const [counts, [oldest]] = await Promise.all([
    queue.getJobCounts('waiting', 'active', 'delayed', 'failed'),
    queue.getJobs(['waiting'], 0, 0, true),
  ]);
  return {
    fila,
    aguardando: counts['waiting'] ?? 0,
    ativos: counts['active'] ?? 0,
    adiados: counts['delayed'] ?? 0,
    mortas: counts['failed'] ?? 0,
    esperaMaisAntigaMs: oldest ? Math.max(0, Date.now() - oldest.timestamp) : 0,
  };
}
