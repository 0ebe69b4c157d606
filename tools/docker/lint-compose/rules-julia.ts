import { isOneShot, type Rendering, type Service } from './rendering.ts';
import { isService } from './rules-secrets.ts';
import { eachService, whole, type Rule } from './rule.ts';

/** Settings of others without which messages get lost, seen or paid for. Name → the value it must have. */
const SETTINGS: Readonly<Record<string, Readonly<Record<string, string | RegExp>>>> = {
  'evolution-api': {
    DATABASE_SAVE_DATA_NEW_MESSAGE: 'true',
    CACHE_REDIS_URI_MODELO: /\/1$/,
    WEBHOOK_GLOBAL_ENABLED: 'false',
    WEBHOOK_EVENTS_ERRORS: 'false',
    AUTHENTICATION_EXPOSE_IN_FETCH_INSTANCES: 'false',
    LOG_LEVEL: /^(?!.*WEBHOOKS).+$/,
    TELEMETRY_ENABLED: 'false',
    SERVER_URL: /^http/,
    NODE_OPTIONS: /--max-old-space-size=\d+/,
  },
  'chatwoot-rails': {
    SAFE_FETCH_ALLOW_PRIVATE_NETWORK: 'true',
    REDIS_URL: /\/2$/,
    ENABLE_ACCOUNT_SIGNUP: 'false',
  },
  'chatwoot-sidekiq': { SAFE_FETCH_ALLOW_PRIVATE_NETWORK: 'true', REDIS_URL: /\/2$/ },
  'banco-rest': { PGRST_DB_ANON_ROLE: 'anon', PGRST_DB_SCHEMAS: 'public' },
};

/** Who waits for whom in the core, as the habits say. */
const WAITS: Readonly<Record<string, readonly string[]>> = {
  'julia-api': ['redis', 'julia-migrate'],
  'julia-worker': ['redis', 'julia-api'],
  'julia-scheduler': ['julia-api'],
};

/** What people type and what other programs look for. */
const HABITS: readonly [string, (rendering: Rendering) => boolean][] = [
  ['network evolution-net', (r) => r.networks['evolution-net']?.name === 'evolution-net'],
  ['volume evolution_redis', (r) => 'evolution_redis' in r.volumes],
  ['port 8000 at the edge', (r) => publishes(r, 'edge', '8000')],
  [
    'port 8080 of Evolution',
    (r) => absent(r, 'evolution-api') || publishes(r, 'evolution-api', '8080'),
  ],
  [
    'port 3000 of Chatwoot',
    (r) => absent(r, 'chatwoot-rails') || publishes(r, 'chatwoot-rails', '3000'),
  ],
  ...['julia-api', 'julia-worker', 'julia-scheduler', 'redis', 'edge', 'julia-migrate'].map(
    (name): [string, (rendering: Rendering) => boolean] => [
      `service ${name}`,
      (r) => !absent(r, name),
    ],
  ),
];

const absent = ({ services }: Rendering, name: string) => services[name] === undefined;
const publishes = ({ services }: Rendering, name: string, port: string) =>
  services[name]?.ports?.some((p) => p.published === port) ?? false;

const FILES = /_FILE$/;

/** Names of the variables, a secret file counting as the variable it stands for. */
function variables({ environment = {} }: Service): string[] {
  const names = Object.keys(environment);
  return [...new Set(names.map((name) => name.replace(FILES, '')))].sort();
}

/** `schema` gives the variables that a service of ours reads. */
export function environmentRule(schema: (service: string) => readonly string[]): Rule {
  return eachService('is given exactly the variables it reads', {
    only: isService,
    problem: (service, name) => {
      const reads = schema(name.replace(/-reserva$/, ''));
      const given = variables(service);
      const difference = [
        ...reads.filter((v) => !given.includes(v)).map((v) => `lacks ${v}`),
        ...given.filter((v) => !reads.includes(v)).map((v) => `does not read ${v}`),
      ];
      return difference.length > 0 && difference.join(', ');
    },
    mutant: (service) => (service.environment = { ...service.environment, SOBRA: '1' }),
  });
}

export const JULIA_RULES: readonly Rule[] = [
  eachService('is the same as its second copy', {
    only: (_service, name, { services }) => `${name}-reserva` in services,
    problem: (service, name, { services }) => {
      const copy = services[`${name}-reserva`];
      const essence = (s?: Service) =>
        JSON.stringify([
          s?.image,
          { ...s?.environment, LOG_DIR: '' },
          Object.keys(s?.networks ?? {}),
          s?.mem_limit,
          s?.secrets,
        ]);
      return essence(service) !== essence(copy) && 'differs from its second copy';
    },
    mutant: (service) => (service.mem_limit = '1'),
  }),
  eachService('is a second copy that waits to be asked', {
    only: (_service, name) => name.endsWith('-reserva'),
    problem: ({ profiles, ports, environment }) => {
      if (!profiles?.includes('reserva')) return 'lacks the profile';
      if ((ports ?? []).length > 0) return 'publishes a port';
      return environment?.['LOG_DIR'] !== '' && 'would write into the other copy’s log';
    },
    mutant: (service) => delete service.profiles,
  }),
  eachService('waits for what it needs', {
    only: (_service, name) => name in WAITS,
    problem: ({ depends_on }, name) => {
      const missing = WAITS[name]?.find((other) => !depends_on?.[other]);
      return missing && `does not wait for ${missing}`;
    },
    mutant: (service) => (service.depends_on = {}),
  }),
  eachService('has the settings that keep messages safe', {
    only: (_service, name) => name in SETTINGS,
    problem: ({ environment }, name) => {
      const wrong = Object.entries(SETTINGS[name] ?? {}).find(([variable, wanted]) => {
        const value = environment?.[variable] ?? '';
        return typeof wanted === 'string' ? value !== wanted : !wanted.test(value);
      });
      return wrong && `${wrong[0]} is ${environment?.[wrong[0]] ?? 'absent'}`;
    },
    mutant: (service) => (service.environment = {}),
  }),
  eachService('can be left out by its profile', {
    only: (_service, name) => /^(evolution|chatwoot|banco|simulador)\b/.test(name),
    problem: ({ profiles }) => (profiles ?? []).length === 0 && 'has no profile',
    mutant: (service) => delete service.profiles,
  }),
  eachService('is built here or pulled by a name of its own', {
    only: (service, name) => isService(service, name) && !name.endsWith('-reserva'),
    problem: ({ build, image }, name) => {
      if (!build) return 'cannot be built';
      return !image?.startsWith(`${name}:`) && `image ${image ?? 'absent'}`;
    },
    mutant: (service) => delete service.build,
  }),
  whole(
    'the specified names and ports are there',
    (rendering) =>
      HABITS.filter(([, holds]) => rendering.installation && !holds(rendering)).map(
        ([name]) => name,
      ),
    (rendering) => delete rendering.volumes['evolution_redis'],
  ),
  whole(
    'only tools and second copies need a one-off command',
    ({ services }) =>
      Object.entries(services)
        .filter(([, s]) => s.profiles?.includes('ferramentas') && !isOneShot(s))
        .map(([name]) => `${name} would stay`),
    ({ services }) => (services['x'] = { profiles: ['ferramentas'], restart: 'always' }),
  ),
];
