import { existsSync, readFileSync } from 'node:fs';
import {
  chmod,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  realpath,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Engine } from './client.ts';
import { must, run } from './command.ts';
import { aptInstall, debianMirror } from './debian.ts';
import { ROOT } from './images.ts';
import { removeWithMounts } from './mounts.ts';

interface Base {
  readonly real: string;
  readonly offline: string;
  readonly release: string;
  /** Of the root file system kept in `.julia/docker`. */
  readonly archive: string;
  readonly changes: readonly string[];
  readonly complete: (root: string) => Promise<void>;
}

const PULL_LIMIT_MS = 300_000;

/** The real base where a registry answers, otherwise a stand-in made on this machine with the same user, paths and release. */
export function ensureBase(engine: Engine): Promise<string> {
  return ensure(engine, {
    real: 'node:24-bookworm-slim',
    offline: 'julia-base-offline:24',
    release: 'bookworm',
    archive: `base-bookworm-node-${pinnedNode().version}.tar`,
    changes: ['CMD ["node"]', 'ENV NODE_VERSION=24'],
    complete: addNode,
  });
}

/** Plain Debian 13, for the image of the backups: its Postgres clients are as new as the servers. */
export function ensureTrixie(engine: Engine): Promise<string> {
  return ensure(engine, {
    real: 'debian:trixie-slim',
    offline: 'julia-base-offline:trixie',
    release: 'trixie',
    archive: 'base-trixie.tar',
    changes: ['CMD ["bash"]'],
    complete: () => Promise.resolve(),
  });
}

async function ensure(engine: Engine, base: Base): Promise<string> {
  if (await hasImage(engine, base.real)) return base.real;
  const pull = { env: engine.env, timeoutMs: PULL_LIMIT_MS };
  if ((await run('docker', ['pull', '-q', base.real], pull)).code === 0) return base.real;
  if (!(await hasImage(engine, base.offline))) await importOfflineBase(engine, base);
  return base.offline;
}

async function hasImage(engine: Engine, image: string): Promise<boolean> {
  return (await run('docker', ['image', 'inspect', image], { env: engine.env })).code === 0;
}

/** The root file system is kept in `.julia/`, since a private engine forgets its images with its data. */
async function importOfflineBase(engine: Engine, base: Base): Promise<void> {
  const archive = join(ROOT, '.julia/docker', base.archive);
  if (!existsSync(archive)) await makeRootArchive(archive, base);
  const changes = base.changes.flatMap((change) => ['--change', change]);
  await must('docker', ['import', ...changes, archive, base.offline], { env: engine.env });
}

async function makeRootArchive(archive: string, { release, complete }: Base): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'julia-base-'));
  try {
    const root = join(folder, 'root');
    const installed = await run('sh', ['-c', 'command -v debootstrap']);
    if (installed.code !== 0) await aptInstall('debootstrap');
    const include = '--include=ca-certificates,tzdata,libstdc++6';
    await must('debootstrap', ['--variant=minbase', include, release, root, await debianMirror()]);
    await must('chroot', [root, 'apt-get', 'clean']);
    await rm(join(root, 'var/lib/apt/lists'), { recursive: true, force: true });
    await complete(root);
    await mkdir(dirname(archive), { recursive: true });
    // Renamed when complete: an interrupted run must not leave half an archive behind.
    await must('tar', ['-C', root, '-cf', `${archive}.${process.pid}`, '.']);
    await rename(`${archive}.${process.pid}`, archive);
  } finally {
    await rm(`${archive}.${process.pid}`, { force: true });
    await removeWithMounts(folder);
  }
}

function pinnedNode(): { version: string; binary: string } {
  const manifest = createRequire(import.meta.url).resolve('node/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return { version, binary: join(dirname(manifest), 'bin/node') };
}

/** Node is the binary this workspace pins (npm package `node`), npm is the machine's own. */
async function addNode(root: string): Promise<void> {
  const user = ['--uid', '1000', '--create-home', '--shell', '/bin/bash', 'node'];
  await must('chroot', [root, 'useradd', ...user]);
  await copyFile(pinnedNode().binary, join(root, 'usr/local/bin/node'));
  await chmod(join(root, 'usr/local/bin/node'), 0o755);
  const npmCli = await realpath(
    process.env['npm_execpath'] ?? (await must('sh', ['-c', 'command -v npm'])),
  );
  const modules = join(root, 'usr/local/lib/node_modules');
  await mkdir(modules, { recursive: true });
  await cp(dirname(dirname(npmCli)), join(modules, 'npm'), { recursive: true });
  for (const tool of ['npm', 'npx']) {
    const cli = `../lib/node_modules/npm/bin/${tool}-cli.js`;
    await symlink(cli, join(root, 'usr/local/bin', tool));
  }
}
