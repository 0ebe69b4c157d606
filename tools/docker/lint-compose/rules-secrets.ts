import { isOneShot, type Service } from './rendering.ts';
import { eachService, whole, type Rule } from './rule.ts';

/** Variables whose value nobody may see; the list is checked against the words in their names. */
const SECRET =
  /(_KEY|_KEY_BASE|_TOKEN|_TOKEN_ANTERIOR|_PASSWORD|_SECRET|_JWT|_SENHA|_SSH_CHAVE|_SSH_MAQUINA)$|^(SUPABASE_DB_URL|BANCO_POSTGREST_URL|SLACK_WEBHOOK_URL|ALERTAS_WEBHOOK_URL)$/;
/** Ends like a secret and is none. */
const NO_SECRET = /_PREFIX_KEY$/;
export const isSecret = (name: string): boolean => SECRET.test(name) && !NO_SECRET.test(name);

/** What each variable is set to while the files are rendered, so that it can be found wherever it went. */
export const sentinel = (variable: string): string => `segredo-${variable.toLowerCase()}-visto`;

const SENTINEL = /segredo-([a-z0-9_]+)-visto/g;

const CHATWOOT = ['CHATWOOT_SECRET_KEY_BASE', 'CHATWOOT_POSTGRES_PASSWORD', 'REDIS_PASSWORD'];
const REPOSITORY = [
  'BACKUP_SENHA',
  'AWS_SECRET_ACCESS_KEY',
  'RESTIC_REST_PASSWORD',
  'BACKUP_SSH_CHAVE',
  'BACKUP_SSH_MAQUINA',
];
const BACKED_UP = [
  'SUPABASE_DB_URL',
  'REDIS_PASSWORD',
  'EVOLUTION_POSTGRES_PASSWORD',
  'CHATWOOT_POSTGRES_PASSWORD',
];

/** Services of others, and the secrets they cannot do without. Ours are checked against the schemas they read. */
export const THIRD_PARTY_SECRETS: Readonly<Record<string, readonly string[]>> = {
  redis: ['REDIS_PASSWORD'],
  'evolution-api': ['EVOLUTION_API_KEY', 'EVOLUTION_POSTGRES_PASSWORD', 'REDIS_PASSWORD'],
  'evolution-postgres': ['EVOLUTION_POSTGRES_PASSWORD'],
  'chatwoot-prepare': CHATWOOT,
  'chatwoot-rails': CHATWOOT,
  'chatwoot-sidekiq': CHATWOOT,
  'chatwoot-postgres': ['CHATWOOT_POSTGRES_PASSWORD'],
  'banco-postgres': ['BANCO_POSTGRES_PASSWORD', 'BANCO_POSTGREST_URL'],
  'banco-rest': ['BANCO_POSTGREST_URL', 'BANCO_JWT_SECRET'],
  'banco-gateway': ['SUPABASE_SERVICE_KEY', 'BANCO_SERVICE_JWT'],
  alertmanager: ['SLACK_WEBHOOK_URL', 'ALERTAS_WEBHOOK_URL'],
  grafana: ['GRAFANA_SENHA'],
  backup: [...REPOSITORY, ...BACKED_UP],
  'backup-restauracao': [...REPOSITORY, ...BACKED_UP],
  // Only fetches: it could not reach a database if it wanted to.
  'backup-ensaio-baixar': REPOSITORY,
  simulador: ['EVOLUTION_API_KEY', 'EVOLUTION_WEBHOOK_TOKEN'],
};

const mentions = (part: unknown): string[] =>
  [...JSON.stringify(part).matchAll(SENTINEL)].map(([, name]) => (name ?? '').toUpperCase());

const files = (service: Service) =>
  Object.entries(service.environment ?? {}).flatMap(([name, value]) =>
    name.endsWith('_FILE') && value?.startsWith('/run/secrets/') ? [{ name, value }] : [],
  );

/** PostgREST's way: `@` and the path. */
const inFile = (value: string) => value.startsWith('@/run/secrets/');

const mounted = (service: Service) =>
  (service.secrets ?? []).map(({ source, target }) => target ?? `/run/secrets/${source}`);

const path = (target: string) => (target.startsWith('/') ? target : `/run/secrets/${target}`);

/** `allowed` gives the secrets a service may see; undefined: every one (the tool that checks them all). */
export function secretRules(
  allowed: (service: string) => readonly string[] | undefined,
): readonly Rule[] {
  return [
    eachService('sees no secret but its own', {
      only: (_service, name) => allowed(name) !== undefined,
      problem: (service, name) => {
        const mine = allowed(name) ?? [];
        const given = [
          ...mentions(service),
          ...(service.secrets ?? []).map((s) => s.source.toUpperCase()),
        ];
        const foreign = given.find((secret) => !mine.includes(secret));
        return foreign && `is given ${foreign}`;
      },
      mutant: (service) =>
        (service.environment = { ...service.environment, ALHEIO: sentinel('ALHEIO') }),
    }),
    eachService('carries no secret in a command, a label or its build', {
      problem: ({ command, entrypoint, labels, build, healthcheck }) => {
        const [found] = mentions([command, entrypoint, labels, build, healthcheck]);
        return found && `shows ${found}`;
      },
      mutant: (service) => (service.command = ['--senha', sentinel('REDIS_PASSWORD')]),
    }),
    eachService('takes every secret from a file where files are used', {
      only: ({ environment = {} }, _name, { secretFiles }) =>
        secretFiles && Object.keys(environment).some((name) => isSecret(name)),
      problem: ({ environment = {} }, service) => {
        const secrets = Object.keys(environment).filter((name) => isSecret(name));
        const value = secrets.find((name) => environment[name] && !inFile(environment[name]));
        if (value) return `${value} is still a value`;
        // Blank for good is how a service is kept from a secret of its siblings.
        const own = secrets.filter((name) => allowed(service)?.includes(name) ?? true);
        const without = own.find((name) => !environment[name] && !environment[`${name}_FILE`]);
        return without && `${without} has no file`;
      },
      mutant: (service) =>
        (service.environment = { ...service.environment, NOVO_TOKEN: 'abc', OUTRA_PASSWORD: '' }),
    }),
    eachService('finds each secret file it is told of, and is told of each it has', {
      problem: (service) => {
        const told = files(service).map(({ value }) => value);
        const words = JSON.stringify([service.environment, service.command, service.entrypoint]);
        const has = mounted(service).map(path);
        const missing = told.find((file) => !has.includes(file));
        if (missing) return `${missing} is not mounted`;
        const unused = has.find((file) => !words.includes(file));
        return unused && `${unused} is mounted for nobody`;
      },
      mutant: (service) =>
        (service.environment = { ...service.environment, X_FILE: '/run/secrets/ausente' }),
    }),
    eachService('gives a secret once, as a value or as a file', {
      problem: ({ environment = {} }) => {
        const twice = Object.keys(environment).find(
          (name) => environment[name] && environment[`${name}_FILE`],
        );
        return twice && `${twice} is given twice`;
      },
      mutant: (service) =>
        (service.environment = { ...service.environment, X: 'a', X_FILE: '/run/secrets/x' }),
    }),
    whole(
      'secret files lie in ../segredos under their own names',
      ({ secrets, root }) =>
        Object.entries(secrets)
          .filter(([name, { file }]) => file !== `${root}/segredos/${name}`)
          .map(([name, { file }]) => `${name} is ${file ?? 'external'}`),
      ({ secrets }) => (secrets['fora'] = { file: '/tmp/fora' }),
    ),
  ];
}

/** Names of the services whose environment must be exactly what the schema reads. */
export const isService = (service: Service, name: string): boolean =>
  /^julia-(api|worker|scheduler)(-reserva)?$/.test(name) && !isOneShot(service);
