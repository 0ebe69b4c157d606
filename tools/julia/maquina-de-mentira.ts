import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { run, type CommandResult } from '../docker/command.ts';
import { ROOT } from '../docker/images.ts';

/** What a made-up command answers; the first rule whose shell pattern fits all its arguments counts. */
export interface Resposta {
  readonly quando: string;
  readonly saida?: string;
  readonly erro?: string;
  readonly codigo?: number;
}

export interface OpcoesDaVez {
  /** Folder to call from; the installation itself unless told otherwise. */
  readonly de?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly entrada?: string;
}

const aspas = (texto: string) => `'${texto.replaceAll("'", String.raw`'\''`)}'`;

/**
 * An installation in a folder of its own on a machine whose `docker` (and any other command) answers from a script, so that
 * no engine and no network takes part.
 */
export class MaquinaDeMentira {
  readonly pasta: string;
  readonly #bin: string;

  private constructor(raiz: string) {
    this.pasta = join(raiz, 'julia');
    this.#bin = join(raiz, 'bin');
  }

  static async criar(): Promise<MaquinaDeMentira> {
    const maquina = new MaquinaDeMentira(await mkdtemp(join(tmpdir(), 'julia-comando-')));
    await mkdir(maquina.pasta);
    await mkdir(maquina.#bin);
    for (const item of ['julia', 'scripts', 'compose', '.env.example', 'package.json']) {
      await cp(join(ROOT, item), maquina.caminho(item), { recursive: true });
    }
    return maquina;
  }

  caminho(...partes: string[]): string {
    return join(this.pasta, ...partes);
  }

  /** Puts a command first on PATH. What no rule fits ends with 64, so that a call nobody thought of is noticed. */
  async fingir(comando: string, respostas: readonly Resposta[]): Promise<void> {
    const casos = respostas.map(
      ({ quando, saida = '', erro = '', codigo = 0 }) =>
        `  ${quando.replaceAll(' ', String.raw`\ `)})\n    printf '%s' ${aspas(saida)}\n    printf '%s' ${aspas(erro)} >&2\n    exit ${codigo} ;;`,
    );
    const texto = [
      '#!/usr/bin/env bash',
      `printf '%s\\n' "$*" >>${aspas(this.#registro(comando))}`,
      `case "$*" in *exec*|load*) cat >>${aspas(this.#registro(`${comando}.entrada`))} ;; esac`,
      'case "$*" in',
      ...casos,
      'esac',
      `echo "${comando}: chamada inesperada: $*" >&2`,
      'exit 64',
      '',
    ].join('\n');
    const arquivo = join(this.#bin, comando);
    await writeFile(arquivo, texto);
    await chmod(arquivo, 0o755);
  }

  /** The same with a script of its own. */
  async fingirTexto(comando: string, programa: string): Promise<void> {
    const arquivo = join(this.#bin, comando);
    await writeFile(arquivo, `#!/usr/bin/env bash\n${programa}\n`);
    await chmod(arquivo, 0o755);
  }

  /** A PATH with links to everything of the usual folders but one command. */
  async pathSem(comando: string): Promise<string> {
    const pasta = join(dirname(this.pasta), `sem-${comando}`);
    if (existsSync(pasta)) return pasta;
    await mkdir(pasta);
    for (const origem of ['/usr/local/bin', '/usr/bin', '/bin']) {
      for (const nome of await readdir(origem).catch(() => [])) {
        if (nome === comando) continue;
        await symlink(join(origem, nome), join(pasta, nome)).catch(() => undefined);
      }
    }
    return pasta;
  }

  /** Every call of a made-up command so far. */
  async chamadas(comando: string): Promise<string[]> {
    const arquivo = this.#registro(comando);
    return existsSync(arquivo) ? (await readFile(arquivo, 'utf8')).split('\n').filter(Boolean) : [];
  }

  /** Everything a made-up command was given on standard input. */
  async entradas(comando: string): Promise<string> {
    const arquivo = this.#registro(`${comando}.entrada`);
    return existsSync(arquivo) ? readFile(arquivo, 'utf8') : '';
  }

  julia(args: readonly string[], { de, env, entrada }: OpcoesDaVez = {}): Promise<CommandResult> {
    return run(this.caminho('julia'), args, {
      cwd: de ?? this.pasta,
      env: this.ambiente(env),
      input: entrada ?? '',
    });
  }

  ambiente(env: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
    const { PATH = '', HOME = '/tmp' } = process.env;
    return { PATH: [this.#bin, PATH].join(delimiter), HOME, LC_ALL: 'C.UTF-8', ...env };
  }

  ler(...partes: string[]): Promise<string> {
    return readFile(this.caminho(...partes), 'utf8');
  }

  async escrever(nome: string, texto: string): Promise<void> {
    await mkdir(dirname(this.caminho(nome)), { recursive: true });
    await writeFile(this.caminho(nome), texto);
  }

  async remover(): Promise<void> {
    await rm(dirname(this.pasta), { recursive: true, force: true });
  }

  #registro(comando: string): string {
    return join(this.#bin, `.${comando}.chamadas`);
  }
}
