import { isOneShot, isOurs, seconds, type Rendering, type Service } from './rendering.ts';
import { eachService, whole, type Rule } from './rule.ts';

const MIB = 1024 * 1024;
const CEILING_MIB = 4096;
/** Our services give up draining after this. */
const DRAIN_SECONDS = 25;

/** Not part of the promise of 4 GB: monitoring, backup, rehearsal, tools and the second copies that live for a minute. */
const OUTSIDE_CEILING =
  /-reserva$|^(banco|simulador|prometheus|alertmanager|grafana|node-exporter|backup)/;

const isTool = ({ profiles }: Service) => profiles?.includes('ferramentas') ?? false;

function sumOfLimits({ services }: Rendering): number {
  return Object.entries(services)
    .filter(([name, s]) => !isOneShot(s) && !isTool(s) && !OUTSIDE_CEILING.test(name))
    .reduce((sum, [, s]) => sum + Number(s.mem_limit ?? 0) / MIB, 0);
}

function heap(service: Service): number {
  const words = [
    service.environment?.['NODE_OPTIONS'] ?? '',
    ...(service.command ?? []),
    ...(service.entrypoint ?? []),
  ].join(' ');
  return Number(/--max-old-space-size=(\d+)/.exec(words)?.[1] ?? 0);
}

/** What makes a stack that somebody can leave alone. */
export const OPERATION_RULES: readonly Rule[] = [
  eachService('names an exact version', {
    only: (service) => !isOurs(service),
    problem: ({ image }) => {
      const tag = /:([\w.-]+)(@|$)/.exec(image ?? '')?.[1] ?? '';
      return !/\d+\.\d+/.test(tag) && `image ${image ?? 'absent'}`;
    },
    mutant: (service) => (service.image = 'redis:latest'),
  }),
  eachService('is pinned by digest', {
    cis: '5.28',
    only: (service) => !isOurs(service),
    problem: ({ image }) => !/@sha256:[0-9a-f]{64}$/.test(image ?? '') && `image ${image ?? ''}`,
    mutant: (service) => (service.image = service.image?.replace(/@.*/, '') ?? ''),
  }),
  eachService('says whether it is healthy', {
    cis: '4.6, 5.27',
    only: (service) => !isOneShot(service),
    problem: (service) => {
      const check = service.healthcheck;
      if (!check || check.disable) return 'no health check';
      // The images of ours bring the test; Compose only sets the pace.
      if (!isOurs(service) && !/^CMD/.test(check.test?.[0] ?? '')) return 'no test';
      if (check.test?.[0] === 'NONE') return 'the test is switched off';
      const paced = [check.interval, check.timeout, check.start_period].every((d) => seconds(d));
      return !(paced && Number(check.retries) >= 3) && 'interval, timeout, start_period or retries';
    },
    mutant: (service) => delete service.healthcheck?.start_period,
  }),
  eachService('is not restarted for one slow answer', {
    only: ({ healthcheck }) => healthcheck !== undefined,
    problem: ({ healthcheck }) =>
      seconds(healthcheck?.timeout) > seconds(healthcheck?.interval) * 2 &&
      'timeout is longer than two intervals',
    mutant: ({ healthcheck }) => {
      if (healthcheck) healthcheck.timeout = '10m0s';
    },
  }),
  eachService('writes a bounded log with its name', {
    problem: ({ logging, labels }, name) => {
      const { options = {}, driver } = logging ?? {};
      if (driver !== 'json-file') return `logging driver ${driver ?? 'absent'}`;
      if (options['max-size'] !== '10m' || options['max-file'] !== '3') return 'log is not 10m x 3';
      if (options['labels'] !== 'service') return 'log lines lack the label';
      return labels?.['service'] !== name && `label service is ${labels?.['service'] ?? 'absent'}`;
    },
    mutant: (service) => delete service.logging,
  }),
  eachService('is given time to stop', {
    problem: (service) => {
      const grace = seconds(service.stop_grace_period);
      if (!grace) return 'no stop_grace_period';
      const drains = /^julia-(api|worker|scheduler)[:@]/.test(service.image ?? '');
      const needed = drains && !isOneShot(service) ? DRAIN_SECONDS : 0;
      return grace <= needed && `${grace} s is less than the drain`;
    },
    mutant: (service) => (service.stop_grace_period = '0s'),
  }),
  eachService('waits for neighbours that are healthy or done', {
    only: ({ depends_on }) => Object.keys(depends_on ?? {}).length > 0,
    problem: ({ depends_on }, _name, { services }) => {
      for (const [other, { condition, required }] of Object.entries(depends_on ?? {})) {
        const target = services[other];
        if (!target) return `${other} is not in this rendering`;
        if (required === false) return `${other} is optional, which Compose 2.0 does not know`;
        const fits = isOneShot(target) ? 'service_completed_successfully' : 'service_healthy';
        if (condition !== fits) return `waits for ${other} with ${condition}`;
      }
      return false;
    },
    mutant: ({ depends_on }) => {
      for (const dependency of Object.values(depends_on ?? {}))
        dependency.condition = 'service_started';
    },
  }),
  eachService('can be run twice', {
    problem: ({ container_name }) => container_name !== undefined && 'container_name is set',
    mutant: (service) => (service.container_name = 'julia'),
  }),
  eachService('leaves room below its limit for what is not JavaScript', {
    only: (service) => heap(service) > 0,
    problem: (service) =>
      heap(service) > (Number(service.mem_limit) / MIB) * 0.75 && `heap of ${heap(service)} MiB`,
    mutant: (service) =>
      (service.environment = {
        ...service.environment,
        NODE_OPTIONS: '--max-old-space-size=16000',
      }),
  }),
  whole(
    'core, Evolution and Chatwoot fit in 4 GB',
    (rendering) => {
      const sum = sumOfLimits(rendering);
      return sum > CEILING_MIB ? [`limits sum to ${sum} MiB`] : [];
    },
    ({ services }) => {
      for (const service of Object.values(services)) service.mem_limit = String(9000 * MIB);
    },
  ),
];
