import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from 'cockatiel';

import { FalhaHttp } from './falha-http.ts';

const falhasSeguidas = 5;
const reabrirAposMs = 10_000;

export type EstadoDisjuntor = 'fechado' | 'aberto' | 'em_teste';

const estados: Readonly<Record<CircuitState, EstadoDisjuntor>> = {
  [CircuitState.Closed]: 'fechado',
  [CircuitState.Open]: 'aberto',
  [CircuitState.Isolated]: 'aberto',
  [CircuitState.HalfOpen]: 'em_teste',
};

/** Opens after five faults in a row of the provider (not of what was asked of it), tries again after 10 s. */
export function criarDisjuntor(aoMudar: (estado: EstadoDisjuntor) => void) {
  const politica = circuitBreaker(
    handleWhen((erro) => erro instanceof FalhaHttp && erro.foraDoAr),
    { breaker: new ConsecutiveBreaker(falhasSeguidas), halfOpenAfter: reabrirAposMs },
  );
  politica.onStateChange((estado) => aoMudar(estados[estado]));
  return async <T>(chamar: () => Promise<T>): Promise<T> => {
    try {
      // The library makes further calls wait for the one under test; a send must leave at once or not at all.
      if (politica.state === CircuitState.HalfOpen) throw new BrokenCircuitError();
      return await politica.execute(chamar);
    } catch (erro) {
      if (erro instanceof BrokenCircuitError) throw FalhaHttp.disjuntorAberto(erro);
      throw erro;
    }
  };
}

export type Disjuntor = ReturnType<typeof criarDisjuntor>;
