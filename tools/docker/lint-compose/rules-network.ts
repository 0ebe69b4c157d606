import { isOneShot, type Rendering, type Service } from './rendering.ts';
import { eachService, whole, type Rule } from './rule.ts';

/** Whoever may be reached from the host, and at which port of the container. */
const PUBLISHED: Readonly<Record<string, readonly number[]>> = {
  edge: [8000, 80, 443],
  'evolution-api': [8080],
  'chatwoot-rails': [3000],
  simulador: [8080],
  prometheus: [9090],
  alertmanager: [9093],
  grafana: [3000],
};
/** The two ports that may face the internet, and only at the edge. */
const PUBLIC_PORTS = [80, 443];

/** Holds data and needs nobody outside. */
const isDatabase = (_service: Service, name: string) =>
  /^redis$|postgres|^banco-(rest|embutido)$/.test(name);

const ports = (service: Service) => service.ports ?? [];

const addresses = ({ services }: Rendering) =>
  Object.entries(services).flatMap(([name, service]) => ports(service).map((p) => ({ name, p })));

export const NETWORK_RULES: readonly Rule[] = [
  eachService('publishes only what is known', {
    cis: '5.9',
    problem: (service, name) => {
      const unknown = ports(service).find((p) => !PUBLISHED[name]?.includes(p.target));
      return unknown && `publishes ${unknown.target}`;
    },
    mutant: (service) =>
      (service.ports = [{ host_ip: '127.0.0.1', target: 22, published: '10022' }]),
  }),
  eachService('publishes on 127.0.0.1, except the edge’s 80 and 443', {
    cis: '5.14',
    problem: (service, name) => {
      const open = ports(service).find(
        (p) =>
          p.host_ip !== '127.0.0.1' &&
          !(name === 'edge' && p.host_ip === '0.0.0.0' && PUBLIC_PORTS.includes(p.target)),
      );
      return open && `${open.target} on ${open.host_ip ?? 'every address'}`;
    },
    mutant: (service) => (service.ports = [{ target: 8000, published: '8000' }]),
  }),
  eachService('takes no privileged port of the host, except the edge', {
    cis: '5.8',
    problem: (service, name) => {
      const low = ports(service).find((p) => Number(p.published) < 1024);
      return low && name !== 'edge' && `publishes ${low.published ?? ''}`;
    },
    mutant: (service, name) =>
      (service.ports =
        name === 'edge' ? [] : [{ host_ip: '127.0.0.1', target: 25, published: '25' }]),
    only: (_service, name) => name !== 'edge',
  }),
  eachService('lives in named networks', {
    cis: '5.30',
    problem: ({ networks, network_mode }) => {
      if (network_mode === 'none') return false;
      if (network_mode) return `network_mode ${network_mode}`;
      const names = Object.keys(networks ?? {});
      return (names.length === 0 || names.includes('default')) && 'is in the default network';
    },
    mutant: (service) => {
      delete service.network_mode;
      service.networks = { default: null };
    },
  }),
  eachService('keeps databases where there is no way out', {
    only: isDatabase,
    problem: ({ networks }, _name, rendering) => {
      const open = Object.keys(networks ?? {}).find((n) => !rendering.networks[n]?.internal);
      return open && `is also in ${open}`;
    },
    mutant: (service, _name, rendering) => {
      service.networks = { ...service.networks, fora: null };
      rendering.networks['fora'] = {};
    },
  }),
  eachService('publishes no database', {
    only: isDatabase,
    problem: (service) => ports(service).length > 0 && 'publishes a port',
    mutant: (service) =>
      (service.ports = [{ host_ip: '127.0.0.1', target: 5432, published: '5432' }]),
  }),
  eachService('shares a network with whom it waits for', {
    only: ({ depends_on, network_mode }) =>
      network_mode !== 'none' && Object.keys(depends_on ?? {}).length > 0,
    problem: ({ depends_on, networks }, _name, { services }) => {
      const mine = Object.keys(networks ?? {});
      const unreachable = Object.keys(depends_on ?? {}).find((other) => {
        const target = services[other];
        if (!target || isOneShot(target)) return false;
        return !Object.keys(target.networks ?? {}).some((n) => mine.includes(n));
      });
      return unreachable && `waits for ${unreachable} but cannot reach it`;
    },
    mutant: (service, _name, { services }) => {
      service.networks = { 'so-dele': null };
      service.depends_on = { ...service.depends_on };
      for (const [name, other] of Object.entries(services)) {
        if (!isOneShot(other)) service.depends_on[name] ??= { condition: 'service_healthy' };
      }
    },
  }),
  whole(
    'no two services publish the same port',
    (rendering) => {
      const seen = new Map<string, string>();
      return addresses(rendering).flatMap(({ name, p }) => {
        const address = `${p.host_ip ?? ''}:${p.published ?? ''}`;
        const other = seen.get(address);
        seen.set(address, name);
        return other ? [`${other} and ${name} publish ${address}`] : [];
      });
    },
    ({ services }) => {
      for (const service of Object.values(services)) {
        service.ports = [{ host_ip: '127.0.0.1', target: 8000, published: '8000' }];
      }
    },
  ),
  whole(
    'nothing of the stack is made by somebody else',
    ({ networks, volumes, installation }) =>
      Object.entries({ ...networks, ...volumes })
        .filter(([, definition]) => installation && definition?.external)
        .map(([name]) => `${name} is external: a plain up would fail`),
    ({ networks }) => (networks['dokploy'] = { external: true }),
  ),
];
