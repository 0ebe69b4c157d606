import assert from 'node:assert/strict';
import { must, run } from '../docker/command.ts';
import { SERVICE_IMAGES } from '../docker/images.ts';

const segredo = 'f'.repeat(40);
const nenhures = 'http://127.0.0.1:9';

/** Enough to start each service; nothing behind these addresses. */
const ambiente: Readonly<Record<string, string>> = {
  ENVIRONMENT: 'development',
  REDIS_URL: 'redis://127.0.0.1:9/0',
  SUPABASE_URL: nenhures,
  SUPABASE_SERVICE_KEY: segredo,
  EVOLUTION_API_URL: nenhures,
  EVOLUTION_API_KEY: segredo,
  EVOLUTION_INSTANCE: 'julia',
  EVOLUTION_WEBHOOK_TOKEN: segredo,
  JULIA_API_URL: nenhures,
  JULIA_API_TOKEN: segredo,
  ANTHROPIC_API_KEY: segredo,
};

const prazoMs = 60_000;

/** Runs an image as it was pushed: what it says of itself, that it refuses to start without settings, and that it starts. */
export async function fumaca(projeto: string, imagem: string): Promise<void> {
  const servico = SERVICE_IMAGES[projeto];
  assert.ok(servico, `no image for project ${projeto}`);
  await run('docker', ['pull', '--quiet', imagem]);
  const versao = await conferirRotulos(imagem, servico.image);

  const nua = await run('docker', ['run', '--rm', imagem]);
  assert.notEqual(nua.code, 0, 'starts without settings');
  assert.match(nua.stdout + nua.stderr, /ENVIRONMENT|JULIA_API_TOKEN|REDIS_URL/);

  const variaveis = Object.entries(ambiente).flatMap(([nome, valor]) => [
    '--env',
    `${nome}=${valor}`,
  ]);
  const endurecido = ['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL'];
  const id = (
    await must('docker', ['run', '--detach', ...endurecido, ...variaveis, imagem])
  ).trim();
  try {
    await esperar(() => falou(id, versao), `${imagem} says nothing with its version ${versao}`);
    // The worker serves nothing before its database is there.
    if (projeto !== 'fila-worker') {
      await esperar(() => saudavel(id), `${imagem} does not get healthy`);
    }
  } finally {
    await run('docker', ['rm', '--force', id]);
  }
  console.log(`${imagem}: starts as version ${versao}`);
}

async function conferirRotulos(imagem: string, titulo: string): Promise<string> {
  const formato =
    '{{.Config.User}} {{if .Config.Healthcheck}}sim{{end}} {{index .Config.Labels "org.opencontainers.image.title"}} {{index .Config.Labels "org.opencontainers.image.version"}}';
  const rotulos = await must('docker', ['image', 'inspect', '--format', formato, imagem]);
  const [usuario, saude, nome, versao = ''] = rotulos.trim().split(' ');
  assert.deepEqual([usuario, saude, nome], ['65532:65532', 'sim', titulo]);
  assert.notEqual(versao, '');
  return versao;
}

async function falou(id: string, versao: string): Promise<boolean> {
  const { stdout, stderr } = await run('docker', ['logs', id]);
  return `${stdout}${stderr}`.includes(versao);
}

async function saudavel(id: string): Promise<boolean> {
  return (await run('docker', ['exec', id, 'node', '/app/healthcheck.mjs'])).code === 0;
}

async function esperar(pronto: () => Promise<boolean>, falta: string): Promise<void> {
  const fim = performance.now() + prazoMs;
  while (!(await pronto())) {
    assert.ok(performance.now() < fim, falta);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
