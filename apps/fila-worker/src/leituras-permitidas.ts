import type { Configuracoes, LimitesEnvio, Mensageiro } from '@julia/domain';

type Leituras = Pick<Mensageiro, 'marcarComoLidas'>;

/**
 * The doctor sees blue ticks as he sees a message, so they too leave only while nothing is paused and only to allowed
 * destinations (DOMAIN rules 5 and 12). Best effort: what cannot be checked is not shown.
 */
export function leiturasPermitidas(
  mensageiro: Leituras,
  limites: () => Promise<Pick<LimitesEnvio, 'destinosPermitidos'>>,
  configuracoes: Pick<Configuracoes, 'ler'>,
): Leituras {
  const permite = async (numero: string): Promise<boolean> => {
    try {
      const { destinosPermitidos } = await limites();
      const conhecido = [numero, numero.replace(/@lid$/, '')];
      const listado = destinosPermitidos?.some((destino) => conhecido.includes(destino)) ?? true;
      return listado && !(await configuracoes.ler()).pausada;
    } catch {
      return false;
    }
  };
  return {
    marcarComoLidas: async (destino, idsProvedor) => {
      if (await permite(destino.numero)) await mensageiro.marcarComoLidas(destino, idsProvedor);
    },
  };
}
