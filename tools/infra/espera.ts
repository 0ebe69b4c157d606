import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as pausar } from 'node:timers/promises';
import { InfraError, mensagemDe } from './erro.ts';

/**
 * Polls until the condition gives something truthy and returns it. A condition that throws counts as "not yet";
 * its last error is the cause of the deadline error.
 */
export async function esperarAte<T>(
  condicao: () => T | Promise<T>,
  prazoMs = 10_000,
  descricao = 'a condição',
  intervaloMs = 20,
): Promise<Exclude<T, false | null | undefined | 0 | ''>> {
  const limite = performance.now() + prazoMs;
  let causa: unknown;
  for (;;) {
    try {
      const valor = await condicao();
      causa = undefined;
      if (valor) return valor as Exclude<T, false | null | undefined | 0 | ''>;
    } catch (erro) {
      causa = erro;
    }
    if (performance.now() >= limite) {
      const ultimo = causa === undefined ? '' : ` (último erro: ${mensagemDe(causa)})`;
      throw new InfraError(
        'PRAZO_ESGOTADO',
        `${descricao} não aconteceu em ${prazoMs} ms${ultimo}`,
        { cause: causa },
      );
    }
    await pausar(intervaloMs);
  }
}

/** A port of 127.0.0.1 that was free a moment ago; whoever binds it must still be ready to lose the race. */
export function portaLivre(): Promise<number> {
  return new Promise((resolve, reject) => {
    const servidor = createServer();
    servidor.once('error', reject);
    servidor.listen(0, '127.0.0.1', () => {
      const { port } = servidor.address() as AddressInfo;
      servidor.close(() => resolve(port));
    });
  });
}

/** Runs with the given port, or with free ones until one is not lost to somebody else. */
export async function comPorta<T>(
  porta: number | undefined,
  iniciar: (porta: number) => Promise<T>,
): Promise<T> {
  if (porta !== undefined) return iniciar(porta);
  for (let tentativa = 1; ; tentativa++) {
    try {
      return await iniciar(await portaLivre());
    } catch (erro) {
      const ocupada = erro instanceof InfraError && erro.code === 'PORTA_OCUPADA';
      if (!ocupada || tentativa === 5) throw erro;
    }
  }
}
