import {
  Module,
  type DynamicModule,
  type InjectionToken,
  type ModuleMetadata,
  type Provider,
} from '@nestjs/common';
import { BullModule, getQueueToken, type WorkerHost } from '@nestjs/bullmq';
import type { Queue } from 'bullmq';
import { JobPublisher, Log, queues, type Handlers, type QueueName, type QueuePolicy } from '@julia/domain';
import { contextoAtual } from '@julia/runtime';
import { BullmqJobPublisher, type Queues } from './bullmq-job-publisher.ts';
import { QueueConnection } from './connection.ts';
import { Consumers } from './consumers.ts';
import { CrashCounter } from './crash-counter.ts';
import { CrashGuard } from './crash-guard.ts';
import { DeadLetters } from './dead-letters.ts';
import { EndingWorker } from './ending-worker.ts';
import type { JobContext } from './envelope.ts';
import { JobRunner } from './job-runner.ts';
import { processorOf } from './processor.ts';
import { QueueMonitor } from './queue-monitor.ts';
import { SampledErrors } from './sampled-errors.ts';
import { SoloGate } from './solo-gate.ts';

export interface OpcoesPublicar {
  readonly redisUrl: string;
}

export interface OpcoesConsumir {
  readonly redisUrl: string;
  /** Provides `Handlers`; exported by one of `imports` or by a global module. */
  readonly handlers: InjectionToken<Handlers>;
  readonly imports?: ModuleMetadata['imports'];
  /** Queues of this process; all of them by default. */
  readonly filas?: readonly QueueName[];
  /** Policies other than the registry's, such as shorter locks in a test. */
  readonly politicas?: Readonly<Partial<Record<QueueName, QueuePolicy>>>;
  /** How long running jobs may take to end at shutdown; less than the container's stop grace. */
  readonly prazoEncerramentoMs?: number;
}

const todas = Object.keys(queues) as QueueName[];
const prazoPadraoMs = 20_000;

class QueueSet {
  readonly all: Queues;

  constructor(all: Queues) {
    this.all = all;
  }
}

/** Connections before queues: every queue and every command of the process shares one that fails fast. */
@Module({})
class ConexaoDasFilasModule {}

@Module({})
export class FilasModule {
  /**
   * Global. Provides JobPublisher, DeadLetters and QueueMonitor over all queues. Needs `Log` from a global module.
   * Once per app.
   */
  static paraPublicar({ redisUrl }: OpcoesPublicar): DynamicModule {
    const providers: Provider[] = [
      {
        provide: QueueSet,
        useFactory: (errors: SampledErrors, ...all: Queue[]) => queueSet(errors, all),
        inject: [SampledErrors, ...todas.map((fila) => getQueueToken(fila))],
      },
      { provide: CrashCounter, useFactory: (c: QueueConnection) => new CrashCounter(c), inject: [QueueConnection] },
      {
        provide: JobPublisher,
        useFactory: (c: QueueConnection, q: QueueSet) => new BullmqJobPublisher(c, q.all, jobContext),
        inject: [QueueConnection, QueueSet],
      },
      {
        provide: DeadLetters,
        useFactory: (c: QueueConnection, q: QueueSet, crashes: CrashCounter, p: JobPublisher) =>
          new DeadLetters(c, q.all, crashes, p),
        inject: [QueueConnection, QueueSet, CrashCounter, JobPublisher],
      },
      {
        provide: QueueMonitor,
        useFactory: (c: QueueConnection, q: QueueSet) => new QueueMonitor(c, q.all),
        inject: [QueueConnection, QueueSet],
      },
    ];
    return {
      module: FilasModule,
      global: true,
      imports: [conexao(redisUrl), ...todas.map(registrarFila)],
      providers,
      exports: [JobPublisher, DeadLetters, QueueMonitor, QueueSet, CrashCounter],
    };
  }

  /**
   * Workers of the given queues; besides `paraPublicar`, in an app that consumes. They start when the app is
   * bootstrapped and end in `beforeApplicationShutdown`: what handlers use must live until `onApplicationShutdown`.
   */
  static paraConsumir(options: OpcoesConsumir): DynamicModule {
    BullModule.workerClass = EndingWorker;
    const processors = (options.filas ?? todas).map((fila) => {
      const policy = options.politicas?.[fila] ?? queues[fila];
      return { fila, use: processorOf(fila, policy, options.redisUrl) };
    });
    return {
      module: ConsumidoresModule,
      imports: options.imports ?? [],
      providers: [
        {
          provide: JobRunner,
          useFactory: (handlers: Handlers, crashes: CrashCounter, errors: SampledErrors, log: Log) =>
            new JobRunner(handlers, new CrashGuard(crashes, new SoloGate(), errors), log),
          inject: [options.handlers, CrashCounter, SampledErrors, Log],
        },
        ...processors.map(({ use }) => ({
          provide: use,
          useFactory: (runner: JobRunner, errors: SampledErrors) => new use(runner, errors),
          inject: [JobRunner, SampledErrors],
        })),
        {
          provide: Consumers,
          useFactory: (
            runner: JobRunner,
            crashes: CrashCounter,
            set: QueueSet,
            errors: SampledErrors,
            ...hosts: WorkerHost[]
          ) => {
            const consumers = hosts.flatMap((host, i) => {
              const fila = processors[i]?.fila;
              return fila ? [{ fila, host }] : [];
            });
            return new Consumers(consumers, runner, crashes, set.all, errors);
          },
          inject: [JobRunner, CrashCounter, QueueSet, SampledErrors, ...processors.map(({ use }) => use)],
        },
        {
          provide: ConsumersLifecycle,
          useFactory: (consumers: Consumers) =>
            new ConsumersLifecycle(consumers, options.prazoEncerramentoMs ?? prazoPadraoMs),
          inject: [Consumers],
        },
      ],
    };
  }
}

@Module({})
class ConsumidoresModule {}

/** Nest calls these on providers. */
class ConsumersLifecycle {
  private readonly consumers: Consumers;
  private readonly deadlineMs: number;

  constructor(consumers: Consumers, deadlineMs: number) {
    this.consumers = consumers;
    this.deadlineMs = deadlineMs;
  }

  onApplicationBootstrap(): void {
    this.consumers.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.consumers.stop(this.deadlineMs);
  }
}

class ConnectionLifecycle {
  private readonly connection: QueueConnection;

  constructor(connection: QueueConnection) {
    this.connection = connection;
  }

  onApplicationShutdown(): void {
    this.connection.close();
  }
}

function conexao(redisUrl: string): DynamicModule {
  return {
    module: ConexaoDasFilasModule,
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

function registrarFila(fila: QueueName): DynamicModule {
  return BullModule.registerQueueAsync({
    name: fila,
    inject: [QueueConnection],
    useFactory: ({ redis }: QueueConnection) => ({
      connection: redis,
      // Asking for the version while Redis goes away would leave the queue broken for good.
      skipVersionCheck: true,
      streams: { events: { maxLen: 1_000 } },
    }),
  });
}

function queueSet(errors: SampledErrors, all: readonly Queue[]): QueueSet {
  for (const queue of all) queue.on('error', (erro) => errors.registrar('conexao', erro));
  return new QueueSet(new Map(all.map((queue) => [queue.name as QueueName, queue])));
}

/** Only what links log lines across processes travels with a job. */
function jobContext(): JobContext {
  const { correlationId } = contextoAtual();
  return typeof correlationId === 'string' ? { correlationId } : {};
}
