import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '../command.ts';
import { ROOT } from '../images.ts';
import type { Rendering } from './rendering.ts';
import { isSecret, sentinel } from './rules-secrets.ts';
import { documented, interpolated, type Sources } from './text-rules.ts';

interface Combination {
  title: string;
  /** Names in compose/ without `.yaml`, after `compose` where it is part of an installation. */
  files: readonly string[];
  profiles: readonly string[];
  alone?: boolean;
}

const NEIGHBOURS = ['evolution', 'chatwoot'];

/** What people run. The second copies and the tools are part of each, so that they are checked too. */
const COMBINATIONS: readonly Combination[] = [
  { title: 'only the core', files: NEIGHBOURS, profiles: [] },
  { title: 'with Evolution', files: NEIGHBOURS, profiles: ['evolution'] },
  { title: 'with Chatwoot', files: NEIGHBOURS, profiles: ['chatwoot'] },
  { title: 'with both', files: NEIGHBOURS, profiles: NEIGHBOURS },
  { title: 'with a domain', files: [...NEIGHBOURS, 'dominio'], profiles: NEIGHBOURS },
  { title: 'rehearsal', files: ['simulador'], profiles: ['simulador'] },
  { title: 'core with secret files', files: [...NEIGHBOURS, 'segredos'], profiles: [] },
  { title: 'with secret files', files: [...NEIGHBOURS, 'segredos'], profiles: NEIGHBOURS },
  ...['banco', 'observabilidade', 'backup'].flatMap((extra) => [
    {
      title: `with ${extra}`,
      files: [...NEIGHBOURS, extra],
      profiles: [...NEIGHBOURS, extra],
    },
    {
      title: `with ${extra} and secret files`,
      files: [...NEIGHBOURS, extra, 'segredos', `${extra}-segredos`],
      profiles: [...NEIGHBOURS, extra],
    },
  ]),
  { title: 'restore drill', files: ['backup/ensaio'], profiles: [], alone: true },
];

const allFiles = ({ files, alone }: Combination) => (alone ? files : ['compose', ...files]);

const path = (file: string) => join('compose', `${file}.yaml`);

/** The combinations whose files are all there, and the titles of the others. */
function available(): { there: readonly Combination[]; missing: readonly string[] } {
  const complete = (c: Combination) => allFiles(c).every((f) => existsSync(join(ROOT, path(f))));
  return {
    there: COMBINATIONS.filter(complete),
    missing: COMBINATIONS.filter((c) => !complete(c)).map(({ title }) => title),
  };
}

export async function readSources(): Promise<Sources> {
  const composeFiles = (await readdir(join(ROOT, 'compose'))).filter((n) => n.endsWith('.yaml'));
  // The folders beside them hold other programs' YAML.
  const names = [
    ...composeFiles,
    ...COMBINATIONS.filter((c) => c.alone).flatMap((c) => c.files.map((f) => `${f}.yaml`)),
  ];
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(join(ROOT, 'compose', name), 'utf8')] as const),
  );
  const example = await readFile(join(ROOT, '.env.example'), 'utf8');
  const folder = join(ROOT, 'scripts/julia');
  const scripts = (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8'));
  return {
    files: Object.fromEntries(files),
    example,
    scripts: (await Promise.all(scripts)).join('\n'),
  };
}

/** Every combination with `.env.example` as its `.env`, where each secret has a value that can be found again. */
export async function renderAll(
  sources: Sources,
  env: NodeJS.ProcessEnv,
): Promise<{ renderings: Rendering[]; missing: readonly string[] }> {
  const { there, missing } = available();
  const folder = await mkdtemp(join(tmpdir(), 'julia-lint-'));
  try {
    const withSecrets = join(folder, 'com-segredos');
    const without = join(folder, 'sem-segredos');
    await writeFile(withSecrets, exampleWith(sources, sentinel));
    // As `./julia init` leaves it once the secrets are in files.
    await writeFile(
      without,
      exampleWith(sources, () => ''),
    );
    const renderings: Rendering[] = [];
    for (const combination of there) {
      const envFile = hasSecretFiles(combination) ? without : withSecrets;
      renderings.push(await render(combination, envFile, env));
    }
    return { renderings, missing };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the opt-in files refuse to render without. */
const REQUIRED = [
  'JULIA_DOMINIO=julia.example',
  'EDGE_EMAIL=a@example.org',
  'BACKUP_ENSAIO_VOLUME=ensaio',
];

const hasSecretFiles = ({ files }: Combination) => files.some((file) => file.endsWith('segredos'));

function exampleWith({ example, files }: Sources, secret: (name: string) => string): string {
  const named = [...documented(example), ...Object.values(files).flatMap(interpolated)];
  const secrets = [...new Set(named)].filter(isSecret);
  const plain = example
    .split('\n')
    .filter((line) => !/^(COMPOSE_FILE|COMPOSE_PROFILES)=/.test(line))
    .filter((line) => !secrets.some((name) => line.startsWith(`${name}=`)));
  const lines = secrets.map((name) => `${name}=${secret(name)}`);
  return [...plain, ...lines, ...REQUIRED, ''].join('\n');
}

async function render(
  combination: Combination,
  envFile: string,
  env: NodeJS.ProcessEnv,
): Promise<Rendering> {
  const { title, profiles } = combination;
  const args = [
    ...['compose', '--env-file', envFile],
    ...allFiles(combination).flatMap((file) => ['--file', path(file)]),
    ...[...profiles, 'reserva', 'ferramentas'].flatMap((profile) => ['--profile', profile]),
    ...['config', '--format', 'json'],
  ];
  // Nothing of the caller's shell may be interpolated.
  const own = ['PATH', 'HOME', 'DOCKER_HOST', 'DOCKER_CONFIG'];
  const clean = Object.fromEntries(own.map((name) => [name, env[name]]));
  const rendered = JSON.parse(await must('docker', args, { env: clean, cwd: ROOT })) as Partial<
    Omit<Rendering, 'title' | 'root' | 'secretFiles'>
  >;
  return {
    title,
    root: ROOT,
    installation: !combination.alone,
    secretFiles: hasSecretFiles(combination),
    services: rendered.services ?? {},
    networks: rendered.networks ?? {},
    volumes: rendered.volumes ?? {},
    secrets: rendered.secrets ?? {},
  };
}
