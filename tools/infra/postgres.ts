import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pausar } from 'node:timers/promises';
import { promisify } from 'node:util';
import { localizarPostgres, semRoot } from './binarios-postgres.ts';
import type { BinariosPostgres, SemRoot } from './binarios-postgres.ts';
import { InfraError } from './erro.ts';
import { comPorta } from './espera.ts';
import { iniciarProcesso } from './processo.ts';
import type { Canal, Processo } from './processo.ts';

export interface OpcoesDePostgres {
  /** The data folder itself; made by initdb when it does not hold a cluster yet. */
  dir: string;
  porta?: number;
  /** True: every commit reaches the disk. False (tests): no fsync, stopped at once, folder removed at the stop. */
  persistente: boolean;
  maxConexoes?: number;
  grupoProprio?: boolean;
  aoLerLinha?: (linha: string, canal: Canal) => void;
}

export interface PostgresIniciado {
  /** `postgres://` address of a database of this server; `postgres` by default. */
  url(banco?: string): string;
  readonly porta: number;
  readonly pid: number;
  readonly processo: Processo;
  parar(): Promise<void>;
  matar(): Promise<void>;
}

const executarArquivo = promisify(execFile);

/** Starts Postgres on 127.0.0.1 (user `postgres`, no password asked from this machine). It dies with this process. */
export async function iniciarPostgres(opcoes: OpcoesDePostgres): Promise<PostgresIniciado> {
  const binarios = await localizarPostgres();
  await mkdir(dirname(opcoes.dir), { recursive: true });
  if (!(await existe(join(opcoes.dir, 'PG_VERSION')))) await criarCluster(binarios, opcoes.dir);
  await removerTravaVelha(opcoes.dir);
  const usuario = await semRoot(opcoes.dir);
  return comPorta(opcoes.porta, (porta) => subir(binarios, usuario, opcoes, porta));
}

/** Built beside and renamed: an initdb that was interrupted leaves nothing that looks like a cluster. */
async function criarCluster(binarios: BinariosPostgres, dir: string): Promise<void> {
  const obra = `${dir}.${process.pid}.obra`;
  await rm(obra, { recursive: true, force: true });
  const usuario = await semRoot(obra);
  // The builtin provider (17+) gives the same lower() and upper() of accented letters on every machine.
  const idioma =
    binarios.versao >= 17
      ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
      : ['--locale=C.UTF-8'];
  const args = ['-D', obra, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync', ...idioma];
  const [comando = '', ...resto] = [...usuario.prefixo, binarios.initdb, ...args];
  try {
    await executarArquivo(comando, resto, {
      env: { ...process.env, LC_ALL: 'C' },
      ...(usuario.uid === undefined ? {} : { uid: usuario.uid, gid: usuario.gid }),
    });
    await rename(obra, dir);
  } catch (cause) {
    await rm(obra, { recursive: true, force: true });
    throw new InfraError('POSTGRES_NAO_SUBIU', `Não foi possível criar o banco em ${dir}`, {
      cause,
    });
  }
}

async function subir(
  binarios: BinariosPostgres,
  usuario: SemRoot,
  opcoes: OpcoesDePostgres,
  porta: number,
): Promise<PostgresIniciado> {
  const processo = await servindo(binarios, usuario, opcoes, porta);
  return {
    url: (banco = 'postgres') => `postgres://postgres@127.0.0.1:${porta}/${banco}`,
    porta,
    pid: processo.pid,
    processo,
    parar: async () => {
      if (!opcoes.persistente) processo.sinalizar('SIGQUIT');
      await processo.parar(opcoes.persistente ? 20_000 : 5_000);
      if (!opcoes.persistente)
        await rm(opcoes.dir, { recursive: true, force: true, maxRetries: 5 });
    },
    matar: async () => {
      await processo.matar();
    },
  };
}

/** Tries again while backends of a killed server still hold its shared memory; they notice within a moment. */
async function servindo(
  binarios: BinariosPostgres,
  usuario: SemRoot,
  opcoes: OpcoesDePostgres,
  porta: number,
): Promise<Processo> {
  const [comando = '', ...args] = [
    ...usuario.prefixo,
    binarios.postgres,
    ...argumentos(opcoes, porta),
  ];
  const limite = performance.now() + 15_000;
  for (;;) {
    const processo = await iniciarProcesso({
      comando,
      args,
      // Fast shutdown: SIGTERM would wait for every client to leave.
      sinalDeParada: 'SIGINT',
      uid: usuario.uid,
      gid: usuario.gid,
      grupoProprio: opcoes.grupoProprio,
      aoLerLinha: opcoes.aoLerLinha,
    });
    try {
      await processo.esperarLinha(/ready to accept connections/, 60_000);
      return processo;
    } catch {
      await processo.matar();
      const saida = processo.linhas.join('\n');
      const presa = /shared memory block|still in use/.test(saida);
      if (!presa || performance.now() > limite) throw erroDeSubida(saida, opcoes.dir, porta);
      await pausar(100);
    }
  }
}

function argumentos(
  { dir, persistente, maxConexoes = 300 }: OpcoesDePostgres,
  porta: number,
): string[] {
  const ajustes: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: String(maxConexoes),
    shared_buffers: '128MB',
    timezone: 'UTC',
    jit: 'off',
    // As on Supabase, where extensions live in a schema of their own.
    search_path: '"$user", public, extensions',
    // LOG without ERROR: statements that fail would carry personal data into the log.
    log_min_messages: 'log',
    log_checkpoints: 'off',
    ...(persistente ? {} : SEM_DURABILIDADE),
  };
  const opcoes = Object.entries(ajustes).flatMap(([nome, valor]) => ['-c', `${nome}=${valor}`]);
  return ['-D', dir, '-p', String(porta), ...opcoes];
}

const SEM_DURABILIDADE = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  checkpoint_timeout: '1h',
  max_wal_size: '2GB',
  autovacuum: 'off',
};

/**
 * After a kill -9 the lock file stays, and in a container its pid is soon somebody else's. It is removed unless that
 * pid really runs on this folder.
 */
async function removerTravaVelha(dir: string): Promise<void> {
  await exigirBancoLivre(dir);
  await rm(arquivoDeTrava(dir), { force: true });
}

/** Fails with POSTGRES_EM_USO while a server runs on these data, on whatever port. */
export async function exigirBancoLivre(dir: string): Promise<void> {
  const texto = await readFile(arquivoDeTrava(dir), 'utf8').catch(() => '');
  const pid = Number(texto.split('\n')[0]);
  if (!(pid > 0) || !(await executaEm(pid, dir))) return;
  throw new InfraError(
    'POSTGRES_EM_USO',
    `O banco em ${dir} já está aberto pelo processo ${pid}: pare o outro "npm start" primeiro.`,
  );
}

function arquivoDeTrava(dir: string): string {
  return join(dir, 'postmaster.pid');
}

async function executaEm(pid: number, dir: string): Promise<boolean> {
  try {
    const { stdout } = await executarArquivo('ps', ['-ww', '-o', 'args=', '-p', String(pid)]);
    return stdout.includes('postgres') && stdout.includes(dir);
  } catch {
    return false;
  }
}

function erroDeSubida(saida: string, dir: string, porta: number): InfraError {
  if (/Address already in use/i.test(saida)) {
    return new InfraError('PORTA_OCUPADA', `A porta ${porta} do Postgres já está em uso.`);
  }
  if (/lock file .* already exists/.test(saida)) {
    return new InfraError(
      'POSTGRES_EM_USO',
      `O banco em ${dir} já está aberto por outro processo.`,
    );
  }
  if (/database files are incompatible/.test(saida)) {
    return new InfraError(
      'POSTGRES_NAO_SUBIU',
      `Os dados em ${dir} são de outra versão do Postgres: rode "npm start -- --limpo" para recomeçar.`,
    );
  }
  const motivo = /FATAL:\s*(.*)/.exec(saida)?.[1] ?? saida.split('\n').at(-1) ?? '';
  return new InfraError('POSTGRES_NAO_SUBIU', `Postgres não subiu: ${motivo}`);
}

async function existe(caminho: string): Promise<boolean> {
  return stat(caminho).then(
    () => true,
    () => false,
  );
}
