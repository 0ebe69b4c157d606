import 'reflect-metadata';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  AppError,
  JobPublisher,
  Log,
  type Handlers,
  type QueueName,
  type QueuePolicy,
} from '@julia/domain';
import { DeadLetters, FilasModule, QueueMonitor } from '../src/index.ts';
import { MemoryLog } from './memory-log.ts';

export interface StartOptions {
  readonly redisUrl: string;
  /** Without handlers the process only publishes. */
  readonly handlers?: Partial<Handlers>;
  readonly filas?: readonly QueueName[];
  readonly politica?: Partial<QueuePolicy>;
  readonly prazoEncerramentoMs?: number;
  readonly log?: Log;
}

export interface StartedQueues {
  readonly app: INestApplicationContext;
  readonly publisher: JobPublisher;
  readonly mortas: DeadLetters;
  readonly monitor: QueueMonitor;
  readonly log: MemoryLog;
  close(): Promise<void>;
}

const politicaRapida: QueuePolicy = {
  concurrency: 16,
  lockMs: 1_000,
  stalledCheckMs: 300,
  maxStalled: 100,
  keepCompletedSeconds: 3_600,
  maxBackoffMs: 50,
};

const HANDLERS = Symbol('handlers');

@Module({})
class LogModule {}

@Module({})
class HandlersModule {}

@Module({})
class RootModule {}

const semHandler = (): Promise<never> =>
  Promise.reject(new AppError('bug', 'SEM_HANDLER', 'The test gave no handler for this job'));

function allHandlers(given: Partial<Handlers>): Handlers {
  return {
    'mensagem.registrar': semHandler,
    'webhook.quarentenar': semHandler,
    'conversa.responder': semHandler,
    'mensagem.enviar': semHandler,
    'mensagem.conferir': semHandler,
    'processar-mensagens-agendadas': semHandler,
    'recuperar-lacunas': semHandler,
    ...given,
  };
}

/** An application like those that publish and consume, on real Redis. */
export async function startQueues(options: StartOptions): Promise<StartedQueues> {
  const { redisUrl, handlers, filas = ['entrada', 'conversas', 'envios', 'agendados'] } = options;
  const memory = new MemoryLog();
  const imports: DynamicModule[] = [
    {
      module: LogModule,
      global: true,
      providers: [{ provide: Log, useValue: options.log ?? memory }],
      exports: [Log],
    },
    FilasModule.paraPublicar({ redisUrl }),
  ];
  if (handlers) {
    const politica = { ...politicaRapida, ...options.politica };
    const provided: DynamicModule = {
      module: HandlersModule,
      providers: [{ provide: HANDLERS, useValue: allHandlers(handlers) }],
      exports: [HANDLERS],
    };
    imports.push(
      FilasModule.paraConsumir({
        redisUrl,
        handlers: HANDLERS,
        imports: [provided],
        filas,
        politicas: Object.fromEntries(filas.map((fila) => [fila, politica])),
        prazoEncerramentoMs: options.prazoEncerramentoMs ?? 5_000,
      }),
    );
  }
  const root: DynamicModule = { module: RootModule, imports };
  const testing = await Test.createTestingModule({ imports: [root] }).compile();
  const app = await testing.init();
  return {
    app,
    publisher: app.get(JobPublisher),
    mortas: app.get(DeadLetters),
    monitor: app.get(QueueMonitor),
    log: memory,
    close: () => app.close(),
  };
}
