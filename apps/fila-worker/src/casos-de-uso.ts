import {
  Agente,
  ConferirIncerta,
  Configuracoes,
  Conversas,
  EnviarMensagem,
  Envios,
  Execucoes,
  ExecutarAgendado,
  JobPublisher,
  Mensageiro,
  ProcessarMensagensAgendadas,
  RecuperarLacunas,
  RegistrarEvento,
  Relogio,
  ResponderConversa,
  ritmoHumano,
  semEspera,
  Turnos,
  Varredura,
} from '@julia/domain';
import { bind, implement } from '@julia/runtime';
import type { Provider } from '@nestjs/common';
import type { Config } from './app.config.ts';
import { leiturasPermitidas } from './leituras-permitidas.ts';
import { limitesDeEnvio } from './limites-de-envio.ts';

/** DESIGN §3: a fenced lease of 10 s renewed every 3 s. */
const lease = { leaseMs: 10_000, renovacaoMs: 3_000 };

/** Every use case with its options from the configuration. */
export function casosDeUso(config: Config): Provider[] {
  return [...daConversa(config), ...dosEnvios(config), ...dosAgendados(config)];
}

function daConversa(config: Config): Provider[] {
  const registro = {
    espera: { silencioMs: config.ESPERA_RAJADA_MS, maximoMs: config.ESPERA_RAJADA_MAXIMA_MS },
    limiteCaracteres: config.MAX_MENSAGEM_CHARS_REJEITAR,
  };
  const limites = {
    lidos: config.MAX_MENSAGEM_CHARS,
    resumir: config.MAX_MENSAGEM_CHARS_TRUNCAR,
    rejeitar: config.MAX_MENSAGEM_CHARS_REJEITAR,
  };
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
  ];
}

function dosEnvios(config: Config): Provider[] {
  const ritmo = config.RITMO_HUMANO ? ritmoHumano : semEspera;
  return [
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
  ];
}

function dosAgendados(config: Config): Provider[] {
  return [
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
