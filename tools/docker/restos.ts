import { run } from './command.ts';

/**
 * Containers, networks and volumes of a Compose project, found by label: a broken file or a killed run leaves nothing either.
 */
export class Restos {
  readonly #projeto: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(projeto: string, env: NodeJS.ProcessEnv) {
    this.#projeto = projeto;
    this.#env = env;
  }

  async remover(): Promise<void> {
    const conteineres = await this.conteineres();
    if (conteineres.length > 0) await this.#limpar('rm', '--force', '--volumes', ...conteineres);
    const redes = await this.#rotulados('network', 'ls', '--quiet');
    if (redes.length > 0) await this.#limpar('network', 'rm', ...redes);
    const volumes = await this.volumes();
    if (volumes.length > 0) await this.#limpar('volume', 'rm', '--force', ...volumes);
  }

  conteineres(): Promise<string[]> {
    return this.#rotulados('ps', '--all', '--quiet');
  }

  volumes(): Promise<string[]> {
    return this.#rotulados('volume', 'ls', '--quiet');
  }

  /** Volumes that its containers hold without a name: no `down --volumes` finds them once the containers are gone. */
  async volumesSemNome(): Promise<string[]> {
    const conteineres = await this.conteineres();
    if (conteineres.length === 0) return [];
    const formato = '{{range .Mounts}}{{if eq .Type "volume"}}{{println .Name}}{{end}}{{end}}';
    const { stdout } = await this.#limpar('inspect', '--format', formato, ...conteineres);
    return stdout.split('\n').filter((nome) => /^[0-9a-f]{64}$/.test(nome));
  }

  /** What still carries the project's label. */
  async listar(): Promise<string[]> {
    return [
      ...(await this.conteineres()),
      ...(await this.#rotulados('network', 'ls', '--quiet')),
      ...(await this.volumes()),
    ];
  }

  async #rotulados(...lista: string[]): Promise<string[]> {
    const filtro = `label=com.docker.compose.project=${this.#projeto}`;
    const { stdout } = await this.#limpar(...lista, '--filter', filtro);
    return stdout.split('\n').filter(Boolean);
  }

  #limpar(...args: string[]) {
    return run('docker', args, { env: this.#env, cleanup: true });
  }
}
