import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { appendFile, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildServiceImage } from './build.ts';
import { MUST_GO_IN, MUST_STAY_OUT } from './context-cases.ts';
import { must, run } from './command.ts';
import type { SuiteContext } from './context.ts';
import { buildIdentity, ROOT, SERVICE_IMAGES } from './images.ts';
import { copiarArquivos } from './projeto-arquivos.ts';
import type { Report } from './report.ts';

/** Sends a planted tree through the real `.dockerignore` and looks at what an image could copy. */
export async function checkContext(
  report: Report,
  base: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  await report.check('the build context holds sources only', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'julia-contexto-'));
    const tag = 'julia-contexto:teste';
    try {
      for (const file of [...MUST_STAY_OUT, ...MUST_GO_IN]) {
        await mkdir(dirname(join(folder, file)), { recursive: true });
        await writeFile(join(folder, file), 'x');
      }
      await copyFile(join(ROOT, '.dockerignore'), join(folder, '.dockerignore'));
      const input = `FROM ${base}\nCOPY . /contexto\n`;
      const buildEnv = { ...env, DOCKER_BUILDKIT: '1' };
      await must('docker', ['build', '--tag', tag, '--file', '-', folder], {
        env: buildEnv,
        input,
      });
      const list = `require('fs').readdirSync('/contexto',{recursive:true,withFileTypes:true}).filter(e=>e.isFile()).map(e=>e.parentPath.slice(9)+'/'+e.name).sort().join()`;
      const found = await must('docker', ['run', '--rm', tag, 'node', '-p', list], { env });
      assert.deepEqual(found.split(','), MUST_GO_IN.map((file) => `/${file}`).sort());
    } finally {
      await run('docker', ['image', 'rm', '-f', tag], { env, cleanup: true });
      await rm(folder, { recursive: true, force: true });
    }
  });
}

/** Copies the sources, changes a line of one app and builds all three again: two images are the ones of before. */
export async function checkOneLineChange(report: Report, context: SuiteContext): Promise<void> {
  const services = Object.values(SERVICE_IMAGES).map((service) => ({
    ...service,
    image: `${service.image}-uma-linha`,
  }));
  const folder = await mkdtemp(join(tmpdir(), 'julia-uma-linha-'));
  const buildAll = async () => {
    const ids: Record<string, string> = {};
    for (const service of services) {
      await buildServiceImage(service, await buildIdentity(service), { ...context, folder });
      const inspect = ['image', 'inspect', '--format', '{{.Id}}', service.image];
      ids[service.app] = await must('docker', inspect, { env: context.env });
    }
    return ids;
  };
  await report.check('a changed line of one app makes a new image of that app alone', async () => {
    try {
      await copiarArquivos(folder, true);
      const before = await buildAll();
      await appendFile(join(folder, 'apps/scheduler/src/main.ts'), "process.title = 'outra';\n");
      const after = await buildAll();
      assert.notEqual(after['scheduler'], before['scheduler']);
      assert.deepEqual({ ...after, scheduler: '' }, { ...before, scheduler: '' });
    } finally {
      const images = services.map(({ image }) => image);
      await run('docker', ['image', 'rm', '-f', ...images], { env: context.env, cleanup: true });
      await rm(folder, { recursive: true, force: true });
    }
  });
}

/**
 * Builds through the Nx target with a planted registry password in npm's settings,
 * then looks for it in every layer and in the history.
 */
export async function buildAndSearchSecret(report: Report, env: NodeJS.ProcessEnv): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'julia-npmrc-'));
  const canary = randomBytes(16).toString('hex');
  try {
    const userconfig = (await must('npm', ['config', 'get', 'userconfig'], { cwd: folder })).trim();
    const personal = existsSync(userconfig) ? await readFile(userconfig, 'utf8') : '';
    const npmrc = join(folder, 'npmrc');
    await writeFile(npmrc, `${personal}\n//registro.exemplo.invalid/:_authToken=${canary}\n`);
    await report.setup('nx run-many -t docker-build builds the three images', () =>
      must(join(ROOT, 'node_modules/.bin/nx'), ['run-many', '-t', 'docker-build'], {
        env: { ...env, npm_config_userconfig: npmrc, NX_DAEMON: 'false', NX_TUI: 'false' },
        cwd: ROOT,
      }),
    );
    const images = Object.values(SERVICE_IMAGES).map(({ image }) => `${image}:latest`);
    await report.check('no layer keeps the registry password of the build', async () => {
      assert.equal(await linesInLayers(images, canary, env), 0);
      // The search itself works: what is in the images is found.
      assert.notEqual(await linesInLayers(images, 'healthcheck.mjs', env), 0);
    });
    await report.check('no history shows a secret', async () => {
      for (const image of images) {
        const history = await must('docker', ['history', '--no-trunc', image], { env });
        assert.ok(!history.includes(canary));
        assert.doesNotMatch(history, /_auth|password|secret|token|api_?key/i);
      }
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function linesInLayers(
  images: readonly string[],
  word: string,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const search = `docker save ${images.join(' ')} | grep -a -c -e ${word}`;
  return Number((await run('sh', ['-c', search], { env })).stdout);
}
