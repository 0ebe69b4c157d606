import assert from 'node:assert/strict';
import { must, run } from './command.ts';
import type { BuildIdentity, ServiceImage } from './images.ts';
import type { Report } from './report.ts';

const MB = 1_000_000;
const LIMIT_OVER_BASE = 15 * MB;
const LIMIT_TOTAL = 180 * MB;
const SECOND_NS = 1_000_000_000;

interface ImageDetails {
  Size: number;
  Config: {
    User: string;
    Env: string[];
    Labels: Record<string, string>;
    Entrypoint: string[];
    StopSignal: string;
    Healthcheck: Record<string, unknown>;
  };
}

export interface ImageCheckContext {
  env: NodeJS.ProcessEnv;
  /** The base our images run on. */
  runtime: string;
  identity: BuildIdentity;
}

/** What every service image promises, read from the built image and not from the Dockerfile. */
export async function checkImage(
  report: Report,
  service: ServiceImage,
  context: ImageCheckContext,
): Promise<void> {
  await checkConfiguration(report, service, context);
  await checkContents(report, service, context);
}

async function checkConfiguration(
  report: Report,
  service: ServiceImage,
  context: ImageCheckContext,
): Promise<void> {
  const { env, identity } = context;
  const { image } = service;
  const details = await inspect(image, env);
  const { Config } = details;

  await report.check(`${image} is tagged with its version and latest`, async () => {
    const versioned = await inspect(`${image}:${identity.version}`, env);
    assert.deepEqual(versioned.Config.Labels, Config.Labels);
  });
  await report.check(`${image} runs as a numeric user without privileges`, async () => {
    assert.equal(Config.User, '65532:65532');
    assert.equal(await print(image, env, 'process.getuid()'), '65532');
  });
  await report.check(`${image} starts node under an init and stops by SIGTERM`, () => {
    assert.deepEqual(Config.Entrypoint, ['/usr/bin/tini', '--', 'node', '/app/main.js']);
    assert.equal(Config.StopSignal, 'SIGTERM');
    return Promise.resolve();
  });
  await report.check(`${image} has the health check of the specification`, () => {
    assert.deepEqual(Config.Healthcheck, {
      Test: ['CMD', 'node', '/app/healthcheck.mjs'],
      Interval: 30 * SECOND_NS,
      Timeout: 10 * SECOND_NS,
      StartPeriod: 40 * SECOND_NS,
      Retries: 3,
    });
    return Promise.resolve();
  });
  await report.check(`${image} says what it is in its labels`, () => {
    const label = (name: string) => Config.Labels[`org.opencontainers.image.${name}`];
    assert.equal(label('title'), image);
    assert.equal(label('version'), identity.version);
    assert.equal(label('revision'), identity.revision);
    assert.equal(label('created'), identity.created);
    assert.equal(label('licenses'), identity.license);
    return Promise.resolve();
  });
  await report.check(`${image} leaves the choice of ENVIRONMENT to the deploy`, () => {
    const names = Config.Env.map((entry) => entry.split('=')[0]);
    assert.ok(!names.includes('ENVIRONMENT'));
    assert.ok(Config.Env.includes('NODE_ENV=production'));
    assert.ok(Config.Env.includes(`PORT=${service.port}`));
    return Promise.resolve();
  });
}

async function checkContents(
  report: Report,
  service: ServiceImage,
  context: ImageCheckContext,
): Promise<void> {
  const { env } = context;
  const { image } = service;
  await report.check(`${image} adds at most 15 MB to its base and stays under 180 MB`, async () => {
    const { Size } = await inspect(image, env);
    const over = Size - (await inspect(context.runtime, env)).Size;
    assert.ok(over <= LIMIT_OVER_BASE, `${(over / MB).toFixed(1)} MB over its base`);
    assert.ok(Size < LIMIT_TOTAL, `${(Size / MB).toFixed(1)} MB`);
  });
  await report.check(`${image} holds only the bundle, owned by root`, async () => {
    const found = await must(
      'docker',
      ['run', '--rm', '--entrypoint', 'node', image, '-e', LIST_APP],
      { env },
    );
    const migrations = /^0 \/app\/supabase\/migrations\/[^/]+\.sql$/;
    // Named by version, architecture and the user of the image: of another user it would never be read.
    const compiled = /^0 \/app\/compile-cache\/v24[^/]*-65532\/[0-9a-f]+(\.compilado)?$/;
    const lines = found.split('\n');
    assert.ok(lines.some((line) => compiled.exec(line)?.[1] !== undefined));
    const many = [migrations, compiled];
    const files = lines.filter((line) => !many.some((pattern) => pattern.test(line)));
    const isApi = service.app === 'api-gateway';
    const programs = isApi ? ['check-env', 'main', 'migrar'] : ['main'];
    const pairs = programs.flatMap((program) => [`${program}.cjs`, `${program}.js`]);
    const bundle = [...pairs, 'healthcheck.mjs', 'package.json'].sort();
    assert.deepEqual(
      files.sort(),
      bundle.map((file) => `0 /app/${file}`),
    );
    assert.equal(found.includes('/migrations/'), isApi);
  });
  await report.check(`${image} brings a compiled form that its Node takes`, async () => {
    assert.equal(await print(image, env, COMPILED_FORM_REFUSED), 'false');
  });
  await report.check(`${image} adds no setuid or setgid program`, async () => {
    assert.equal(await privilegedFiles(image, env), await privilegedFiles(context.runtime, env));
  });
  await report.check(`${image} knows America/Sao_Paulo`, async () => {
    const hours = 'new Date(0).getHours()';
    assert.equal(await print(image, env, hours, '--env', 'TZ=America/Sao_Paulo'), '21');
  });
  await report.check(`${image} brings no shell and needs none`, async () => {
    const shells = "['/bin/sh', '/bin/bash', '/usr/bin/sh', '/busybox/sh']";
    assert.equal(await print(image, env, `${shells}.filter(require('fs').existsSync).join()`), '');
  });
  await report.check(`${image} names the settings it misses and does not start`, async () => {
    const start = await run('docker', ['run', '--rm', '--network', 'none', image], {
      env,
      timeoutMs: 30_000,
    });
    const said = start.stdout + start.stderr;
    assert.equal(start.code, 1, said.slice(-500));
    assert.match(said, /JULIA_API_TOKEN|REDIS_URL/, said.slice(0, 500));
    // A bundle that misses a module also ends with 1.
    assert.doesNotMatch(said, /^\s+at /m, said.slice(0, 500));
  });
}

/** Value of an expression that node computes inside the image. */
function print(
  image: string,
  env: NodeJS.ProcessEnv,
  script: string,
  ...flags: readonly string[]
): Promise<string> {
  const args = ['run', '--rm', ...flags, '--entrypoint', 'node', image, '-p', script];
  return must('docker', args, { env });
}

/** The form lies behind eight bytes of checksums (tools/build/partida.mjs). */
const COMPILED_FORM_REFUSED = `
const { readdirSync, readFileSync } = require('fs');
const folder = require('module').getCompileCacheDir();
const form = readdirSync(folder).find((name) => name.endsWith('.compilado'));
const cachedData = readFileSync(folder + '/' + form).subarray(8);
const filename = '/app/main.cjs';
new (require('vm').Script)(readFileSync(filename, 'latin1'), { filename, cachedData }).cachedDataRejected`;

/** Owner and path of each file under /app. */
const LIST_APP = `
const { readdirSync, statSync } = require('fs');
for (const e of readdirSync('/app', { recursive: true, withFileTypes: true })) {
  const path = e.parentPath + '/' + e.name;
  if (e.isFile()) console.log(statSync(path).uid + ' ' + path);
}`;

/** Path of each file that runs with its owner's or group's rights; links and other mounts are not followed. */
const LIST_PRIVILEGED = `
const { readdirSync, lstatSync } = require('fs');
const walk = (folder) => {
  for (const name of readdirSync(folder)) {
    const path = (folder === '/' ? '' : folder) + '/' + name;
    const stat = lstatSync(path);
    if (stat.isDirectory() && !['/proc', '/sys', '/dev'].includes(path)) walk(path);
    if (stat.isFile() && stat.mode & 0o6000) console.log(path);
  }
};
walk('/');`;

function privilegedFiles(image: string, env: NodeJS.ProcessEnv): Promise<string> {
  // A base has no PATH of ours.
  const path = 'PATH=/nodejs/bin:/usr/local/bin:/usr/bin:/bin';
  const flags = ['--rm', '--user', '0', '--env', path, '--entrypoint', 'node'];
  return must('docker', ['run', ...flags, image, '-e', LIST_PRIVILEGED], { env });
}

async function inspect(image: string, env: NodeJS.ProcessEnv): Promise<ImageDetails> {
  const [details] = JSON.parse(await must('docker', ['image', 'inspect', image], { env })) as [
    ImageDetails,
  ];
  return details;
}
