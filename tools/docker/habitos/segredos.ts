import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProjetoCompose } from '../projeto-compose.ts';
import type { Report } from '../report.ts';

const PHONE = '5511987650003';

/** Every name that segredos.yaml mounts, with the variable it stands for. */
const SEGREDOS = [
  'SUPABASE_SERVICE_KEY',
  'SUPABASE_DB_URL',
  'REDIS_PASSWORD',
  'ANTHROPIC_API_KEY',
  'EVOLUTION_API_KEY',
  'EVOLUTION_WEBHOOK_TOKEN',
  'EVOLUTION_WEBHOOK_TOKEN_ANTERIOR',
  'EVOLUTION_POSTGRES_PASSWORD',
  'JULIA_API_TOKEN',
  'JULIA_JOBS_TOKEN',
  'CHATWOOT_SECRET_KEY_BASE',
  'CHATWOOT_POSTGRES_PASSWORD',
];

/** The simulador plays Evolution, so it knows Evolution's secrets. */
const SIMULADOR = `services:
  simulador:
    secrets: [evolution_api_key, evolution_webhook_token]
    environment:
      EVOLUTION_API_KEY_FILE: /run/secrets/evolution_api_key
      EVOLUTION_WEBHOOK_TOKEN_FILE: /run/secrets/evolution_webhook_token
`;

/** The same core with every secret in a file, a password on Redis among them. */
export async function checkSecretFiles(report: Report, projeto: ProjetoCompose): Promise<void> {
  const valores = await moverParaArquivos(projeto);
  await report.setup('the core gets healthy with its secrets in files', () => projeto.subir());
  await report.check('and answers a message', async () => {
    await projeto.escrever(PHONE, 'oi, tem plantão de anestesia essa semana?');
    await projeto.esperarResposta(PHONE);
  });
  await report.check('Redis asks for its password, and its health check knows it', async () => {
    const ping = await projeto.exigir('exec', '-T', 'redis', 'redis-cli', 'ping');
    assert.match(ping, /NOAUTH/);
  });
  await report.check('`docker inspect` and `docker compose config` show no secret', async () => {
    const lista = ['ps', '--all', '--quiet', '--no-trunc'];
    const doProjeto = ['--filter', `label=com.docker.compose.project=${projeto.nome}`];
    const ids = (await projeto.docker(...lista, ...doProjeto)).split('\n');
    const ditos = {
      inspect: await projeto.docker('inspect', ...ids),
      config: await projeto.exigir('--profile', '*', 'config'),
      logs: await projeto.exigir('logs'),
      processos: await projeto.exigir('top'),
    };
    for (const [onde, texto] of Object.entries(ditos)) {
      for (const [nome, valor] of valores) {
        assert.ok(!texto.includes(valor), `${nome} in ${onde}`);
      }
    }
  });
  await report.check('each service sees only the files that it reads', async () => {
    const esperados = {
      'julia-api': 6,
      'julia-worker': 4,
      'julia-scheduler': 1,
    };
    for (const [servico, quantos] of Object.entries(esperados)) {
      const script = "console.log(require('node:fs').readdirSync('/run/secrets').length)";
      const dito = await projeto.exigir('exec', '-T', servico, 'node', '-e', script);
      assert.equal(Number(dito), quantos, servico);
    }
  });
}

async function moverParaArquivos(projeto: ProjetoCompose): Promise<(readonly [string, string])[]> {
  await writeFile(join(projeto.pasta, 'compose/segredos-simulador.yaml'), SIMULADOR);
  const pasta = join(projeto.pasta, 'segredos');
  await mkdir(pasta, { mode: 0o700 });
  const env: Record<string, string | undefined> = {
    ...(await projeto.lerEnv()),
    REDIS_PASSWORD: 'senha+do/redis=com-sinais',
  };
  const valores: (readonly [string, string])[] = [];
  for (const nome of SEGREDOS) {
    const valor = env[nome] ?? '';
    if (valor !== '') valores.push([nome, valor]);
    const arquivo = join(pasta, nome.toLowerCase());
    // As many editors and `echo` leave it: with a newline at the end.
    await writeFile(arquivo, valor === '' ? '' : `${valor}\n`);
    await chmod(arquivo, 0o444);
  }
  await projeto.ajustarEnv(Object.fromEntries(SEGREDOS.map((nome) => [nome, ''])));
  return valores;
}
