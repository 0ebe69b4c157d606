import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { must } from '../command.ts';
import type { ProjetoCompose } from '../projeto-compose.ts';
import type { Report } from '../report.ts';
import { renderizarExemplo, type Renderizado } from './renderizado.ts';

const TODA_A_PILHA = [
  ...['edge', 'julia-api', 'julia-worker', 'julia-scheduler', 'julia-migrate', 'julia-preparo'],
  ...['redis', 'evolution-api', 'evolution-postgres', 'chatwoot-prepare', 'chatwoot-rails'],
  ...['chatwoot-sidekiq', 'chatwoot-postgres'],
];

/** Everything of the default stack that no package gives here. */
const NAO_INICIADOS = TODA_A_PILHA.filter((nome) => /^(evolution|chatwoot)/.test(nome));

/** What a plain copy of `.env.example` means, before anything starts. */
export async function checkConfiguration(report: Report, projeto: ProjetoCompose): Promise<void> {
  const exemplo = await report.setup(
    '`cp .env.example .env` is a whole configuration',
    async () => {
      const visto = await renderizarExemplo(projeto);
      assert.deepEqual(Object.keys(visto.services).sort(), [...TODA_A_PILHA].sort());
      return visto;
    },
  );
  console.log(`      rendered, not started (no image here): ${NAO_INICIADOS.join(', ')}`);
  await report.check('COMPOSE_PROFILES drops Evolution or Chatwoot', async () => {
    const semChatwoot = await renderizarExemplo(projeto, { COMPOSE_PROFILES: 'evolution' });
    assert.ok(!Object.keys(semChatwoot.services).some((nome) => nome.startsWith('chatwoot')));
    assert.ok('evolution-api' in semChatwoot.services);
    const soNos = await renderizarExemplo(projeto, { COMPOSE_PROFILES: '' });
    assert.ok(!Object.keys(soNos.services).some((nome) => NAO_INICIADOS.includes(nome)));
  });
  await report.check('ports 8000, 8080 and 3000 are on 127.0.0.1; Redis publishes nothing', () => {
    checkPorts(exemplo);
    return Promise.resolve();
  });
  await report.check('network evolution-net, volume evolution_redis', async () => {
    assert.equal(exemplo.networks['evolution-net']?.name, 'evolution-net');
    assert.equal(exemplo.networks['interna']?.internal, true);
    assert.equal(exemplo.volumes['evolution_redis']?.name, 'julia_evolution_redis');
    return Promise.resolve();
  });
  await report.check('api waits for redis, worker for redis and api, scheduler for api', () => {
    checkOrder(exemplo);
    return Promise.resolve();
  });
  await report.check('a value means the same to Compose, to Node and to a shell', () =>
    checkValues(projeto),
  );
}

function checkPorts({ services }: Renderizado): void {
  const publicadas = Object.entries(services).flatMap(([nome, { ports = [] }]) =>
    ports.map(({ host_ip, published }) => `${nome} ${host_ip}:${published}`),
  );
  assert.deepEqual(publicadas.sort(), [
    'chatwoot-rails 127.0.0.1:3000',
    'edge 127.0.0.1:8000',
    'evolution-api 127.0.0.1:8080',
  ]);
}

function checkOrder({ services }: Renderizado): void {
  const esperas = (nome: string) =>
    Object.fromEntries(
      Object.entries(services[nome]?.depends_on ?? {}).map(([de, { condition }]) => [
        de,
        condition,
      ]),
    );
  assert.equal(esperas('julia-api')['redis'], 'service_healthy');
  assert.equal(esperas('julia-api')['julia-migrate'], 'service_completed_successfully');
  assert.deepEqual(esperas('julia-worker'), {
    redis: 'service_healthy',
    'julia-api': 'service_healthy',
  });
  assert.deepEqual(esperas('julia-scheduler'), { 'julia-api': 'service_healthy' });
}

/** The example and the values that people get wrong. */
async function checkValues(projeto: ProjetoCompose): Promise<void> {
  const exemplo = await readFile(join(projeto.pasta, '.env.example'), 'utf8');
  const dificeis = [
    `COM_ESPACO='dois  espaços'`,
    `COM_CERQUILHA='antes#depois # fim'`,
    `COM_CIFRAO='a$b\${c}$(d)'`,
    `COM_BARRA='c:\\novo\\t'`,
    `COM_ASPAS='diz "oi"'`,
    'SEM_ASPAS=a=b/c:d,e.f-g_h+i@j%k',
    'VAZIO=',
  ].join('\n');
  const texto = `${exemplo}\n${dificeis}\n`;
  const nomes = Object.keys(parseEnv(texto));
  const arquivo = join(projeto.pasta, 'valores.env');
  await writeFile(arquivo, texto);
  const ambiente = nomes.map((nome) => `      ${nome}: \${${nome}}`).join('\n');
  await writeFile(
    join(projeto.pasta, 'valores.yaml'),
    `services:\n  x:\n    image: x\n    environment:\n${ambiente}\n`,
  );
  const args = ['compose', '--env-file', 'valores.env', '-f', 'valores.yaml'];
  const dito = await must('docker', [...args, 'config', '--format', 'json'], {
    // A variable of the shell wins over the file.
    env: Object.fromEntries(Object.entries(projeto.env).filter(([nome]) => !nomes.includes(nome))),
    cwd: projeto.pasta,
  });
  const { services } = JSON.parse(dito) as Renderizado;
  const doCompose = Object.fromEntries(
    // `config` doubles every dollar so that its output can be read back.
    Object.entries(services['x']?.environment ?? {}).map(([n, v]) => [n, v?.replaceAll('$$', '$')]),
  );
  assert.deepEqual(doCompose, { ...parseEnv(texto) });
  const saida = await must('sh', ['-c', 'set -a; . "$0"; env -0', arquivo], {
    env: { PATH: process.env['PATH'] },
  });
  const doShell = new Map(
    saida
      .split('\0')
      .map((par) => [par.slice(0, par.indexOf('=')), par.slice(par.indexOf('=') + 1)]),
  );
  for (const [nome, valor] of Object.entries(doCompose))
    assert.equal(doShell.get(nome), valor, nome);
}
