import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { dirJulia } from '../infra/caminhos.ts';
import { aplicarMigracoes } from '../infra/migracoes.ts';
import { exigirBancoLivre, iniciarPostgres } from '../infra/postgres.ts';
import { iniciarRedis, localizarRedis } from '../infra/redis.ts';
import { iniciarSupabase } from '../infra/supabase-embutido.ts';
import type { Variaveis } from '../stack/ambiente.ts';
import { NaoDaParaComecar, type Opcoes } from './opcoes.ts';

/** What the services lean on; `encerrar` stops only what was started here. */
export interface Vizinho {
  readonly url: string;
  readonly descricao: string;
  encerrar(): Promise<void>;
}

const semNadaAParar = () => Promise.resolve();

const dirPostgres = (dados: string) => join(dados, 'pg');
const dirRedis = (dados: string) => join(dados, 'redis-dados');

/** Other ports are not enough for a second `npm start` here: both would write the same files. */
export async function exigirDadosLivres(dados: string): Promise<void> {
  await exigirBancoLivre(dirPostgres(dados));
}

/** Deletes the development data: the database, the queue. Never anything else of the folder, nor outside it. */
export async function limparDados(dados: string): Promise<void> {
  await Promise.all(
    [dirPostgres(dados), dirRedis(dados)].map((dir) => rm(dir, { recursive: true, force: true })),
  );
}

export async function prepararRedis({ definidas, pastas, portas }: Opcoes): Promise<Vizinho> {
  const url = definidas['REDIS_URL'];
  if (url) return { url, descricao: 'o seu (REDIS_URL)', encerrar: semNadaAParar };
  const local = await localizarRedis(dirJulia, {
    aoBaixar: () =>
      console.log('Baixando o Redis da distribuição para .julia/ (só na primeira vez)…'),
  });
  const redis = await iniciarRedis({
    dir: dirRedis(pastas.dados),
    porta: portas.redis,
    local,
    grupoProprio: true,
  });
  const descricao = local.tipo === 'docker' ? 'em Docker' : `local, dados em ${pastas.dados}`;
  return { url: redis.url, descricao, encerrar: () => redis.parar() };
}

export async function prepararSupabase({ definidas, pastas, portas }: Opcoes): Promise<Vizinho> {
  const url = definidas['SUPABASE_URL'];
  if (url) return { url, descricao: 'o seu (SUPABASE_URL)', encerrar: semNadaAParar };
  const postgres = await iniciarPostgres({
    dir: dirPostgres(pastas.dados),
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

const portasDeProtocolo: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'redis:': 6379,
  'rediss:': 6379,
};

/** What the person runs must be there: one line now instead of half a minute of services that wait for it. */
export async function conferirOsSeus(definidas: Variaveis, remedio?: string): Promise<void> {
  for (const [nome, variavel] of [
    ['Redis', 'REDIS_URL'],
    ['Supabase', 'SUPABASE_URL'],
  ] as const) {
    const endereco = definidas[variavel];
    const conselho = remedio ?? `inicie-o, ou deixe ${variavel} em branco para usar um local`;
    if (endereco) await conferirResposta(`${nome} não responde em ${variavel}`, endereco, conselho);
  }
}

function conferirResposta(queixa: string, endereco: string, conselho: string): Promise<void> {
  const { hostname, port, protocol } = new URL(endereco);
  const porta = Number(port) || (portasDeProtocolo[protocol] ?? 443);
  return new Promise((resolve, reject) => {
    const host = hostname.replace(/^\[|\]$/g, '');
    const conexao = connect({ host, port: porta, timeout: 3_000 });
    const desistir = () => {
      conexao.destroy();
      reject(new NaoDaParaComecar(`${queixa} (${hostname}:${porta}): ${conselho}.`));
    };
    conexao.once('error', desistir).once('timeout', desistir);
    conexao.once('connect', () => {
      conexao.destroy();
      resolve();
    });
  });
}
