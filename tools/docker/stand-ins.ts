import { buildDevImage, type BuildSettings } from './build.ts';
import { must } from './command.ts';

/** Images of others that no registry gives here, made of Debian's packages with the paths and users of the official ones. */
export const STAND_INS = {
  redis: 'julia-redis:teste',
  edge: 'julia-caddy:teste',
  /** Simulador and embedded database. */
  dev: 'julia-dev:teste',
} as const;

/** The number of the user and the owner of /data are what compose.yaml relies on. */
const REDIS = [
  'RUN useradd --system --uid 999 --home-dir /data redis && apt-get update \\',
  ' && apt-get install -y --no-install-recommends redis-server && rm -rf /var/lib/apt/lists/* \\',
  ' && mkdir -p /data && chown redis:redis /data',
  'VOLUME /data',
  'WORKDIR /data',
  'USER redis',
  'ENTRYPOINT ["redis-server"]',
];

const EDGE = [
  'RUN apt-get update && apt-get install -y --no-install-recommends caddy wget && rm -rf /var/lib/apt/lists/*',
  'CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]',
];

export async function buildStandIns(settings: BuildSettings): Promise<void> {
  await fromPackages(STAND_INS.redis, REDIS, settings);
  await fromPackages(STAND_INS.edge, EDGE, settings);
  await buildDevImage(STAND_INS.dev, settings);
}

async function fromPackages(
  tag: string,
  steps: readonly string[],
  { env, base, network }: BuildSettings,
): Promise<void> {
  const input = [`FROM ${base}`, ...steps].join('\n');
  await must('docker', ['build', '--tag', tag, ...(network ? ['--network', network] : []), '-'], {
    env: { ...env, DOCKER_BUILDKIT: '1' },
    input,
  });
}
