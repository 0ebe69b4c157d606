import { parseArgs } from 'node:util';
import { ensureBase } from './base-offline.ts';
import { buildServiceImage } from './build.ts';
import type { Engine } from './client.ts';
import { interruptCommands, Interrupted, run } from './command.ts';
import { garantirDocker } from './engine.ts';
import { buildIdentity, SERVICE_IMAGES } from './images.ts';
import { Report, SetupFailed } from './report.ts';
import { buildStandIns, STAND_INS } from './stand-ins.ts';
import { SUITES, type SuiteContext } from './suites.ts';

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

async function prepareContext(report: Report, engine: Engine): Promise<SuiteContext> {
  const base = await report.setup('a base image is at hand', () => ensureBase(engine));
  // Containers of a private engine cannot reach the registry through its bridge on every machine.
  const network = process.env['JULIA_REDE_BUILD'] ?? (engine.own ? 'host' : undefined);
  const env = { ...engine.env, JULIA_IMAGEM_BASE: base, JULIA_REDE_BUILD: network };
  console.log(`      base ${base}, Docker ${engine.version}`);
  return { env, engine, base, network };
}

async function buildImages({ env, base, network }: SuiteContext): Promise<void> {
  const services = Object.values(SERVICE_IMAGES);
  const names = [...services.map(({ image }) => `${image}:latest`), ...Object.values(STAND_INS)];
  const present = await run('docker', ['image', 'inspect', '--format', '{{.Id}}', ...names], {
    env,
  });
  if (opcoes['imagens-prontas'] && present.code === 0) return;
  const identity = await buildIdentity();
  for (const service of services) {
    await buildServiceImage(service, identity, { env, base, network });
  }
  await buildStandIns({ env, base, network });
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
          buildImages(context),
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
    await runSuites(report, await prepareContext(report, engine));
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
