import type { Rendering, Service } from './rendering.ts';

const MIB = 1024 * 1024;

const hardened = (name: string, mib: number): Service => ({
  read_only: true,
  tmpfs: ['/tmp:size=64m,mode=1777,noexec,nosuid,nodev'],
  cap_drop: ['ALL'],
  security_opt: ['no-new-privileges:true'],
  pids_limit: 256,
  ulimits: { nofile: { soft: 1024, hard: 1024 } },
  user: '65532:65532',
  restart: 'unless-stopped',
  stop_grace_period: '30s',
  mem_limit: String(mib * MIB),
  cpus: 1,
  networks: { interna: null },
  healthcheck: {
    test: ['CMD', 'true'],
    interval: '10s',
    timeout: '5s',
    start_period: '20s',
    retries: 3,
  },
  logging: {
    driver: 'json-file',
    options: { 'max-size': '10m', 'max-file': '3', labels: 'service' },
  },
  labels: { service: name },
});

const DIGEST = `sha256:${'0'.repeat(64)}`;

const others = (name: string, mib: number, image: string): Service => ({
  ...hardened(name, mib),
  image: `${image}@${DIGEST}`,
  init: true,
});

const ours = (name: string, mib: number, waits: Service['depends_on']): Service => ({
  ...hardened(name, mib),
  image: `${name}:latest`,
  build: { context: '/projeto', dockerfile: 'docker/Dockerfile' },
  environment: { PORT: '1', LOG_DIR: '/app/logs' },
  depends_on: waits ?? {},
});

const healthy = { condition: 'service_healthy' };
const done = { condition: 'service_completed_successfully' };

/** The smallest rendering that keeps every rule; each mutant starts from it. */
export function sample(): Rendering {
  const api = ours('julia-api', 256, { redis: healthy, 'julia-migrate': done });
  const copy: Service = { ...api, profiles: ['reserva'], labels: { service: 'julia-api-reserva' } };
  delete copy.build;
  delete copy.depends_on;
  const once = hardened('julia-migrate', 64);
  delete once.healthcheck;
  // A clone, because the parts above are shared and mutants write into them.
  return structuredClone<Rendering>({
    title: 'amostra',
    root: '/projeto',
    installation: true,
    secretFiles: false,
    services: {
      'julia-api': api,
      'julia-api-reserva': { ...copy, environment: { PORT: '1', LOG_DIR: '' } },
      'julia-worker': ours('julia-worker', 256, { redis: healthy, 'julia-api': healthy }),
      'julia-scheduler': ours('julia-scheduler', 128, { 'julia-api': healthy }),
      'julia-migrate': { ...once, image: 'julia-api:latest', restart: 'no' },
      redis: others('redis', 320, 'redis:7.4.2'),
      edge: {
        ...others('edge', 64, 'caddy:2.10.2'),
        ports: [{ host_ip: '127.0.0.1', target: 8000, published: '8000' }],
      },
      'evolution-api': {
        ...others('evolution-api', 768, 'evolution:2.3.7'),
        profiles: ['evolution'],
        ports: [{ host_ip: '127.0.0.1', target: 8080, published: '8080' }],
        environment: {
          DATABASE_SAVE_DATA_NEW_MESSAGE: 'true',
          CACHE_REDIS_URI_MODELO: 'redis://redis:6379/1',
          WEBHOOK_GLOBAL_ENABLED: 'false',
          WEBHOOK_EVENTS_ERRORS: 'false',
          AUTHENTICATION_EXPOSE_IN_FETCH_INSTANCES: 'false',
          LOG_LEVEL: 'ERROR',
          TELEMETRY_ENABLED: 'false',
          SERVER_URL: 'http://evolution-api:8080',
          NODE_OPTIONS: '--max-old-space-size=512',
        },
      },
    },
    networks: { interna: { internal: true }, 'evolution-net': { name: 'evolution-net' } },
    volumes: { evolution_redis: {} },
    secrets: {},
  });
}

/** The same with Redis' password in a file. */
export function withSecretFiles(rendering: Rendering): Rendering {
  const redis = rendering.services['redis'];
  if (redis) {
    redis.environment = {
      REDIS_PASSWORD: '',
      REDIS_PASSWORD_FILE: '/run/secrets/redis_password',
    };
    redis.secrets = [{ source: 'redis_password' }];
  }
  rendering.secrets = { redis_password: { file: '/projeto/segredos/redis_password' } };
  rendering.secretFiles = true;
  return rendering;
}
