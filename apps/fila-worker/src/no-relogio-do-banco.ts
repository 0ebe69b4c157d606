import { nomesAgendados, type Handlers, type NomeAgendado, type Payload } from '@julia/domain';

/**
 * Scheduled jobs are the ones that ask what time it is outside of the database. Where the test clock can move, each
 * run reads it first, so that one change moves every process.
 */
export function noRelogioDoBanco(handlers: Handlers, sincronizar: () => Promise<void>): Handlers {
  const sincronizados = nomesAgendados.map((nome) => {
    const handler = async (payload: Payload<NomeAgendado>) => {
      await sincronizar();
      return handlers[nome](payload);
    };
    return [nome, handler] as const;
  });
  return { ...handlers, ...Object.fromEntries(sincronizados) };
}
