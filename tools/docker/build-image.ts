import { buildServiceImage } from './build.ts';
import { CommandFailed, must } from './command.ts';
import { requireEngine } from './engine.ts';
import { buildIdentity, SERVICE_IMAGES } from './images.ts';

/** `node tools/docker/build-image.ts <nx project>`, the docker-build target. */
async function main(project = ''): Promise<void> {
  const service = SERVICE_IMAGES[project];
  if (!service) {
    const known = Object.keys(SERVICE_IMAGES).join(', ');
    throw new CommandFailed(`Projeto sem imagem: "${project}". Use um destes: ${known}.`);
  }
  await requireEngine();
  const identity = await buildIdentity(service);
  const startedAt = performance.now();
  await buildServiceImage(service, identity, {
    base: process.env['JULIA_IMAGEM_BASE'],
    runtime: process.env['JULIA_IMAGEM_RUNTIME'],
    network: process.env['JULIA_REDE_BUILD'],
  });
  const tag = `${service.image}:${identity.version}`;
  const bytes = Number(await must('docker', ['image', 'inspect', '--format', '{{.Size}}', tag]));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${tag} (e :latest): ${(bytes / 1e6).toFixed(1)} MB em ${seconds} s`);
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
