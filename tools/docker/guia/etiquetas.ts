import { run } from '../command.ts';

/** Image names that the guide builds: out of the way while it is followed, as on a new server, and as before afterwards. */
export class Etiquetas {
  readonly #env: NodeJS.ProcessEnv;
  readonly #nomes: readonly string[];

  private constructor(nomes: readonly string[], env: NodeJS.ProcessEnv) {
    this.#nomes = nomes;
    this.#env = env;
  }

  static async guardar(nomes: readonly string[], env: NodeJS.ProcessEnv): Promise<Etiquetas> {
    const etiquetas = new Etiquetas(nomes, env);
    for (const nome of nomes) await etiquetas.#mudar(nome, guardada(nome));
    return etiquetas;
  }

  async devolver(): Promise<void> {
    for (const nome of this.#nomes) {
      await this.#docker('rmi', '--force', nome);
      await this.#mudar(guardada(nome), nome);
    }
  }

  /** What has no image stays without one. */
  async #mudar(de: string, para: string): Promise<void> {
    if ((await this.#docker('tag', de, para)) === 0) await this.#docker('rmi', '--force', de);
  }

  async #docker(...args: string[]): Promise<number> {
    return (await run('docker', args, { env: this.#env, cleanup: true })).code;
  }
}

const guardada = (nome: string) => `${nome}-guardada-${process.pid}`;
