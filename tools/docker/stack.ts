import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must, run, waitFor, type CommandResult } from './command.ts';

const LABEL = 'julia.teste';

/** As a careful deploy runs them: nothing of the image may need more. */
const HARDENED = [
  '--read-only',
  ...['--tmpfs', '/tmp'],
  ...['--cap-drop', 'ALL'],
  ...['--security-opt', 'no-new-privileges'],
  ...['--pids-limit', '256'],
  ...['--memory', '512m'],
];

export interface ContainerSpec {
  /** Name on the private network. */
  host: string;
  image: string;
  env?: Record<string, string>;
  command?: readonly string[];
  /** As `docker run --publish` takes them. */
  publish?: readonly string[];
  hardened?: boolean;
}

/** Containers on one network; everything carries the run's label, so that removal needs no memory. */
export class Stack {
  readonly id: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(env: NodeJS.ProcessEnv, id = `julia-teste-${process.pid}`) {
    this.#env = env;
    this.id = id;
  }

  /** Without a way out, unless other options are given. */
  async createNetwork(options: readonly string[] = ['--internal']): Promise<void> {
    const label = `${LABEL}=${this.id}`;
    await this.#docker(['network', 'create', ...options, '--label', label, this.id]);
  }

  /** Address of this host as every container can reach it, also those of other networks. */
  hostAddress(): Promise<string> {
    const format = '{{(index .IPAM.Config 0).Gateway}}';
    return this.#docker(['network', 'inspect', '--format', format, this.id]);
  }

  async start(spec: ContainerSpec): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'julia-env-'));
    try {
      // A file, since arguments can be read by everybody on the machine.
      const envFile = join(folder, 'env');
      const lines = Object.entries(spec.env ?? {}).map(([name, value]) => `${name}=${value}\n`);
      await writeFile(envFile, lines.join(''), { mode: 0o600 });
      await this.#docker([
        ...['run', '--detach', '--name', this.name(spec.host), '--label', `${LABEL}=${this.id}`],
        ...['--network', this.id, '--network-alias', spec.host, '--hostname', spec.host],
        ...['--env-file', envFile],
        ...(spec.publish ?? []).flatMap((port) => ['--publish', port]),
        ...(spec.hardened ? HARDENED : []),
        spec.image,
        ...(spec.command ?? []),
      ]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  name(host: string): string {
    return `${this.id}-${host}`;
  }

  /** Runs a module inside a container; standard output is the answer. */
  node(host: string, script: string): Promise<CommandResult> {
    const args = ['exec', '-i', this.name(host), 'node', '--input-type=module', '-'];
    return run('docker', args, { env: this.#env, input: script });
  }

  state(host: string, format: string): Promise<string> {
    return this.#docker(['inspect', '--format', format, this.name(host)]);
  }

  async logs(host: string): Promise<string> {
    const result = await run('docker', ['logs', this.name(host)], {
      env: this.#env,
      cleanup: true,
    });
    return result.stdout + result.stderr;
  }

  /** Waits until GET answers 200 inside the container; a container that ended fails at once with its last words. */
  async answers(host: string, port: number, path: string, limitMs: number): Promise<void> {
    const url = JSON.stringify(`http://127.0.0.1:${port}${path}`);
    const script = `const r = await fetch(${url}); console.log(r.status, await r.text())`;
    let last = '';
    await waitFor(`${host} ${path}`, limitMs, async () => {
      if ((await this.state(host, '{{.State.Running}}')) !== 'true') {
        throw new Error(`${host} terminou:\n${(await this.logs(host)).slice(-3_000)}`);
      }
      last = (await this.node(host, script)).stdout.trim();
      return last.startsWith('200') ? true : undefined;
    }).catch(async (error: unknown) => {
      const words = `${last}\n${(await this.logs(host)).slice(-3_000)}`;
      throw new Error(`${error instanceof Error ? error.message : String(error)}\n${words}`);
    });
  }

  /** Exit code and duration of an orderly stop. */
  async stop(host: string, graceSeconds: number): Promise<{ exitCode: number; ms: number }> {
    const startedAt = performance.now();
    await this.#docker(['stop', '--time', String(graceSeconds), this.name(host)]);
    const ms = performance.now() - startedAt;
    return { exitCode: Number(await this.state(host, '{{.State.ExitCode}}')), ms };
  }

  async remove(): Promise<void> {
    const containers = await this.#labelled(['ps', '--all', '--quiet']);
    if (containers.length > 0) await this.#cleanup(['rm', '--force', '--volumes', ...containers]);
    const networks = await this.#labelled(['network', 'ls', '--quiet']);
    if (networks.length > 0) await this.#cleanup(['network', 'rm', ...networks]);
  }

  /** What still carries this run's label. */
  async leftovers(): Promise<string[]> {
    return [
      ...(await this.#labelled(['ps', '--all', '--quiet'])),
      ...(await this.#labelled(['network', 'ls', '--quiet'])),
    ];
  }

  async #labelled(list: readonly string[]): Promise<string[]> {
    const result = await this.#cleanup([...list, '--filter', `label=${LABEL}=${this.id}`]);
    return result.stdout.split('\n').filter(Boolean);
  }

  #cleanup(args: readonly string[]): Promise<CommandResult> {
    return run('docker', args, { env: this.#env, cleanup: true });
  }

  #docker(args: readonly string[]): Promise<string> {
    return must('docker', args, { env: this.#env });
  }
}
