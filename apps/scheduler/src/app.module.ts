import { Module, type DynamicModule } from '@nestjs/common';
import { Log } from '@julia/domain';
import { bind, implement, Metricas, Saude } from '@julia/runtime';
import { ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { AgendaViva } from './agenda-viva.ts';
import { ApiDaJulia } from './api-da-julia.ts';
import type { Config } from './app.config.ts';
import { Entregador, ritmoDeEntrega } from './entregador.ts';
import { RecuperarTicks } from './recuperar-ticks.ts';

const prazoDaApiMs = 10_000;

/** Composition root of the scheduler. It knows the api's address and token, and nothing else of the system. */
@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    const { JULIA_API_URL: url, JULIA_JOBS_TOKEN, JULIA_API_TOKEN } = config;
    // The narrower one if there is one; a configuration without either is refused when it is read.
    const token = JULIA_JOBS_TOKEN ?? JULIA_API_TOKEN ?? '';
    return {
      module: AppModule,
      imports: [ScheduleModule.forRoot()],
      providers: [
        implement(
          ApiDaJulia,
          (saude) => {
            const api = new ApiDaJulia({ url, token, prazoMs: prazoDaApiMs });
            const verificar = async () => {
              await api.viva();
              return undefined;
            };
            saude.registrar({ nome: 'api', critica: false, verificar });
            return api;
          },
          Saude,
        ),
        implement(
          Entregador,
          (api, metricas, log) => new Entregador(api, metricas, log, ritmoDeEntrega),
          ApiDaJulia,
          Metricas,
          Log,
        ),
        implement(
          RecuperarTicks,
          (api, entregador, log) => new RecuperarTicks(api, entregador, log, ritmoDeEntrega),
          ApiDaJulia,
          Entregador,
          Log,
        ),
        bind(AgendaViva, SchedulerRegistry, Entregador, RecuperarTicks),
      ],
    };
  }
}
