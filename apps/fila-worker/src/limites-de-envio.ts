import type { LimitesEnvio, Mensageiro } from '@julia/domain';
import type { Config } from './app.config.ts';

type ConfigDeLimites = Pick<
  Config,
  | 'ENVIRONMENT'
  | 'MAX_MSGS_POR_HORA'
  | 'MAX_MSGS_POR_DIA'
  | 'HORARIO_INICIO'
  | 'HORARIO_FIM'
  | 'DESTINOS_PERMITIDOS'
>;

/**
 * The limits of a send, asked at each one. Outside production only listed destinations receive anything, unless the
 * other side is the simulador, where nobody can be reached (DOMAIN rule 12).
 */
export function limitesDeEnvio(
  config: ConfigDeLimites,
  mensageiro: Pick<Mensageiro, 'ehSimulador'>,
): () => Promise<LimitesEnvio> {
  const destinosPermitidos = async () => {
    if (config.ENVIRONMENT === 'production' || config.DESTINOS_PERMITIDOS === null) return null;
    return (await mensageiro.ehSimulador()) ? null : config.DESTINOS_PERMITIDOS;
  };
  return async () => ({
    maxPorHora: config.MAX_MSGS_POR_HORA,
    maxPorDia: config.MAX_MSGS_POR_DIA,
    horarioInicio: config.HORARIO_INICIO,
    horarioFim: config.HORARIO_FIM,
    destinosPermitidos: await destinosPermitidos(),
  });
}
