import { createServer } from 'node:net';
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

/** Below the range from which the kernel takes ports of outgoing connections: those come and go at any moment. */
const primeiraPorta = 15_000;
const quantasPortas = 17_000;
const entregues = new Set<number>();

/**
 * A port of 127.0.0.1 that was free a moment ago and that this process hands out only once; whoever binds it must still
 * be ready to lose the race against another process.
 */
export async function portaLivre(): Promise<number> {
  for (;;) {
    const porta = primeiraPorta + Math.floor(Math.random() * quantasPortas);
    if (entregues.has(porta)) continue;
    entregues.add(porta);
    if (await estaLivre(porta)) return porta;
  }
}

function estaLivre(porta: number): Promise<boolean> {
  return new Promise((resolve) => {
    const servidor = createServer();
    servidor.once('error', () => resolve(false));
    servidor.listen(porta, '127.0.0.1', () => servidor.close(() => resolve(true)));
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
