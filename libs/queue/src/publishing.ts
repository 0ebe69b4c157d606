import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { BullModule, getQueueToken } from '@nestjs/bullmq';
import type { Queue } from 'bullmq';
import { JobPublisher, Log, queues, type QueueName } from '@julia/domain';
import { contextoAtual } from '@julia/runtime';
import { BullmqJobPublisher, type Queues } from './bullmq-job-publisher.ts';
import { QueueConnection } from './connection.ts';
import { CrashCounter } from './crash-counter.ts';
import { DeadLetters } from './dead-letters.ts';
import type { JobContext } from './envelope.ts';
import { QueueMonitor } from './queue-monitor.ts';
import { SampledErrors } from './sampled-errors.ts';

export const allQueues = Object.keys(queues) as QueueName[];

/** Token and holder of the queues by name. */
export class QueueSet {
  readonly all: Queues;

  constructor(all: Queues) {
    this.all = all;
  }
}

@Module({})
class ConnectionModule {}

class ConnectionLifecycle {
  private readonly connection: QueueConnection;

  constructor(connection: QueueConnection) {
    this.connection = connection;
  }

  onApplicationShutdown(): void {
    this.connection.close();
  }
}

/** Global, because the modules that @nestjs/bullmq makes for the queues inject the connection. */
export function connectionModule(redisUrl: string): DynamicModule {
  return {
    module: ConnectionModule,
    global: true,
    providers: [
      { provide: SampledErrors, useFactory: (log: Log) => new SampledErrors(log), inject: [Log] },
      {
        provide: QueueConnection,
        useFactory: (errors: SampledErrors) => new QueueConnection(redisUrl, errors),
        inject: [SampledErrors],
      },
      {
        provide: ConnectionLifecycle,
        useFactory: (connection: QueueConnection) => new ConnectionLifecycle(connection),
        inject: [QueueConnection],
      },
    ],
    exports: [SampledErrors, QueueConnection],
  };
}

export function queueModule(name: QueueName): DynamicModule {
  return BullModule.registerQueueAsync({
    name,
    inject: [QueueConnection],
    useFactory: ({ redis }: QueueConnection) => ({
      connection: redis,
      // Asking for the version while Redis goes away would leave the queue broken for good.
      skipVersionCheck: true,
      streams: { events: { maxLen: 1_000 } },
    }),
  });
}

export const publishingProviders: Provider[] = [
  {
    provide: QueueSet,
    useFactory: (errors: SampledErrors, ...all: Queue[]) => queueSet(errors, all),
    inject: [SampledErrors, ...allQueues.map((name) => getQueueToken(name))],
  },
  {
    provide: CrashCounter,
    useFactory: (connection: QueueConnection) => new CrashCounter(connection),
    inject: [QueueConnection],
  },
  {
    provide: JobPublisher,
    useFactory: (connection: QueueConnection, { all }: QueueSet) =>
      new BullmqJobPublisher(connection, all, jobContext),
    inject: [QueueConnection, QueueSet],
  },
  {
    provide: DeadLetters,
    useFactory: (
      connection: QueueConnection,
      { all }: QueueSet,
      crashes: CrashCounter,
      publisher: JobPublisher,
    ) => new DeadLetters(connection, all, crashes, publisher),
    inject: [QueueConnection, QueueSet, CrashCounter, JobPublisher],
  },
  {
    provide: QueueMonitor,
    useFactory: (connection: QueueConnection, { all }: QueueSet) =>
      new QueueMonitor(connection, all),
    inject: [QueueConnection, QueueSet],
  },
];

function queueSet(errors: SampledErrors, all: readonly Queue[]): QueueSet {
  for (const queue of all) queue.on('error', (erro) => errors.registrar('conexao', erro));
  return new QueueSet(new Map(all.map((queue) => [queue.name as QueueName, queue])));
}

/** Only what links log lines across processes travels with a job. */
function jobContext(): JobContext {
  const { correlationId } = contextoAtual();
  return typeof correlationId === 'string' ? { correlationId } : {};
}
