import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { executar, funciona, noPath } from './comando.ts';
import { codigoDe } from './erro.ts';

const SEM_DEPENDENCIA_FRACA = [
  '--no-recommends',
  '--no-suggests',
  '--no-conflicts',
  '--no-breaks',
  '--no-replaces',
  '--no-enhances',
];

/** True where the distribution's packages can be fetched and unpacked by an ordinary user. */
export async function temApt(path?: string): Promise<boolean> {
  return (await noPath('apt-get', path)) !== null && (await noPath('dpkg-deb', path)) !== null;
}

/**
 * Downloads a package with the libraries it lacks on this machine and unpacks them under `destino`, installing
 * nothing and needing no root. Several processes may do it at once: the first complete copy stays.
 */
export async function desempacotar(
  pacote: string,
  irmaos: RegExp,
  destino: string,
  path?: string,
): Promise<void> {
  const env = path === undefined ? {} : { PATH: path };
  const obra = `${destino}.${randomUUID()}.obra`;
  await mkdir(join(obra, 'deb'), { recursive: true });
  try {
    const apt = await aptQueConhece(pacote, join(obra, 'apt'), env);
    const baixar = async (opcoes: readonly string[]): Promise<void> => {
      const pacotes = await faltantes(pacote, irmaos, opcoes, env);
      await executar('apt-get', [...opcoes, 'download', ...pacotes], {
        cwd: join(obra, 'deb'),
        env,
      });
    };
    try {
      await baixar(apt);
    } catch {
      // Package lists older than the archive name versions that are gone (404): read them afresh, once.
      await baixar(await listasProprias(join(obra, 'apt'), env));
    }
    for (const deb of await readdir(join(obra, 'deb'))) {
      await executar('dpkg-deb', ['-x', join(obra, 'deb', deb), join(obra, 'raiz')], { env });
    }
    await mkdir(dirname(destino), { recursive: true });
    await rename(join(obra, 'raiz'), destino).catch((erro: unknown) => {
      if (!['ENOTEMPTY', 'EEXIST'].includes(codigoDe(erro))) throw erro;
    });
  } finally {
    await rm(obra, { recursive: true, force: true });
  }
}

/** Folders with shared libraries of an unpacked tree, for LD_LIBRARY_PATH. */
export async function pastasDeBibliotecas(raiz: string): Promise<string[]> {
  const arquivos = await readdir(raiz, { recursive: true, withFileTypes: true });
  const pastas = arquivos.filter((a) => /\.so(\.|$)/.test(a.name)).map((a) => a.parentPath);
  return [...new Set(pastas)];
}

async function aptQueConhece(
  pacote: string,
  estado: string,
  env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const padrao = opcoesDeApt();
  const conhecido = await funciona('apt-cache', [...padrao, 'show', pacote], { env });
  return conhecido ? padrao : listasProprias(estado, env);
}

/** Lists of our own: `apt-get update` on the machine's lists would need root and change the machine. */
async function listasProprias(estado: string, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  await mkdir(join(estado, 'lists', 'partial'), { recursive: true });
  await mkdir(join(estado, 'cache', 'archives', 'partial'), { recursive: true });
  const opcoes = [
    ...opcoesDeApt(),
    '-o',
    `Dir::State::lists=${join(estado, 'lists')}`,
    '-o',
    `Dir::Cache=${join(estado, 'cache')}`,
  ];
  await executar('apt-get', [...opcoes, 'update'], { env });
  return opcoes;
}

/** As root apt would drop to a user that cannot write into the project. */
function opcoesDeApt(): string[] {
  return process.getuid?.() === 0 ? ['-qq', '-o', 'APT::Sandbox::User=root'] : ['-qq'];
}

async function faltantes(
  pacote: string,
  irmaos: RegExp,
  apt: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string[]> {
  const vistos = new Set([pacote]);
  for (const atual of vistos) {
    for (const nome of await dependenciasDiretas(atual, apt, env)) {
      const interessa = irmaos.test(nome) || (nome.startsWith('lib') && nome !== 'libc6');
      if (interessa && !vistos.has(nome) && !(await instalado(nome, env))) vistos.add(nome);
    }
  }
  return [...vistos];
}

async function dependenciasDiretas(
  pacote: string,
  apt: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string[]> {
  const texto = await executar('apt-cache', [...apt, 'depends', ...SEM_DEPENDENCIA_FRACA, pacote], {
    env,
  });
  const nomes: string[] = [];
  let alternativa = false;
  for (const linha of texto.split('\n')) {
    // "|Depends: a" followed by "Depends: b" reads "a or b": the first one is enough.
    const achado = /^\s+(\|?)(?:Pre)?Depends: ([^<\s]\S*)/.exec(linha);
    if (!achado) continue;
    if (!alternativa && achado[2]) nomes.push(achado[2]);
    alternativa = achado[1] === '|';
  }
  return nomes;
}

async function instalado(pacote: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    const estado = await executar('dpkg-query', ['-W', '-f', '${db:Status-Status} ', pacote], {
      env,
    });
    return estado.startsWith('installed');
  } catch {
    return false;
  }
}
