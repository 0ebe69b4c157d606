import { Module, type DynamicModule } from '@nestjs/common';
import { enderecoDoRedis } from '@julia/config';
import {
  criarClienteSupabase,
  SupabaseConfiguracoes,
  SupabaseExecucoes,
  SupabaseMedicoes,
  SupabaseQuarentena,
  SupabaseRelogio,
} from '@julia/database';
import {
  Configuracoes,
  Execucoes,
  JobPublisher,
  Log,
  Medicoes,
  Quarentena,
  Relogio,
} from '@julia/domain';
import { FilasModule, QueueMonitor } from '@julia/queue';
import { bind, implement, Metricas, Saude } from '@julia/runtime';
import { FilasController } from './admin/filas.controller.ts';
import { OperacaoController } from './admin/operacao.controller.ts';
import { QuarentenaController } from './admin/quarentena.controller.ts';
import { RelogioDeTeste } from './admin/relogio-de-teste.ts';
import { ReprocessarQuarentena } from './admin/reprocessar-quarentena.ts';
import type { Config } from './app.config.ts';
import { DocsController } from './docs/docs.controller.ts';
import { Inicio } from './inicio.ts';
import { DispararAgendado } from './jobs/disparar-agendado.ts';
import { JobsController } from './jobs/jobs.controller.ts';
import { ListarAgendados } from './jobs/listar-agendados.ts';
import { MedirOperacao } from './medir-operacao.ts';
import { EvolutionController } from './webhook/evolution.controller.ts';
import { PedirRecuperacao, ritmoPadrao } from './webhook/pedir-recuperacao.ts';
import { ReceberWebhook } from './webhook/receber-webhook.ts';

/** Only the admin routes and the readiness check wait for the database; a webhook never does. */
const prazoDoBancoMs = 5_000;

/** Composition root of the api: the only place that knows which adapter is used. */
@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    const { ENVIRONMENT: ambiente } = config;
    const redisUrl = enderecoDoRedis(config);
    const banco = criarClienteSupabase({
      url: config.SUPABASE_URL,
      chave: config.SUPABASE_SERVICE_KEY,
      prazoMs: prazoDoBancoMs,
    });
    return {
      module: AppModule,
      imports: [FilasModule.paraPublicar({ redisUrl })],
      controllers: [
        EvolutionController,
        JobsController,
        QuarentenaController,
        FilasController,
        OperacaoController,
        DocsController,
      ],
      providers: [
        implement(Configuracoes, () => new SupabaseConfiguracoes(banco)),
        implement(Execucoes, () => new SupabaseExecucoes(banco)),
        implement(Medicoes, () => new SupabaseMedicoes(banco)),
        implement(Quarentena, () => new SupabaseQuarentena(banco)),
        implement(Relogio, () => new SupabaseRelogio(banco)),
        implement(
          Inicio,
          (configuracoes, monitor, saude, metricas, log) =>
            new Inicio({ configuracoes, monitor, saude, metricas, log }, { redisUrl, ambiente }),
          Configuracoes,
          QueueMonitor,
          Saude,
          Metricas,
          Log,
        ),
        implement(
          MedirOperacao,
          (medicoes, configuracoes, execucoes, monitor, metricas) =>
            new MedirOperacao({ medicoes, configuracoes, execucoes, monitor, metricas }),
          Medicoes,
          Configuracoes,
          Execucoes,
          QueueMonitor,
          Metricas,
        ),
        bind(DispararAgendado, Execucoes, JobPublisher),
        bind(ListarAgendados, Execucoes, Relogio),
        implement(
          PedirRecuperacao,
          (disparar, metricas, log) => new PedirRecuperacao(disparar, metricas, log, ritmoPadrao),
          DispararAgendado,
          Metricas,
          Log,
        ),
        bind(ReceberWebhook, JobPublisher, PedirRecuperacao, Metricas),
        bind(ReprocessarQuarentena, Quarentena, JobPublisher),
        implement(RelogioDeTeste, (c) => new RelogioDeTeste(c, ambiente), Configuracoes),
      ],
    };
  }
}
