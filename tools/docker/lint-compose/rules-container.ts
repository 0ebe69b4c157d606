import { isOneShot, isOurs, type Service } from './rendering.ts';
import { eachService, type Rule } from './rule.ts';

/** Parts of the host that no container needs; anything below them counts too. */
const SENSITIVE = ['/boot', '/dev', '/etc', '/lib', '/proc', '/sys', '/usr', '/root', '/var'];

/** Folders that exist to be written by containers. */
const WRITABLE = /\/(logs|\.julia\/\w+)$/;

const opts = (service: Service) => service.security_opt ?? [];
const binds = (service: Service) => (service.volumes ?? []).filter((v) => v.type === 'bind');

/** What CIS Docker Benchmark section 5 asks of a container's settings. */
export const CONTAINER_RULES: readonly Rule[] = [
  eachService('runs as a numeric user other than root', {
    cis: '4.1',
    problem: ({ user }) => !/^[1-9]\d*(:\d+)?$/.test(user ?? '') && `user: ${user ?? 'root'}`,
    mutant: (service) => (service.user = '0:0'),
  }),
  eachService('keeps AppArmor, SELinux and seccomp', {
    cis: '5.2, 5.3, 5.22',
    problem: (service) =>
      opts(service).some((o) => /unconfined|label[:=]disable/.test(o)) && 'security_opt weakens',
    mutant: (service) => (service.security_opt = [...opts(service), 'seccomp:unconfined']),
  }),
  eachService('drops every capability', {
    cis: '5.4',
    problem: ({ cap_drop }) => !cap_drop?.includes('ALL') && 'cap_drop lacks ALL',
    mutant: (service) => delete service.cap_drop,
  }),
  eachService('adds no capability', {
    cis: '5.4',
    problem: ({ cap_add }) => (cap_add ?? []).length > 0 && `cap_add ${cap_add?.join(', ') ?? ''}`,
    mutant: (service) => (service.cap_add = ['SYS_ADMIN']),
  }),
  eachService('is not privileged', {
    cis: '5.5',
    problem: ({ privileged }) => privileged === true && 'privileged',
    mutant: (service) => (service.privileged = true),
  }),
  eachService('mounts no part of the host that it could damage', {
    cis: '5.6',
    problem: (service, _name, { root }) => {
      const outside = binds(service).map(({ source }) => source ?? '/');
      const bad = outside.find(
        (path) =>
          !path.startsWith(`${root}/`) &&
          (path === '/' || SENSITIVE.some((s) => path === s || path.startsWith(`${s}/`))),
      );
      return bad && `mounts ${bad}`;
    },
    mutant: (service) =>
      (service.volumes = [
        ...(service.volumes ?? []),
        { type: 'bind', source: '/etc', target: '/x', read_only: true },
      ]),
  }),
  eachService('starts no ssh server', {
    cis: '5.7',
    problem: ({ command, entrypoint }) =>
      [...(command ?? []), ...(entrypoint ?? [])].some((w) => /\bsshd\b/.test(w)) && 'starts sshd',
    mutant: (service) => (service.command = ['/usr/sbin/sshd', '-D']),
  }),
  eachService('limits memory', {
    cis: '5.11',
    problem: ({ mem_limit }) => !(Number(mem_limit) > 0) && 'no mem_limit',
    mutant: (service) => delete service.mem_limit,
  }),
  eachService('limits processors', {
    cis: '5.12',
    problem: ({ cpus }) => !(Number(cpus) > 0) && 'no cpus',
    mutant: (service) => delete service.cpus,
  }),
  eachService('has a read-only root', {
    cis: '5.13',
    problem: ({ read_only }) => read_only !== true && 'root is writable',
    mutant: (service) => (service.read_only = false),
  }),
  eachService('has a /tmp in memory that nothing is set-user-id in', {
    problem: ({ tmpfs }) => {
      const tmp = tmpfs?.find((mount) => mount.startsWith('/tmp:'));
      if (!tmp) return 'no tmpfs on /tmp';
      return !['size=', 'nosuid', 'nodev'].every((o) => tmp.includes(o)) && `/tmp is ${tmp}`;
    },
    mutant: (service) => (service.tmpfs = ['/tmp']),
  }),
  eachService('starts again by itself, but not after a deliberate stop', {
    // The benchmark asks for on-failure with 5 tries; a messenger that is down after the fifth try is worse.
    cis: '5.15',
    problem: ({ restart }) =>
      restart !== 'unless-stopped' && restart !== 'no' && `restart: ${restart ?? 'absent'}`,
    mutant: (service) => (service.restart = 'always'),
  }),
  eachService('shares no namespace with the host', {
    cis: '5.10, 5.16, 5.17, 5.21, 5.31',
    problem: ({ network_mode, pid, ipc, uts, userns_mode }) =>
      [network_mode, pid, ipc, uts, userns_mode].includes('host') && 'uses a namespace of the host',
    mutant: (service) => (service.pid = 'host'),
  }),
  eachService('stays out of the host’s network', {
    cis: '5.10',
    problem: ({ network_mode }) => network_mode === 'host' && 'network_mode: host',
    mutant: (service) => (service.network_mode = 'host'),
  }),
  eachService('gets no device', {
    cis: '5.18',
    problem: ({ devices }) => (devices ?? []).length > 0 && 'has devices',
    mutant: (service) => (service.devices = ['/dev/kvm:/dev/kvm']),
  }),
  eachService('limits open files', {
    cis: '5.19',
    problem: ({ ulimits }) => ulimits?.['nofile'] === undefined && 'no ulimits.nofile',
    mutant: (service) => delete service.ulimits,
  }),
  eachService('shares no mount with the host', {
    cis: '5.20',
    problem: (service) =>
      binds(service).some(({ bind }) => /shared/.test(bind?.propagation ?? '')) && 'shared mount',
    mutant: (service) =>
      (service.volumes = [
        ...(service.volumes ?? []),
        { type: 'bind', source: '/x', target: '/x', bind: { propagation: 'rshared' } },
      ]),
  }),
  eachService('stays in Docker’s own control group', {
    cis: '5.25',
    problem: ({ cgroup, cgroup_parent }) => (cgroup ?? cgroup_parent) && 'cgroup is set',
    mutant: (service) => (service.cgroup_parent = '/outro'),
  }),
  eachService('gains no privileges', {
    cis: '5.26',
    problem: (service) =>
      !opts(service).includes('no-new-privileges:true') && 'lacks no-new-privileges:true',
    mutant: (service) => (service.security_opt = []),
  }),
  eachService('limits processes', {
    cis: '5.29',
    problem: ({ pids_limit }) => !(Number(pids_limit) > 0) && 'no pids_limit',
    mutant: (service) => delete service.pids_limit,
  }),
  eachService('cannot reach the Docker engine', {
    cis: '5.32',
    problem: ({ volumes }) =>
      volumes?.some((v) => /(docker|containerd|podman)\.sock/.test(v.source ?? '')) &&
      'mounts the socket of the engine',
    mutant: (service) =>
      (service.volumes = [
        ...(service.volumes ?? []),
        { type: 'bind', source: '/var/run/docker.sock', target: '/s', read_only: true },
      ]),
  }),
  eachService('changes nothing of the project on the host', {
    problem: (service, _name, { root }) => {
      const writable = binds(service).filter((v) => v.read_only !== true);
      const bad = writable.find(
        ({ source = '' }) => source.startsWith(`${root}/`) && !WRITABLE.test(source),
      );
      return bad && `${bad.target} is writable`;
    },
    mutant: (service, _name, { root }) =>
      (service.volumes = [
        ...(service.volumes ?? []),
        { type: 'bind', source: `${root}/compose`, target: '/x' },
      ]),
  }),
  eachService('has exactly one init', {
    // Ours start tini themselves; a second one is a process that only forwards.
    only: (service) => !isOneShot(service) || isOurs(service),
    problem: (service) =>
      (service.init === true) === isOurs(service) &&
      (isOurs(service) ? 'init doubles the image’s own tini' : 'no init reaps its children'),
    mutant: (service) => (service.init = isOurs(service)),
  }),
];
