import { run } from './command.ts';

export interface Engine {
  /** Environment in which plain `docker` talks to this engine. */
  readonly env: NodeJS.ProcessEnv;
  /** True when this process started it and therefore throws it away at the end. */
  readonly own: boolean;
  readonly version: string;
  stop(): Promise<void>;
}

/** Server version of an engine that answers, else undefined. */
export async function engineVersion(env = process.env): Promise<string | undefined> {
  const options = { env, timeoutMs: 15_000 };
  const info = await run('docker', ['info', '--format', '{{.ServerVersion}}'], options);
  const version = info.stdout.trim();
  return info.code === 0 && version ? version : undefined;
}
