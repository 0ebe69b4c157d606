// Starts the service once as the image's user, with nothing around it to talk to, until it has left its compiled form in
// /app/compile-cache (tools/build/partida.mjs): the name of that folder carries version, architecture and user. Then
// nobody may write there.
import { spawn } from 'node:child_process';
import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pausar } from 'node:timers/promises';

const cache = '/app/compile-cache';
const usuario = 65532;
const epoca = Number(process.env.SOURCE_DATE_EPOCH ?? 0);
/** A processor that is emulated needs most of it. */
const prazoMs = 120_000;

const ninguem = 'http://127.0.0.1:9';
const semSegredo = 'so-para-compilar';
/** Whatever a service demands before it starts. */
const ambiente = {
  NODE_COMPILE_CACHE: cache,
  NODE_ENV: 'production',
  ENVIRONMENT: 'development',
  HOST: '127.0.0.1',
  SUPABASE_URL: ninguem,
  SUPABASE_SERVICE_KEY: semSegredo,
  REDIS_URL: 'redis://127.0.0.1:9',
  ANTHROPIC_API_KEY: semSegredo,
  EVOLUTION_API_URL: ninguem,
  EVOLUTION_API_KEY: semSegredo,
  EVOLUTION_INSTANCE: 'julia',
  EVOLUTION_WEBHOOK_TOKEN: semSegredo,
  JULIA_API_TOKEN: semSegredo,
  JULIA_API_URL: ninguem,
};

/** A build may share the network of a host where the service runs already. */
async function portaLivre() {
  const sonda = createServer().listen(0, '127.0.0.1');
  await once(sonda, 'listening');
  const { port } = sonda.address();
  sonda.close();
  await once(sonda, 'close');
  return port;
}

const arquivos = () => readdirSync(cache, { recursive: true }).map((nome) => join(cache, nome));

mkdirSync(cache);
chownSync(cache, usuario, usuario);
const servico = spawn(process.execPath, ['/app/main.js'], {
  uid: usuario,
  gid: usuario,
  env: { ...ambiente, PORT: await portaLivre() },
  stdio: ['ignore', 'pipe', 'pipe'],
});
let saida = '';
servico.stdout.on('data', (parte) => (saida += parte));
servico.stderr.on('data', (parte) => (saida += parte));
const fim = new Promise((resolve) => servico.once('close', resolve));

const limite = performance.now() + prazoMs;
while (!arquivos().some((caminho) => caminho.endsWith('.compilado'))) {
  const terminou = servico.exitCode !== null || servico.signalCode !== null;
  if (terminou || performance.now() > limite) {
    servico.kill('SIGKILL');
    throw new Error(`the service left no compiled form:\n${saida}`);
  }
  await pausar(100);
}
if (servico.exitCode !== null) throw new Error(`the service did not start:\n${saida}`);
servico.kill('SIGKILL');
await fim;

for (const caminho of [...arquivos(), cache]) {
  chownSync(caminho, 0, 0);
  chmodSync(caminho, lstatSync(caminho).isDirectory() ? 0o755 : 0o644);
  utimesSync(caminho, epoca, epoca);
}
