import assert from 'node:assert/strict';
import { ensureBase } from './base-offline.ts';
import { buildAndSearchSecret, checkContext } from './build-checks.ts';
import { buildDevImage } from './build.ts';
import type { Engine } from './client.ts';
import { interruptCommands, Interrupted } from './command.ts';
import { garantirDocker } from './engine.ts';
import { checkHealthProbe } from './health-checks.ts';
import { checkImage } from './image-checks.ts';
import { buildIdentity, SERVICE_IMAGES } from './images.ts';
import { Report, SetupFailed } from './report.ts';
import { buildRedisImage, checkStack } from './stack-checks.ts';
import { Stack } from './stack.ts';

/**
 * `npm run test:docker`: builds the three images for real, reads what they promise and lets them answer a message.
 * Ends with `N passed, N failed`; leaves no container and no network, and no engine that it started itself.
 */
const IMAGES = { redis: 'julia-redis:teste', dev: 'julia-dev:teste' };

async function checkEverything(report: Report, engine: Engine): Promise<void> {
  const base = await report.setup('a base image is at hand', () => ensureBase(engine));
  // Containers of a private engine cannot reach the registry through its bridge on every machine.
  const network = engine.own ? 'host' : undefined;
  const env = { ...engine.env, JULIA_IMAGEM_BASE: base, JULIA_REDE_BUILD: network };
  console.log(`      base ${base}, Docker ${engine.version}`);

  await checkContext(report, base, env);
  await buildAndSearchSecret(report, env);
  const identity = await buildIdentity();
  for (const service of Object.values(SERVICE_IMAGES)) {
    await checkImage(report, service, { env, base, identity });
  }
  await checkHealthProbe(report, env);
  await report.setup('the images of the outside world are built', async () => {
    await buildRedisImage(IMAGES.redis, base, network, env);
    await buildDevImage(IMAGES.dev, { env, base, network });
  });
  await checkOnNetwork(report, env);
}

async function checkOnNetwork(report: Report, env: NodeJS.ProcessEnv): Promise<void> {
  const stack = new Stack(env);
  try {
    await checkStack(report, stack, IMAGES);
  } finally {
    await stack.remove();
    await report.check('no container and no network is left behind', async () => {
      assert.deepEqual(await stack.leftovers(), []);
    });
  }
}

async function main(): Promise<void> {
  const report = new Report();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interruptCommands);
  let engine: Engine | undefined;
  try {
    engine = await report.setup('a Docker engine answers', garantirDocker);
    await checkEverything(report, engine);
  } catch (error) {
    if (!(error instanceof SetupFailed)) report.fail(describe(error));
  } finally {
    await engine?.stop();
    report.close();
    process.exitCode = report.failed > 0 ? 1 : 0;
  }
}

/** A stack only for what nobody expected. */
function describe(error: unknown): string {
  if (error instanceof Interrupted) return 'interrompido';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

await main();
