import { chmod, copyFile, cp, mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Engine } from './client.ts';
import { must, run } from './command.ts';
import { aptInstall, debianMirror } from './debian.ts';

const REAL_BASE = 'node:24-bookworm-slim';
const OFFLINE_BASE = 'julia-base-offline:24';

const RELEASE = 'bookworm';
const PULL_LIMIT_MS = 300_000;

/** The real base where a registry answers, otherwise a stand-in made on this machine with the same user, paths and release. */
export async function ensureBase(engine: Engine): Promise<string> {
  if (await hasImage(engine, REAL_BASE)) return REAL_BASE;
  const pull = { env: engine.env, timeoutMs: PULL_LIMIT_MS };
  if ((await run('docker', ['pull', '-q', REAL_BASE], pull)).code === 0) return REAL_BASE;
  if (!(await hasImage(engine, OFFLINE_BASE))) await makeOfflineBase(engine);
  return OFFLINE_BASE;
}

async function hasImage(engine: Engine, image: string): Promise<boolean> {
  return (await run('docker', ['image', 'inspect', image], { env: engine.env })).code === 0;
}

async function makeOfflineBase(engine: Engine): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'julia-base-'));
  try {
    const root = join(folder, 'root');
    if ((await run('sh', ['-c', 'command -v debootstrap'])).code !== 0)
      await aptInstall('debootstrap');
    await must('debootstrap', [
      '--variant=minbase',
      '--include=ca-certificates,tzdata,libstdc++6',
      RELEASE,
      root,
      await debianMirror(),
    ]);
    await must('chroot', [
      root,
      'useradd',
      '--uid',
      '1000',
      '--create-home',
      '--shell',
      '/bin/bash',
      'node',
    ]);
    await must('chroot', [root, 'apt-get', 'clean']);
    await rm(join(root, 'var/lib/apt/lists'), { recursive: true, force: true });
    await addNode(root);
    const archive = join(folder, 'root.tar');
    await must('tar', ['-C', root, '-cf', archive, '.']);
    const changes = ['--change', 'CMD ["node"]', '--change', 'ENV NODE_VERSION=24'];
    await must('docker', ['import', ...changes, archive, OFFLINE_BASE], { env: engine.env });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Node is the binary this workspace pins (npm package `node`), npm is the machine's own. */
async function addNode(root: string): Promise<void> {
  const require = createRequire(import.meta.url);
  const binary = join(dirname(require.resolve('node/package.json')), 'bin/node');
  await copyFile(binary, join(root, 'usr/local/bin/node'));
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
