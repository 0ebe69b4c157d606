import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '../command.ts';
import { ROOT } from '../images.ts';
import { removerPasta } from '../projeto-arquivos.ts';

const AUTOR = { name: 'guia', email: 'guia@exemplo.invalid' };
const MANIFESTOS = ['package.json', 'package-lock.json'];

/** A bare repository to clone from: this working tree as it is, without what git ignores, and the releases it publishes. */
export class Repositorio {
  readonly #pasta: string;

  private constructor(pasta: string) {
    this.#pasta = pasta;
  }

  static async criar(): Promise<Repositorio> {
    const repositorio = new Repositorio(await mkdtemp(join(tmpdir(), 'julia-guia-repositorio-')));
    try {
      await repositorio.#git(['init', '--quiet', '--bare', '--initial-branch', 'main']);
      await repositorio.#guardarArquivos();
      await repositorio.#gravar('a árvore de trabalho', 'refs/heads/main');
      return repositorio;
    } catch (erro) {
      await repositorio.remover();
      throw erro;
    }
  }

  /** What the guide calls `<endereço do repositório>`. */
  get endereco(): string {
    return `file://${this.#pasta}`;
  }

  /** A tag such as v1.4.0 whose files differ from `main` as a release of ours does: by their number. Once is enough. */
  async publicar(tag: string): Promise<void> {
    if (await this.#git(['tag', '--list', tag])) return;
    for (const nome of MANIFESTOS) {
      const texto = comVersao(await readFile(join(ROOT, nome), 'utf8'), tag.slice(1));
      const objeto = await this.#git(['hash-object', '-w', '--stdin'], texto);
      await this.#git(['update-index', '--cacheinfo', `100644,${objeto},${nome}`]);
    }
    await this.#gravar(tag, `refs/tags/${tag}`, 'refs/heads/main');
  }

  remover(): Promise<void> {
    return removerPasta(this.#pasta);
  }

  async #guardarArquivos(): Promise<void> {
    const lista = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const nomes = (await must('git', ['-C', ROOT, ...lista])).split('\0').filter(Boolean);
    // Some are deleted here and not yet in git.
    const existentes = nomes.filter((nome) => existsSync(join(ROOT, nome)));
    const daLista = ['--pathspec-from-file=-', '--pathspec-file-nul'];
    const texto = existentes.map((nome) => `:(literal)${nome}`).join('\0');
    await this.#git(['--work-tree', ROOT, 'add', '--force', ...daLista], texto);
  }

  async #gravar(mensagem: string, ref: string, mae?: string): Promise<void> {
    const arvore = await this.#git(['write-tree']);
    const maes = mae ? ['-p', mae] : [];
    const commit = await this.#git(['commit-tree', arvore, ...maes, '-m', mensagem]);
    await this.#git(['update-ref', ref, commit]);
  }

  #git(args: readonly string[], input?: string): Promise<string> {
    const { name, email } = AUTOR;
    const env = {
      ...process.env,
      // Settings and hooks of whoever runs this stay out.
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_DIR: this.#pasta,
      GIT_INDEX_FILE: join(this.#pasta, 'index'),
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: email,
    };
    return must('git', args, { env, cwd: ROOT, ...(input !== undefined && { input }) });
  }
}

/** The text of a package.json or package-lock.json with another number of the package itself; nothing else changes. */
export function comVersao(texto: string, versao: string): string {
  const lido = JSON.parse(texto) as { version: string; packages?: Record<string, object> };
  lido.version = versao;
  if (lido.packages?.['']) Object.assign(lido.packages[''], { version: versao });
  return `${JSON.stringify(lido, null, 2)}\n`;
}
