import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './command.ts';

export const ROOT = join(import.meta.dirname, '../..');

export interface ServiceImage {
  readonly image: string;
  /** Folder under apps/, the Dockerfile's APP. */
  readonly app: string;
  readonly port: number;
}

/** By nx project name. */
export const SERVICE_IMAGES: Readonly<Record<string, ServiceImage>> = {
  api: { image: 'julia-api', app: 'api-gateway', port: 8000 },
  'fila-worker': { image: 'julia-worker', app: 'fila-worker', port: 8001 },
  scheduler: { image: 'julia-scheduler', app: 'scheduler', port: 8002 },
};

/** What docker/Dockerfile copies into the build of every service. */
const SHARED_SOURCES = [
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  '.env.example',
  '.dockerignore',
  'docker',
  'libs',
  'supabase/migrations',
  'supabase/seed.sql',
  'tools/build',
];

export interface BuildIdentity {
  version: string;
  license: string;
  revision: string;
  /** RFC 3339 instant of the commit, so that the same commit gives the same labels. */
  created: string;
  sourceDateEpoch: string;
}

interface Manifest {
  version: string;
  license: string;
}

/**
 * With a service: of the last commit that changed what its image is made of, so that a change elsewhere leaves the image
 * as it is, to the byte.
 */
export async function buildIdentity(
  service?: ServiceImage,
  env = process.env,
): Promise<BuildIdentity> {
  const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as Manifest;
  const sources = service ? ['--', `apps/${service.app}`, ...SHARED_SOURCES] : [];
  const commit = await run('git', ['-C', ROOT, 'log', '-1', '--format=%H %ct', ...sources]);
  const [revision = '', committed = '0'] = commit.code === 0 ? commit.stdout.trim().split(' ') : [];
  const sourceDateEpoch = env['SOURCE_DATE_EPOCH'] ?? committed;
  return {
    version: manifest.version,
    license: manifest.license,
    revision,
    created: new Date(Number(sourceDateEpoch) * 1000).toISOString().replace('.000Z', 'Z'),
    sourceDateEpoch,
  };
}
