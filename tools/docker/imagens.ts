import assert from 'node:assert/strict';
import { buildAndSearchSecret, checkContext, checkOneLineChange } from './build-checks.ts';
import { checkHealthProbe } from './health-checks.ts';
import { checkImage } from './image-checks.ts';
import { buildIdentity, SERVICE_IMAGES } from './images.ts';
import type { Report } from './report.ts';
import { checkStack } from './stack-checks.ts';
import { Stack } from './stack.ts';
import { buildStandIns, STAND_INS } from './stand-ins.ts';
import type { SuiteContext } from './context.ts';

/** What the three images promise by themselves, and a message answered by them on a bare network, without Compose. */
export async function checkImages(report: Report, context: SuiteContext): Promise<void> {
  const { env, base, runtime } = context;
  await checkContext(report, base, env);
  await buildAndSearchSecret(report, env);
  for (const service of Object.values(SERVICE_IMAGES)) {
    await checkImage(report, service, { env, runtime, identity: await buildIdentity(service) });
  }
  await checkOneLineChange(report, context);
  await checkHealthProbe(report, env);
  await report.setup('the images of the outside world are built', () => buildStandIns(context));
  await checkOnNetwork(report, env);
}

async function checkOnNetwork(report: Report, env: NodeJS.ProcessEnv): Promise<void> {
  const stack = new Stack(env);
  try {
    await checkStack(report, stack, STAND_INS);
  } finally {
    await stack.remove();
    await report.check('no container and no network is left behind', async () => {
      assert.deepEqual(await stack.leftovers(), []);
    });
  }
}
