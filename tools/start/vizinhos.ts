import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { dirJulia } from '../infra/caminhos.ts';
import { aplicarMigracoes } from '../infra/migracoes.ts';
import { iniciarPostgres } from '../infra/postgres.ts';
import { iniciarRedis, localizarRedis } from '../infra/redis.ts';
import { iniciarSupabase } from '../infra/supabase-embutido.ts';
import { NaoDaParaComecar, type Opcoes } from './opcoes.ts';

/** What the services lean on; `encerrar` stops only what was started here. */
export interface Vizinho {
  readonly url: string;
  readonly descricao: string;
  encerrar(): Promise<void>;
}

const semNadaAParar = () => Promise.resolve();

/** Deletes the development data: the database, the queue. Never anything outside `.julia/`. */
export async function limparDados(): Promise<void> {
  await Promise.all(
    ['pg', 'redis-dados'].map((nome) => rm(join(dirJulia, nome), { recursive: true, force: true })),
  );
}

export async function prepararRedis({ definidas, portas }: Opcoes): Promise<Vizinho> {
  const url = definidas['REDIS_URL'];
  if (url) {
    await conferirResposta(url);
    return { url, descricao: 'o seu (REDIS_URL)', encerrar: semNadaAParar };
  }
  const local = await localizarRedis(dirJulia, {
    aoBaixar: () =>
      console.log('Baixando o Redis da distribuição para .julia/ (só na primeira vez)…'),
  });
  const dir = join(dirJulia, 'redis-dados');
  const redis = await iniciarRedis({ dir, porta: portas.redis, local, grupoProprio: true });
  const descricao = local.tipo === 'docker' ? 'em Docker' : 'local, dados em .julia/';
  return { url: redis.url, descricao, encerrar: () => redis.parar() };
}

export async function prepararSupabase({ definidas, portas }: Opcoes): Promise<Vizinho> {
  const url = definidas['SUPABASE_URL'];
  if (url) return { url, descricao: 'o seu (SUPABASE_URL)', encerrar: semNadaAParar };
  const postgres = await iniciarPostgres({
    dir: join(dirJulia, 'pg'),
    porta: portas.postgres,
    persistente: true,
    maxConexoes: 60,
    grupoProprio: true,
  });
  try {
    await aplicarMigracoes(postgres.url(), { seed: true });
    const supabase = await iniciarSupabase({ urlPostgres: postgres.url(), porta: portas.supabase });
    return {
      url: supabase.url,
      descricao: `embutido, psql ${postgres.url()}`,
      encerrar: async () => {
        await supabase.parar();
        await postgres.parar();
      },
    };
  } catch (erro) {
    await postgres.parar();
    throw erro;
  }
}

function conferirResposta(endereco: string): Promise<void> {
  const { hostname, port } = new URL(endereco);
  return new Promise((resolve, reject) => {
    const conexao = connect({ host: hostname, port: Number(port || 6379), timeout: 3_000 });
    const desistir = () => {
      conexao.destroy();
      reject(
        new NaoDaParaComecar(
          `Redis não responde em REDIS_URL (${hostname}:${port || 6379}): inicie-o, ou deixe REDIS_URL em branco para usar um local.`,
        ),
      );
    };
    conexao.once('error', desistir).once('timeout', desistir);
    conexao.once('connect', () => {
      conexao.destroy();
      resolve();
    });
  });
}
