import {
  Module,
  type DynamicModule,
  type InjectionToken,
  type ModuleMetadata,
} from '@nestjs/common';
import { BullModule } from '@nestjs/bullmq';
import {
  JobPublisher,
  queues,
  type Handlers,
  type QueueName,
  type QueuePolicy,
} from '@julia/domain';
import { consumersProviders, processorProvider, runnerProvider } from './consuming.ts';
import { CrashCounter } from './crash-counter.ts';
import { DeadLetters } from './dead-letters.ts';
import { EndingWorker } from './ending-worker.ts';
import { processorOf } from './processor.ts';
import {
  allQueues,
  connectionModule,
  publishingProviders,
  queueModule,
  QueueSet,
} from './publishing.ts';
import { QueueMonitor } from './queue-monitor.ts';

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

const prazoPadraoMs = 20_000;

@Module({})
class ConsumidoresModule {}

/** The only Nest of the queues; what it wires knows none. */
@Module({})
export class FilasModule {
  /**
   * Global, once per app. Provides JobPublisher, DeadLetters and QueueMonitor over all queues. Needs `Log` from a
   * global module.
   */
  static paraPublicar({ redisUrl }: OpcoesPublicar): DynamicModule {
    return {
      module: FilasModule,
      global: true,
      imports: [connectionModule(redisUrl), ...allQueues.map(queueModule)],
      providers: publishingProviders,
      exports: [JobPublisher, DeadLetters, QueueMonitor, QueueSet, CrashCounter],
    };
  }

  /**
   * Workers of the given queues; besides `paraPublicar`, in an app that consumes. They start when the app is
   * bootstrapped and end in `beforeApplicationShutdown`: what handlers use must live until `onApplicationShutdown`.
   */
  static paraConsumir(options: OpcoesConsumir): DynamicModule {
    BullModule.workerClass = EndingWorker;
    const filas = options.filas ?? allQueues;
    const processors = filas.map((fila) =>
      processorOf(fila, options.politicas?.[fila] ?? queues[fila], options.redisUrl),
    );
    return {
      module: ConsumidoresModule,
      imports: options.imports ?? [],
      providers: [
        runnerProvider(options.handlers),
        ...processors.map(processorProvider),
        ...consumersProviders(filas, processors, options.prazoEncerramentoMs ?? prazoPadraoMs),
      ],
    };
  }
}
