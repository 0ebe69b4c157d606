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
  JobPublisher,
  Lembretes,
  Log,
  Mensageiro,
  ProcessarMensagensAgendadas,
  Quarentena,
  RecuperarLacunas,
  RegistrarEvento,
  Relogio,
  ResponderConversa,
  ritmoHumano,
  semEspera,
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
import { Agendados, Conversacao, criarHandlers } from './handlers.ts';
import { Inicio } from './inicio.ts';
import { leiturasPermitidas } from './leituras-permitidas.ts';
import { limitesDeEnvio } from './limites-de-envio.ts';
import { ChamadasLlmMedidas } from './medir-chamadas-llm.ts';
import { medirJobs } from './medir-jobs.ts';
import { TurnosMedidos } from './medir-turnos.ts';
import { noRelogioDoBanco } from './no-relogio-do-banco.ts';

const prazoDoBancoMs = 10_000;
/** Below the lease of a send (45 s), with room to record its outcome. */
const prazoDaEvolutionMs = 30_000;
const enderecoDaAnthropic = 'https://api.anthropic.com';
/** DESIGN §3: a fenced lease of 10 s renewed every 3 s. */
const lease = { leaseMs: 10_000, renovacaoMs: 3_000 };

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

/** Every use case with its options from the configuration. */
function useCases(config: Config): Provider[] {
  const registro = {
    espera: { silencioMs: config.ESPERA_RAJADA_MS, maximoMs: config.ESPERA_RAJADA_MAXIMA_MS },
    limiteCaracteres: config.MAX_MENSAGEM_CHARS_REJEITAR,
  };
  const limites = {
    lidos: config.MAX_MENSAGEM_CHARS,
    resumir: config.MAX_MENSAGEM_CHARS_TRUNCAR,
    rejeitar: config.MAX_MENSAGEM_CHARS_REJEITAR,
  };
  const ritmo = config.RITMO_HUMANO ? ritmoHumano : semEspera;
  return [
    implement(
      RegistrarEvento,
      (conversas, publisher) => new RegistrarEvento(conversas, publisher, registro),
      Conversas,
      JobPublisher,
    ),
    implement(
      ResponderConversa,
      (turnos, agente, mensageiro, publisher, configuracoes) => {
        const destinos = limitesDeEnvio(config, mensageiro);
        const leituras = leiturasPermitidas(mensageiro, destinos, configuracoes);
        return new ResponderConversa(turnos, agente, leituras, publisher, { limites, ...lease });
      },
      Turnos,
      Agente,
      Mensageiro,
      JobPublisher,
      Configuracoes,
    ),
    implement(
      EnviarMensagem,
      (envios, mensageiro, publisher, relogio) =>
        new EnviarMensagem(envios, mensageiro, publisher, relogio, {
          limites: limitesDeEnvio(config, mensageiro),
          ritmo,
        }),
      Envios,
      Mensageiro,
      JobPublisher,
      Relogio,
    ),
    bind(ConferirIncerta, Envios, Mensageiro, JobPublisher),
    bind(ExecutarAgendado, Execucoes),
    bind(ProcessarMensagensAgendadas, Varredura, JobPublisher),
    implement(
      RecuperarLacunas,
      (varredura, mensageiro, registrar, relogio) =>
        new RecuperarLacunas(varredura, mensageiro, registrar, relogio, {
          instancia: config.EVOLUTION_INSTANCE,
        }),
      Varredura,
      Mensageiro,
      RegistrarEvento,
      Relogio,
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
    const casosDeUso: DynamicModule = {
      module: CasosDeUsoModule,
      providers: [...adapters(config), ...useCases(config), ...handlers(config)],
      exports: [HANDLERS, Configuracoes],
    };
    return {
      module: AppModule,
      imports: [
        casosDeUso,
        FilasModule.paraPublicar({ redisUrl }),
        FilasModule.paraConsumir({ redisUrl, handlers: HANDLERS, imports: [casosDeUso] }),
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
