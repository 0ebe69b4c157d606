import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dirJulia } from './caminhos.ts';
import { iniciarRedis, localizarRedis } from './redis.ts';
import type { OpcoesDeRedis } from './redis.ts';

export interface RedisDeTeste {
  readonly url: string;
  readonly porta: number;
  readonly pid: number;
  /** Stops the server and removes its data. */
  parar(): Promise<void>;
  /** SIGKILL; the data stays for `reiniciar`. */
  matar(): Promise<void>;
  /** Up again on the same port with the data that reached the disk. */
  reiniciar(): Promise<void>;
}

/** An empty Redis server for one spec file, with the durability of production. */
export async function redisDeTeste(
  opcoes: Pick<OpcoesDeRedis, 'appendfsync' | 'maxmemory'> = {},
): Promise<RedisDeTeste> {
  const local = await localizarRedis(dirJulia);
  const dir = await mkdtemp(join(tmpdir(), 'julia-redis-'));
  let atual = await iniciarRedis({ ...opcoes, dir, local });
  const { porta, url } = atual;
  return {
    url,
    porta,
    get pid() {
      return atual.pid;
    },
    parar: async () => {
      await atual.parar();
      await rm(dir, { recursive: true, force: true });
    },
    matar: () => atual.matar(),
    reiniciar: async () => {
      await atual.parar();
      atual = await iniciarRedis({ ...opcoes, dir, local, porta });
    },
  };
}
