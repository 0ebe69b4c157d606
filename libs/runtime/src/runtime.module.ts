import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { Log } from '@julia/domain';
import { LoggerModule } from 'nestjs-pino';
import type { Logger } from 'pino';
import { bind } from './bind.ts';
import { ErrorFilter } from './error.filter.ts';
import { HealthController, Identidade } from './health.controller.ts';
import { Saude } from './health.ts';
import { PinoLog } from './logger.ts';
import { medirSaude } from './medir-saude.ts';
import { Metricas } from './metrics.ts';

/** What every service has: log, health, metrics and the answer to errors. Global, so that apps just inject it. */
@Global()
@Module({})
export class RuntimeModule {
  static with(identidade: Identidade, logger: Logger): DynamicModule {
    return {
      module: RuntimeModule,
      imports: [
        // Nest's own lines only: requests are logged by the access log, ours by `Log`. No middleware is needed for that.
        LoggerModule.forRoot({
          pinoHttp: { logger, level: logger.level === 'debug' ? 'debug' : 'warn' },
          forRoutes: [],
        }),
      ],
      controllers: [HealthController],
      providers: [
        { provide: Identidade, useValue: identidade },
        { provide: Log, useValue: new PinoLog(logger) },
        bind(Saude),
        {
          provide: Metricas,
          useFactory: (saude: Saude) =>
            medirSaude(new Metricas(identidade.servico), saude, identidade),
          inject: [Saude],
        },
        { provide: APP_FILTER, useFactory: (log: Log) => new ErrorFilter(log), inject: [Log] },
      ],
      exports: [Identidade, Log, Metricas, Saude],
    };
  }
}
