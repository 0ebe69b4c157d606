import { parseEnv } from 'node:util';
import { ConfigError, loadConfig, type EnvShape, type LoadOptions } from '../load-config.ts';
import { nomeDeSegredo, problemaDoSegredo, type Falha } from '../refusals.ts';
import { apiEnv, migracoesEnv, schedulerEnv, workerEnv } from '../servicos.ts';
import { juntar, valorDe, type Achado, type Grupo, type Variaveis } from './achado.ts';
import { contradicoes } from './contradicoes.ts';
import { lerTexto } from './ler-texto.ts';
import { conferirNomes } from './nomes.ts';
import { formasDosVizinhos } from './vizinhos.ts';

export interface Conferencia {
  /** Variables of the process: what Compose handed over. */
  readonly env: Variaveis;
  /** The text of the `.env` file, when it is at hand. */
  readonly texto?: string | undefined;
  /** Names that anybody reads: those of `.env.example`. */
  readonly conhecidos: readonly string[];
  readonly agora: Date;
  readonly arquivos?: LoadOptions['arquivos'];
}

/** What compose/compose.yaml fills in by itself. */
const padroesDoCompose: Variaveis = {
  REDIS_URL: 'redis://redis:6379/0',
  EVOLUTION_API_URL: 'http://evolution-api:8080',
  JULIA_API_URL: 'http://julia-api:8000',
};

const servicos: readonly (readonly [Grupo, EnvShape])[] = [
  ['api', apiEnv],
  ['worker', workerEnv],
  ['scheduler', schedulerEnv],
  ['migrações', migracoesEnv],
];

/** Everything that is wrong with a configuration, at once. Pure but for secret files; says no value. */
export function conferir(conferencia: Conferencia): Achado[] {
  const { texto, conhecidos, agora, arquivos } = conferencia;
  const lido = texto === undefined ? null : lerTexto(texto);
  const env = valoresEmVigor(conferencia);
  const opcoes: LoadOptions = { env: comPadroes(env), ...(arquivos && { arquivos }) };
  const falhas = [...servicos, ...formasDosVizinhos(env)].flatMap(([grupo, forma]) =>
    falhasDe(forma, opcoes)
      .filter((falha) => !emArquivoDoCompose(falha, env))
      .map(({ variavel, problema }): Achado => ({
        grupos: [grupo],
        variavel,
        nivel: 'erro',
        problema,
      })),
  );
  return juntar([
    ...(lido?.achados ?? []),
    ...conferirNomes(lido?.linhas ?? [], conhecidos),
    ...falhas,
    ...segredosRuins(env, falhas, conhecidos),
    ...semTokenDosJobs(env, opcoes, falhas),
    ...contradicoes(env, agora),
  ]);
}

/** What the process was given wins: Compose has read the same file by its own rules. */
function valoresEmVigor({ env, texto }: Pick<Conferencia, 'env' | 'texto'>): Variaveis {
  const valores: Record<string, string | undefined> = { ...parseEnv(texto ?? '') };
  for (const [nome, valor] of Object.entries(env)) if (valor?.trim()) valores[nome] = valor;
  return valores;
}

/** The variables as the services would get them. */
export function ambienteEmVigor(conferencia: Pick<Conferencia, 'env' | 'texto'>): Variaveis {
  return comPadroes(valoresEmVigor(conferencia));
}

function comPadroes(env: Variaveis): Variaveis {
  if (valorDe(env, 'COMPOSE_FILE') === undefined) return env;
  const cheios: Record<string, string | undefined> = { ...env };
  for (const [nome, valor] of Object.entries(padroesDoCompose)) {
    if (valorDe(env, nome) === undefined) cheios[nome] = valor;
  }
  return cheios;
}

function falhasDe(forma: EnvShape, opcoes: LoadOptions): readonly Falha[] {
  try {
    loadConfig(forma, opcoes);
    return [];
  } catch (erro) {
    if (erro instanceof ConfigError) return erro.falhas;
    throw erro;
  }
}

/** With compose/segredos.yaml a secret that is absent here lies in a file that only its own container gets. */
function emArquivoDoCompose({ variavel, problema }: Falha, env: Variaveis): boolean {
  return (
    nomeDeSegredo.test(variavel) && problema.startsWith('é obrigatória') && segredosEmArquivos(env)
  );
}

const segredosEmArquivos = (env: Variaveis) =>
  (valorDe(env, 'COMPOSE_FILE') ?? '').includes('compose/segredos.yaml');

/** An installation from before there was this token has none, and works: nothing else says so. */
function semTokenDosJobs(env: Variaveis, opcoes: LoadOptions, falhas: readonly Achado[]): Achado[] {
  const variavel = 'JULIA_JOBS_TOKEN';
  const dito = falhas.some((falha) => falha.variavel === variavel);
  if (dito || valorDe(env, 'ENVIRONMENT') !== 'production') return [];
  const emArquivos = segredosEmArquivos(env);
  if (emArquivos && valorDe(env, `${variavel}_FILE`) === undefined) return [];
  const { [variavel]: valor } = loadConfig({ [variavel]: schedulerEnv[variavel] }, opcoes);
  if (valor !== undefined) return [];
  return [{ grupos: ['scheduler'], variavel, ...(emArquivos ? semNenhum : comOutro) }];
}

const comOutro = {
  nivel: 'aviso',
  problema:
    'falta: o scheduler usa JULIA_API_TOKEN, que abre também /admin; rode ./julia init (com --sem-arquivos, se os segredos ficam no .env)',
} as const;
const semNenhum = {
  nivel: 'erro',
  problema:
    'está vazio: com os segredos em arquivo o scheduler não recebe outro e não sobe; rode ./julia init',
} as const;

/** In production the services refuse these themselves; elsewhere, and for the neighbours, they are said here. */
function segredosRuins(
  env: Variaveis,
  falhas: readonly Achado[],
  conhecidos: readonly string[],
): Achado[] {
  const nivel = valorDe(env, 'ENVIRONMENT') === 'production' ? 'erro' : 'aviso';
  return conhecidos.flatMap((variavel): Achado[] => {
    const valor = valorDe(env, variavel);
    const problema = valor === undefined ? null : problemaDoSegredo(variavel, valor);
    if (!problema || falhas.some((falha) => falha.variavel === variavel)) return [];
    return [{ grupos: [donoDe(variavel)], variavel, nivel, problema }];
  });
}

function donoDe(variavel: string): Grupo {
  if (variavel.startsWith('CHATWOOT_')) return 'chatwoot';
  if (variavel.startsWith('BANCO_')) return 'banco';
  if (variavel === 'EVOLUTION_POSTGRES_PASSWORD') return 'evolution';
  const [dono] = servicos.find(([, forma]) => variavel in forma) ?? ['compose'];
  return dono;
}
