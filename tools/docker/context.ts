import { ensureBase } from './base-offline.ts';
import { buildServiceImage } from './build.ts';
import type { Engine } from './client.ts';
import { buildIdentity, SERVICE_IMAGES } from './images.ts';
import { ensureRuntimeBase } from './runtime-base.ts';
import { buildStandIns } from './stand-ins.ts';

export interface SuiteContext {
  /** Environment in which plain `docker` talks to the engine; the JULIA_ variables of docker-build are set in it. */
  readonly env: NodeJS.ProcessEnv;
  readonly engine: Engine;
  /** Base image with npm and a shell: what builds run on. */
  readonly base: string;
  /** Base image of what runs. */
  readonly runtime: string;
  /** `host` where the builder's own network cannot reach the package registry. */
  readonly network: string | undefined;
}

export async function prepareContext(engine: Engine): Promise<SuiteContext> {
  const base = await ensureBase(engine);
  const runtime = await ensureRuntimeBase(engine, base);
  // Containers of a private engine cannot reach the registry through its bridge on every machine.
  const network = process.env['JULIA_REDE_BUILD'] ?? (engine.own ? 'host' : undefined);
  const bases = { JULIA_IMAGEM_BASE: base, JULIA_IMAGEM_RUNTIME: runtime };
  const env = { ...engine.env, ...bases, JULIA_REDE_BUILD: network };
  return { env, engine, base, runtime, network };
}

/** Our three images and the stand-ins of the others. */
export async function buildImages(context: SuiteContext): Promise<void> {
  for (const service of Object.values(SERVICE_IMAGES)) {
    await buildServiceImage(service, await buildIdentity(service), context);
  }
  await buildStandIns(context);
}
