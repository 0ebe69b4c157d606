import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must, run } from './command.ts';
import { ROOT, type BuildIdentity, type ServiceImage } from './images.ts';

export interface BuildSettings {
  /** Folder with the sources; this workspace when absent. */
  folder?: string;
  env?: NodeJS.ProcessEnv;
  /** Replace the Dockerfile's default bases where no registry is reachable. */
  base?: string | undefined;
  runtime?: string | undefined;
  /** `host` where the builder's own network cannot reach the package registry. */
  network?: string | undefined;
}

const PROXY_NAMES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

/** Builds one service image with both of its tags. */
export function buildServiceImage(
  service: ServiceImage,
  identity: BuildIdentity,
  settings: BuildSettings = {},
): Promise<void> {
  const labels = {
    APP: service.app,
    IMAGE: service.image,
    PORT: String(service.port),
    VERSION: identity.version,
    REVISION: identity.revision,
    CREATED: identity.created,
    SOURCE_DATE_EPOCH: identity.sourceDateEpoch,
  };
  const tags = [identity.version, 'latest'].flatMap((tag) => ['--tag', `${service.image}:${tag}`]);
  return build([...tags, ...buildArgs(labels)], settings);
}

/** Builds the test's outside world from the same Dockerfile, so that it shares the installed packages' layer. */
export function buildDevImage(tag: string, settings: BuildSettings): Promise<void> {
  return build(['--target', 'dev', '--tag', tag], settings);
}

function buildArgs(values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
}

async function build(args: readonly string[], settings: BuildSettings): Promise<void> {
  const env: NodeJS.ProcessEnv = { ...(settings.env ?? process.env), DOCKER_BUILDKIT: '1' };
  const { base, runtime = base, network } = settings;
  const bases = { ...(base && { BUILD_IMAGE: base }), ...(runtime && { RUNTIME_IMAGE: runtime }) };
  const folder = await mkdtemp(join(tmpdir(), 'julia-build-'));
  try {
    await must(
      'docker',
      [
        'build',
        ...['--file', 'docker/Dockerfile'],
        ...buildArgs(bases),
        ...(network ? ['--network', network] : []),
        // Without a value the client takes it from its environment; BuildKit keeps these names out of the history.
        ...PROXY_NAMES.filter((name) => env[name]).flatMap((name) => ['--build-arg', name]),
        ...(await registrySecrets(folder)),
        ...args,
        '.',
      ],
      { env, cwd: settings.folder ?? ROOT },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** This machine's npm settings and extra certificate authority, as files that only the install step can read. */
async function registrySecrets(folder: string): Promise<string[]> {
  const config = async (key: string) => {
    const { stdout } = await run('npm', ['config', 'get', key], { cwd: folder });
    return stdout.trim();
  };
  const userconfig = await config('userconfig');
  const personal = existsSync(userconfig) ? await readFile(userconfig, 'utf8') : '';
  const npmrc = join(folder, 'npmrc');
  await writeFile(npmrc, `${personal}\nregistry=${await config('registry')}\n`, { mode: 0o600 });
  const cafile = process.env['NODE_EXTRA_CA_CERTS'];
  const ca = cafile && existsSync(cafile) ? ['--secret', `id=ca,src=${cafile}`] : [];
  return ['--secret', `id=npmrc,src=${npmrc}`, ...ca];
}
