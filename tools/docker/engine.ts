import { CommandFailed, must, run } from './command.ts';
import { aptInstall } from './debian.ts';
import { engineVersion, type Engine } from './client.ts';
import { startOwnEngine } from './own-engine.ts';

const NO_ENGINE =
  'Docker não está rodando nesta máquina. Inicie o Docker e tente de novo (no Debian, como root, `npm run test:docker` instala e inicia um sozinho).';

/** One clear line instead of the client's connection error. */
export async function requireEngine(): Promise<string> {
  const version = await engineVersion();
  if (!version) throw new CommandFailed(NO_ENGINE);
  return version;
}

/** The engine that already runs, or a private one that lives until `stop()`. */
export async function garantirDocker(): Promise<Engine> {
  const found = await runningEngine();
  if (found) return found;
  if (process.platform !== 'linux' || process.getuid?.() !== 0) throw new CommandFailed(NO_ENGINE);
  if ((await run('sh', ['-c', 'command -v dockerd'])).code !== 0) {
    await aptInstall('docker.io');
    // On a machine with systemd the package has just started its own service.
    const started = await runningEngine();
    if (started) return started;
  }
  return startOwnEngine(await must('sh', ['-c', 'command -v dockerd']));
}

async function runningEngine(): Promise<Engine | undefined> {
  const version = await engineVersion();
  if (!version) return undefined;
  return { env: process.env, own: false, version, stop: () => Promise.resolve() };
}
