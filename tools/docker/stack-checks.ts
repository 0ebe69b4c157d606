import assert from 'node:assert/strict';
import { CHAVE_SECRETA } from '../infra/supabase-embutido.ts';
import { waitFor } from './command.ts';
import type { Report } from './report.ts';
import { HOSTS, SERVICES, stackSettings } from './stack-settings.ts';
import type { Stack } from './stack.ts';

const PHONE = '5511987654321';
const TEXT = 'oi, tem plantão de anestesia essa semana?';

const BOOT_LIMIT_MS = 90_000;
const READY_LIMIT_MS = 60_000;
const ANSWER_LIMIT_MS = 60_000;
/** The first probe comes after one interval of 30 s. */
const HEALTHY_LIMIT_MS = 80_000;
/** Shorter than the 30 s that Compose will grant. */
const STOP_GRACE_SECONDS = 25;

export interface StackImages {
  redis: string;
  dev: string;
}

/** As the queue demands it: AOF on every write, no eviction. */
const REDIS_OPTIONS = [
  ...['--bind', '0.0.0.0', '--protected-mode', 'no', '--dir', '/data'],
  ...['--appendonly', 'yes', '--appendfsync', 'always', '--maxmemory-policy', 'noeviction'],
];

/** The three images with Redis, database and simulador: a message goes in and its answer comes out. */
export async function checkStack(report: Report, stack: Stack, images: StackImages): Promise<void> {
  await startStack(report, stack, images);
  await report.check('a doctor’s message is answered', () => converse(stack));
  await report.check('logs are JSON lines without the doctor’s phone and words', () =>
    readLogs(stack),
  );
  for (const { host, image } of SERVICES) {
    await report.check(`${image} becomes healthy by its own health check`, () =>
      waitFor(`${host} healthy`, HEALTHY_LIMIT_MS, async () =>
        (await stack.state(host, '{{.State.Health.Status}}')) === 'healthy' ? true : undefined,
      ),
    );
  }
  for (const { host, image } of SERVICES.toReversed()) {
    await report.check(`${image} stops with exit code 0 within its grace`, async () => {
      const { exitCode, ms } = await stack.stop(host, STOP_GRACE_SECONDS);
      assert.equal(exitCode, 0, (await stack.logs(host)).slice(-2_000));
      assert.ok(ms < STOP_GRACE_SECONDS * 1_000, `${(ms / 1000).toFixed(1)} s`);
    });
  }
}

async function startStack(report: Report, stack: Stack, images: StackImages): Promise<void> {
  const settings = stackSettings();
  await report.setup('the private network and Redis start', async () => {
    await stack.createNetwork();
    await stack.start({ host: HOSTS.redis, image: images.redis, command: REDIS_OPTIONS });
  });
  await report.setup('the embedded database starts in a container', async () => {
    const command = ['node', 'tools/docker/supabase-process.ts'];
    await stack.start({ host: HOSTS.supabase, image: images.dev, command });
    const path = `/rest/v1/?apikey=${CHAVE_SECRETA}`;
    await stack.answers(HOSTS.supabase, 54321, path, BOOT_LIMIT_MS);
  });
  await report.setup('the simulador starts in a container', async () => {
    const command = ['node', 'dist/apps/simulador/main.js'];
    await stack.start({
      host: HOSTS.simulador,
      image: images.dev,
      command,
      env: settings.simulador,
    });
    await stack.answers(HOSTS.simulador, 8080, '/health', BOOT_LIMIT_MS);
  });
  for (const { host, image } of SERVICES) {
    const env = host === HOSTS.scheduler ? settings.scheduler : settings.service;
    await stack.start({ host, image, env, hardened: true });
  }
  for (const { host, image, port } of SERVICES) {
    await report.setup(`${image} gets ready without write access or privileges`, () =>
      stack.answers(host, port, '/health/ready', READY_LIMIT_MS),
    );
  }
}

/** Sends through the simulador's own API, from inside the network, and waits for Júlia's words. */
async function converse(stack: Stack): Promise<void> {
  const sent = await stack.node(
    HOSTS.simulador,
    `const r = await fetch('http://127.0.0.1:8080/simulador/mensagens', {
       method: 'POST',
       headers: { 'content-type': 'application/json' },
       body: ${JSON.stringify(JSON.stringify({ telefone: PHONE, texto: TEXT }))},
     });
     if (!r.ok) throw new Error(r.status + ' ' + (await r.text()));`,
  );
  assert.equal(sent.code, 0, sent.stderr);
  await waitFor('resposta da Júlia', ANSWER_LIMIT_MS, async () => {
    const answer = await stack.node(
      HOSTS.simulador,
      `const r = await fetch('http://127.0.0.1:8080/simulador/conversas/${PHONE}');
       const { mensagens } = await r.json();
       console.log(mensagens.filter((m) => m.de === 'julia' && m.texto?.trim()).length);`,
    );
    return Number(answer.stdout) > 0 ? true : undefined;
  }).catch(async (error: unknown) => {
    const logs = await Promise.all(
      SERVICES.map(async ({ host }) => `--- ${host}\n${(await stack.logs(host)).slice(-2_000)}`),
    );
    throw new Error([error instanceof Error ? error.message : String(error), ...logs].join('\n'));
  });
}

async function readLogs(stack: Stack): Promise<void> {
  for (const { host } of SERVICES) {
    const logs = await stack.logs(host);
    for (const line of logs.split('\n').filter(Boolean)) {
      assert.doesNotThrow(() => JSON.parse(line) as unknown, `${host}: ${line.slice(0, 200)}`);
    }
    for (const hidden of [PHONE, PHONE.slice(-8), 'anestesia essa semana']) {
      assert.ok(!logs.includes(hidden), `${host}: ${hidden}`);
    }
  }
}
