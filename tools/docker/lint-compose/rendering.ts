/** What `docker compose config --format json` prints, as far as a rule reads it. */
export interface Service {
  image?: string;
  build?: { context: string; dockerfile?: string; args?: Record<string, string | null> };
  profiles?: string[];
  command?: string[] | null;
  entrypoint?: string[] | null;
  environment?: Record<string, string | null>;
  secrets?: { source: string; target?: string }[];
  volumes?: Mount[];
  tmpfs?: string[];
  ports?: { host_ip?: string; target: number; published?: string }[];
  networks?: Record<string, { aliases?: string[] } | null>;
  network_mode?: string;
  depends_on?: Record<string, { condition: string; required?: boolean }>;
  healthcheck?: HealthCheck;
  logging?: { driver?: string; options?: Record<string, string> };
  labels?: Record<string, string>;
  restart?: string;
  stop_grace_period?: string;
  user?: string;
  init?: boolean;
  read_only?: boolean;
  privileged?: boolean;
  cap_add?: string[];
  cap_drop?: string[];
  security_opt?: string[];
  pids_limit?: number;
  mem_limit?: string;
  cpus?: number;
  ulimits?: Record<string, { soft: number; hard: number } | number>;
  devices?: unknown[];
  pid?: string;
  ipc?: string;
  uts?: string;
  userns_mode?: string;
  cgroup?: string;
  cgroup_parent?: string;
  container_name?: string;
}

export interface Mount {
  type: string;
  source?: string;
  target: string;
  read_only?: boolean;
  bind?: { propagation?: string };
}

interface HealthCheck {
  test?: string[];
  interval?: string;
  timeout?: string;
  start_period?: string;
  retries?: number;
  disable?: boolean;
}

/** One combination of files and profiles, rendered. */
export interface Rendering {
  /** For messages: which combination. */
  title: string;
  /** Folder that the relative paths of the files start from. */
  root: string;
  /** A whole installation; false for a project beside it, such as a restore drill's. */
  installation: boolean;
  /** Secrets live in files: `segredos.yaml` is among the files. */
  secretFiles: boolean;
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean; external?: boolean; name?: string } | null>;
  volumes: Record<string, { external?: boolean; name?: string } | null>;
  secrets: Record<string, { file?: string; external?: boolean }>;
}

/** The three services and whatever else runs from our own images. */
export function isOurs(service: Service): boolean {
  return /^julia-(api|worker|scheduler|dev|backup)[:@]/.test(service.image ?? '');
}

/** Started by hand or once per `up`; it ends by itself. */
export function isOneShot(service: Service): boolean {
  return service.restart === 'no';
}

/** `1m30s` as Compose prints durations. */
export function seconds(duration: string | undefined): number {
  const [, h, m, s] = /^(?:(\d+)h)?(?:(\d+)m)?(?:([\d.]+)s)?$/.exec(duration ?? '') ?? [];
  return Number(h ?? 0) * 3600 + Number(m ?? 0) * 60 + Number(s ?? 0);
}
