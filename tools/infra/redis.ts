import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { executar, funciona, noPath } from './comando.ts';
import { InfraError } from './erro.ts';
import { comPorta, esperarAte } from './espera.ts';
import { desempacotar, pastasDeBibliotecas, temApt } from './pacote-debian.ts';
import { iniciarProcesso } from './processo.ts';
import type { Canal, Processo } from './processo.ts';

export type LocalDoRedis =
  | { tipo: 'binario'; caminho: string; env: NodeJS.ProcessEnv; origem: 'path' | 'pacote' }
  | { tipo: 'docker'; caminho: string; imagem: string };

export interface OpcoesDeBusca {
  /** Where commands are looked for; the environment's PATH by default. */
  path?: string;
  /** Told once before the package is downloaded, because that takes a few seconds. */
  aoBaixar?: () => void;
}

export interface OpcoesDeRedis {
  /** Data (append-only file) folder; created when missing. */
  dir: string;
  porta?: number;
  /** `always` is what makes an acknowledged webhook durable; `everysec` loses up to one second. */
  appendfsync?: 'always' | 'everysec' | 'no';
  /** As in redis.conf, such as `2mb`; unlimited by default. */
  maxmemory?: string;
  local?: LocalDoRedis;
  /** Where a downloaded Redis is kept; only needed when `local` is not given. */
  dirJulia?: string;
  grupoProprio?: boolean;
  aoLerLinha?: (linha: string, canal: Canal) => void;
}

export interface RedisIniciado {
  readonly url: string;
  readonly porta: number;
  readonly pid: number;
  readonly processo: Processo;
  /** Clean stop: everything acknowledged is on disk. */
  parar(): Promise<void>;
  matar(): Promise<void>;
}

const NOMES = ['redis-server', 'valkey-server'] as const;
const IMAGEM = 'redis:7-alpine';

/** Finds a Redis to run without installing anything: PATH, the distribution's package unpacked, Docker. */
export async function localizarRedis(
  dirJulia: string,
  { path, aoBaixar }: OpcoesDeBusca = {},
): Promise<LocalDoRedis> {
  for (const nome of NOMES) {
    const caminho = await noPath(nome, path);
    if (caminho) return { tipo: 'binario', caminho, env: {}, origem: 'path' };
  }
  const pacote = await doPacote(join(dirJulia, 'redis', 'pacote'), path, aoBaixar);
  if (pacote) return pacote;
  const docker = await noPath('docker', path);
  if (docker && (await funciona(docker, ['info'], { prazoMs: 5_000 }))) {
    return { tipo: 'docker', caminho: docker, imagem: IMAGEM };
  }
  const comando =
    process.platform === 'darwin' ? 'brew install redis' : 'sudo apt-get install -y redis-server';
  throw new InfraError(
    'REDIS_AUSENTE',
    `Redis não encontrado: rode "${comando}" (ou aponte REDIS_URL para um que já exista) e tente de novo.`,
  );
}

/** Starts Redis on 127.0.0.1 and waits until it answers. It dies with this process. */
export async function iniciarRedis(opcoes: OpcoesDeRedis): Promise<RedisIniciado> {
  const local = opcoes.local ?? (await localizarRedis(opcoes.dirJulia ?? join(opcoes.dir, '..')));
  await mkdir(opcoes.dir, { recursive: true });
  return comPorta(opcoes.porta, (porta) => subir(local, opcoes, porta));
}

async function doPacote(
  raiz: string,
  path: string | undefined,
  aoBaixar: (() => void) | undefined,
): Promise<LocalDoRedis | null> {
  const pronto = await binarioDesempacotado(raiz);
  if (pronto) return pronto;
  if (!(await temApt(path))) return null;
  aoBaixar?.();
  for (const nome of NOMES) {
    try {
      await desempacotar(nome, /^(redis|valkey)/, raiz, path);
    } catch {
      // Not in this distribution, or no network: the next way may work, and the last error names the remedy.
      continue;
    }
    const achado = await binarioDesempacotado(raiz);
    if (achado) return achado;
  }
  return null;
}

async function binarioDesempacotado(raiz: string): Promise<LocalDoRedis | null> {
  for (const nome of NOMES) {
    const caminho = join(raiz, 'usr', 'bin', nome);
    try {
      const env = { LD_LIBRARY_PATH: (await pastasDeBibliotecas(raiz)).join(':') };
      await executar(caminho, ['--version'], { env });
      return { tipo: 'binario', caminho, env, origem: 'pacote' };
    } catch {
      continue;
    }
  }
  return null;
}

async function subir(
  local: LocalDoRedis,
  opcoes: OpcoesDeRedis,
  porta: number,
): Promise<RedisIniciado> {
  const conteiner = `julia-redis-${process.pid}-${porta}`;
  const processo = await iniciarProcesso({
    ...linhaDeComando(local, opcoes, porta, conteiner),
    grupoProprio: opcoes.grupoProprio,
    aoLerLinha: opcoes.aoLerLinha,
  });
  // Its own words first: on a port that is taken, somebody else's Redis would answer the ping.
  const prazoMs = local.tipo === 'docker' ? 120_000 : 15_000;
  try {
    await processo.esperarLinha(/ready to accept connections/i, prazoMs);
    await esperarAte(() => responde(porta), prazoMs, 'o PONG do Redis', 5);
  } catch {
    await processo.matar();
    throw erroDeSubida(processo.linhas, porta);
  }
  return {
    url: `redis://127.0.0.1:${porta}`,
    porta,
    pid: processo.pid,
    processo,
    parar: async () => {
      await processo.parar();
    },
    matar: async () => {
      if (local.tipo === 'docker') await funciona(local.caminho, ['kill', conteiner]);
      await processo.matar();
    },
  };
}

function linhaDeComando(
  local: LocalDoRedis,
  opcoes: OpcoesDeRedis,
  porta: number,
  conteiner: string,
): { comando: string; args: string[]; env: NodeJS.ProcessEnv } {
  const configuracao = [
    ...['--appendonly', 'yes', '--appendfsync', opcoes.appendfsync ?? 'always'],
    ...['--maxmemory-policy', 'noeviction', '--save', ''],
    ...(opcoes.maxmemory ? ['--maxmemory', opcoes.maxmemory] : []),
  ];
  if (local.tipo === 'binario') {
    const lugar = ['--port', String(porta), '--bind', '127.0.0.1', '--dir', opcoes.dir];
    return { comando: local.caminho, args: [...lugar, ...configuracao], env: local.env };
  }
  const docker = ['run', '--rm', '--name', conteiner, '-p', `127.0.0.1:${porta}:6379`];
  const args = [...docker, '-v', `${opcoes.dir}:/data`, local.imagem, 'redis-server'];
  return { comando: local.caminho, args: [...args, ...configuracao], env: {} };
}

function erroDeSubida(linhas: readonly string[], porta: number): InfraError {
  if (/address already in use|port is already allocated/i.test(linhas.join('\n'))) {
    return new InfraError('PORTA_OCUPADA', `A porta ${porta} do Redis já está em uso.`);
  }
  return new InfraError('REDIS_NAO_SUBIU', `Redis não subiu: ${linhas.at(-1) ?? ''}`);
}

function responde(porta: number): Promise<boolean> {
  return new Promise((resolve) => {
    const conexao = connect({ host: '127.0.0.1', port: porta }, () => conexao.write('PING\r\n'));
    const fechar = (pong: boolean): void => {
      conexao.destroy();
      resolve(pong);
    };
    conexao.setTimeout(1_000, () => fechar(false));
    conexao.once('data', (dados) => fechar(dados.toString().startsWith('+PONG')));
    conexao.once('error', () => fechar(false));
    conexao.once('close', () => fechar(false));
  });
}
