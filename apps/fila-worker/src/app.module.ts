import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { enderecoDoRedis } from '@julia/config';
import {
  criarClienteSupabase,
  SupabaseChamadasLlm,
  SupabaseConfiguracoes,
  SupabaseConversas,
  SupabaseEnvios,
  SupabaseExecucoes,
  SupabaseLembretes,
  SupabaseQuarentena,
  SupabaseRelogio,
  SupabaseTurnos,
  SupabaseVagas,
  SupabaseVarredura,
} from '@julia/database';
import {
  Agente,
  ChamadasLlm,
  ConferirIncerta,
  Configuracoes,
  Conversas,
  EnviarMensagem,
  Envios,
  Execucoes,
  ExecutarAgendado,
  Lembretes,
  Log,
  Mensageiro,
  ProcessarMensagensAgendadas,
  Quarentena,
  RecuperarLacunas,
  RegistrarEvento,
  Relogio,
  ResponderConversa,
  Turnos,
  Vagas,
  Varredura,
  type Handlers,
} from '@julia/domain';
import { AnthropicAgente } from '@julia/llm';
import { FilasModule, QueueMonitor } from '@julia/queue';
import { bind, implement, Metricas, Saude } from '@julia/runtime';
import { EvolutionMensageiro } from '@julia/whatsapp';
import type { Config } from './app.config.ts';
import { casosDeUso } from './casos-de-uso.ts';
import { Agendados, Conversacao, criarHandlers } from './handlers.ts';
import { Inicio } from './inicio.ts';
import { ChamadasLlmMedidas } from './medir-chamadas-llm.ts';
import { medirJobs } from './medir-jobs.ts';
import { TurnosMedidos } from './medir-turnos.ts';
import { noRelogioDoBanco } from './no-relogio-do-banco.ts';

const prazoDoBancoMs = 10_000;
/** Below the lease of a send (45 s), with room to record its outcome. */
const prazoDaEvolutionMs = 30_000;
const enderecoDaAnthropic = 'https://api.anthropic.com';

const HANDLERS = 'handlers';

/** Every port of the domain with the adapter this service uses. */
function adapters(config: Config): Provider[] {
  const banco = criarClienteSupabase({
    url: config.SUPABASE_URL,
    chave: config.SUPABASE_SERVICE_KEY,
    prazoMs: prazoDoBancoMs,
  });
  return [
    implement(Configuracoes, () => new SupabaseConfiguracoes(banco)),
    implement(Conversas, () => new SupabaseConversas(banco)),
    implement(Envios, () => new SupabaseEnvios(banco)),
    implement(Execucoes, () => new SupabaseExecucoes(banco)),
    implement(Lembretes, () => new SupabaseLembretes(banco)),
    implement(Quarentena, () => new SupabaseQuarentena(banco)),
    implement(SupabaseRelogio, () => new SupabaseRelogio(banco)),
    implement(Relogio, (relogio) => relogio, SupabaseRelogio),
    implement(Turnos, (m) => new TurnosMedidos(new SupabaseTurnos(banco), m), Metricas),
    implement(Vagas, () => new SupabaseVagas(banco)),
    implement(Varredura, () => new SupabaseVarredura(banco)),
    implement(
      ChamadasLlm,
      (metricas) => {
        metricas.llmOrcamento.set(config.LLM_ORCAMENTO_DIARIO_USD);
        return new ChamadasLlmMedidas(new SupabaseChamadasLlm(banco), metricas);
      },
      Metricas,
    ),
    implement(
      Mensageiro,
      (metricas) =>
        new EvolutionMensageiro({
          url: config.EVOLUTION_API_URL,
          apiKey: config.EVOLUTION_API_KEY,
          prazoMs: prazoDaEvolutionMs,
          registrarFalha: (operacao, codigo) =>
            metricas.falhasExternas.inc({ recurso: `evolution.${operacao}`, codigo }),
          registrarDisjuntor: (recurso, estado) =>
            metricas.disjuntores.set(
              { recurso: `evolution.${recurso}` },
              estado === 'fechado' ? 0 : 1,
            ),
        }),
      Metricas,
    ),
    implement(
      Agente,
      (vagas, lembretes, turnos, chamadas, log) =>
        new AnthropicAgente(
          {
            apiKey: config.ANTHROPIC_API_KEY,
            baseURL: config.ANTHROPIC_BASE_URL ?? enderecoDaAnthropic,
            modelos: { simples: config.LLM_MODEL, complexo: config.LLM_MODEL_COMPLEX },
            orcamentoDiarioUsd: config.LLM_ORCAMENTO_DIARIO_USD,
            nomeEmpresa: config.NOME_EMPRESA,
            janela: { inicio: config.HORARIO_INICIO, fim: config.HORARIO_FIM },
          },
          { vagas, lembretes, turnos, chamadas, log },
        ),
      Vagas,
      Lembretes,
      Turnos,
      ChamadasLlm,
      Log,
    ),
  ];
}

/** The table of handlers, on the database's clock where that can move, and measured. */
function handlers(config: Config): Provider[] {
  const sincroniza = config.ENVIRONMENT !== 'production';
  return [
    bind(
      Conversacao,
      RegistrarEvento,
      Quarentena,
      ResponderConversa,
      EnviarMensagem,
      ConferirIncerta,
    ),
    bind(Agendados, ExecutarAgendado, ProcessarMensagensAgendadas, RecuperarLacunas),
    {
      provide: HANDLERS,
      useFactory: (
        conversacao: Conversacao,
        agendados: Agendados,
        relogio: SupabaseRelogio,
        metricas: Metricas,
      ): Handlers => {
        const todos = criarHandlers(conversacao, agendados);
        const sincronizar = () => relogio.sincronizar();
        return medirJobs(sincroniza ? noRelogioDoBanco(todos, sincronizar) : todos, metricas);
      },
      inject: [Conversacao, Agendados, SupabaseRelogio, Metricas],
    },
  ];
}

@Module({})
class CasosDeUsoModule {}

/** Composition root of the worker: the only place that knows which adapter is used. */
@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    const { ENVIRONMENT: ambiente } = config;
    const redisUrl = enderecoDoRedis(config);
    const nucleo: DynamicModule = {
      module: CasosDeUsoModule,
      providers: [...adapters(config), ...casosDeUso(config), ...handlers(config)],
      exports: [HANDLERS, Configuracoes],
    };
    return {
      module: AppModule,
      imports: [
        nucleo,
        FilasModule.paraPublicar({ redisUrl }),
        FilasModule.paraConsumir({ redisUrl, handlers: HANDLERS, imports: [nucleo] }),
      ],
      providers: [
        implement(
          Inicio,
          (configuracoes, monitor, saude, log) =>
            new Inicio(configuracoes, monitor, saude, log, { redisUrl, ambiente }),
          Configuracoes,
          QueueMonitor,
          Saude,
          Log,
        ),
      ],
    };
  }
}
