import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { engineVersion, type Engine } from './client.ts';
import { CommandFailed, must, run, waitFor } from './command.ts';
import { unpackFromRelease } from './debian.ts';
import { removeWithMounts } from './mounts.ts';

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 30_000;

/** Tried in order: virtual machines and nested containers may lack overlayfs or a usable packet filter. */
const FLAG_SETS: readonly (readonly string[])[] = [
  [],
  ['--storage-driver=vfs'],
  ['--storage-driver=vfs', '--iptables=false'],
];

/** Debian 12's engine comes without Compose and buildx; Debian 13's are static enough to run beside it. */
const PLUGINS_RELEASE = 'trixie';
const PLUGINS = ['docker-compose', 'docker-buildx'];

/** An engine with its own socket, data and client settings, so that nothing of it stays behind. */
export async function startOwnEngine(dockerd: string): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'julia-docker-'));
  const env = await clientEnv(folder, dirname(dirname(dockerd)));
  const forwardingBefore = await ipForwarding();
  let daemon: ChildProcess | undefined;
  const stop = async () => {
    if (daemon) await endDaemon(daemon);
    await removeTraces(folder, forwardingBefore);
  };
  try {
    daemon = await startDaemon(dockerd, folder, env);
    await installPlugins(folder);
    const version = (await engineVersion(env)) ?? '?';
    return { env, own: true, version, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The client that came with the daemon goes first on PATH: a newer one may refuse to build without its buildx. */
async function clientEnv(folder: string, prefix: string): Promise<NodeJS.ProcessEnv> {
  await mkdir(join(folder, 'bin'));
  await symlink(join(prefix, 'bin/docker'), join(folder, 'bin/docker'));
  await mkdir(join(folder, 'config/cli-plugins'), { recursive: true });
  return {
    ...process.env,
    // A context chosen by the person would win over DOCKER_HOST.
    DOCKER_CONTEXT: undefined,
    PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
    DOCKER_HOST: `unix://${join(folder, 'docker.sock')}`,
    DOCKER_CONFIG: join(folder, 'config'),
  };
}

async function startDaemon(
  dockerd: string,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<ChildProcess> {
  for (const flags of FLAG_SETS) {
    const daemon = spawnDaemon(dockerd, folder, flags);
    const outcome = await waitFor('dockerd', START_LIMIT_MS, async () => {
      if (daemon.exitCode !== null) return 'ended';
      return (await engineVersion(env)) ? 'ready' : undefined;
    }).catch(async (error: unknown) => {
      await endDaemon(daemon);
      throw error;
    });
    if (outcome === 'ready') return daemon;
  }
  const log = await readFile(join(folder, 'dockerd.log'), 'utf8');
  throw new CommandFailed(`dockerd não iniciou:\n${log.trim().split('\n').slice(-5).join('\n')}`);
}

function spawnDaemon(dockerd: string, folder: string, flags: readonly string[]): ChildProcess {
  const log = openSync(join(folder, 'dockerd.log'), 'w');
  const daemon = spawn(
    dockerd,
    [
      ...['--data-root', join(folder, 'data')],
      ...['--exec-root', join(folder, 'exec')],
      ...['--pidfile', join(folder, 'dockerd.pid')],
      ...['--host', `unix://${join(folder, 'docker.sock')}`],
      ...flags,
    ],
    // Its own group: Ctrl-C must not end it before the containers are removed.
    { detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  return daemon;
}

async function installPlugins(folder: string): Promise<void> {
  const unpacked = join(folder, 'plugins');
  await unpackFromRelease(PLUGINS_RELEASE, PLUGINS, unpacked);
  for (const plugin of PLUGINS) {
    const file = await must('find', [unpacked, '-path', '*cli-plugins*', '-name', plugin]);
    await symlink(file, join(folder, 'config/cli-plugins', plugin));
  }
}

async function endDaemon(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const ended = new Promise((resolve) => daemon.once('exit', resolve));
  daemon.kill('SIGTERM');
  const deadline = setTimeout(() => daemon.kill('SIGKILL'), STOP_LIMIT_MS);
  await ended;
  clearTimeout(deadline);
}

/** The machine's forwarding goes back to what it was. */
async function removeTraces(folder: string, forwardingBefore: string): Promise<void> {
  await removeWithMounts(folder);
  await run('ip', ['link', 'delete', 'docker0'], { cleanup: true });
  if (forwardingBefore === '0') {
    await run('sysctl', ['-q', '-w', 'net.ipv4.ip_forward=0'], { cleanup: true });
    await run('iptables', ['-P', 'FORWARD', 'ACCEPT'], { cleanup: true });
  }
}

async function ipForwarding(): Promise<string> {
  return (await readFile('/proc/sys/net/ipv4/ip_forward', 'utf8')).trim();
}
