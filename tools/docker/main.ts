import { parseArgs } from 'node:util';
import type { Engine } from './client.ts';
import { interruptCommands, Interrupted, run } from './command.ts';
import { buildImages, prepareContext, type SuiteContext } from './context.ts';
import { garantirDocker } from './engine.ts';
import { SERVICE_IMAGES } from './images.ts';
import { Report, SetupFailed } from './report.ts';
import { STAND_INS } from './stand-ins.ts';
import { SUITES } from './suites.ts';

/**
 * `npm run test:docker`: everything about containers on a real engine, suite by suite; `-- --so habitos` runs one and
 * `-- --imagens-prontas` takes images that are there as they are. Ends with `N passed, N failed`; leaves no container
 * and no network, and no engine that it started itself.
 */
const { values: opcoes } = parseArgs({
  options: {
    so: { type: 'string', multiple: true, default: [] },
    'imagens-prontas': { type: 'boolean', default: false },
  },
});

/** Nothing is built when images of that name are there and may be taken as they are. */
async function ensureImages(context: SuiteContext): Promise<void> {
  const services = Object.values(SERVICE_IMAGES).map(({ image }) => `${image}:latest`);
  const names = [...services, ...Object.values(STAND_INS)];
  const inspect = ['image', 'inspect', '--format', '{{.Id}}', ...names];
  const present = await run('docker', inspect, { env: context.env });
  if (!opcoes['imagens-prontas'] || present.code !== 0) await buildImages(context);
}

async function runSuites(report: Report, context: SuiteContext): Promise<void> {
  const chosen = SUITES.filter(({ nome }) => opcoes.so.length === 0 || opcoes.so.includes(nome));
  let built = false;
  for (const { nome, comImagens, carregar } of chosen) {
    const startedAt = performance.now();
    console.log(`\n── ${nome}`);
    try {
      if (comImagens && !built) {
        await report.setup('our images and the stand-ins of the others are built', () =>
          ensureImages(context),
        );
        built = true;
      }
      const check = await carregar();
      await check(report, context);
    } catch (error) {
      // The next suite has its own beginning and may still say something.
      if (!(error instanceof SetupFailed)) throw error;
    }
    console.log(`── ${nome}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  }
}

async function main(): Promise<void> {
  const report = new Report();
  const unknown = opcoes.so.filter((nome) => !SUITES.some((suite) => suite.nome === nome));
  if (unknown.length > 0) {
    report.fail(`--so aceita: ${SUITES.map(({ nome }) => nome).join(', ')}`);
    report.close();
    process.exitCode = 1;
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interruptCommands);
  let engine: Engine | undefined;
  try {
    engine = await report.setup('a Docker engine answers', garantirDocker);
    const running = engine;
    const context = await report.setup('base images are at hand', () => prepareContext(running));
    console.log(`      base ${context.base}, runtime ${context.runtime}, Docker ${engine.version}`);
    await runSuites(report, context);
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
