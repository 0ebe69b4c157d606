import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { ProjetoCompose } from '../projeto-compose.ts';
import type { Report } from '../report.ts';
import { STAND_INS } from '../stand-ins.ts';
import type { SuiteContext } from '../context.ts';
import { ARQUIVO, CLIENTE, REST } from './rest-de-mentira.ts';

const FILES = ['banco.yaml', 'banco-segredos.yaml', 'rest.yaml'];

interface Answer {
  data: { role: string; url: string; method: string; apikey: string | null }[] | null;
  status: number;
}

/** The gateway of the database of one's own: Supabase's keys as supabase-js sends them, from secret files. */
export async function checkBanco(report: Report, { env }: SuiteContext): Promise<void> {
  const projeto = await ProjetoCompose.criar({
    env,
    nome: 'banco',
    arquivos: FILES,
    variaveis: { BANCO_GATEWAY_IMAGE: STAND_INS.edge, COMPOSE_PROFILES: 'simulador,banco' },
  });
  try {
    const compose = join(projeto.pasta, 'compose');
    await writeFile(join(compose, 'rest.yaml'), ARQUIVO);
    await writeFile(join(compose, 'rest.mjs'), REST);
    await writeFile(join(compose, 'cliente.mjs'), CLIENTE);
    const keys = await report.setup('banco-chaves prints keys that fit each other', () =>
      freshKeys(projeto),
    );
    await report.setup('the gateway starts with its secrets in files', () => start(projeto, keys));
    await checkKeys(report, projeto, keys);
    await report.check('docker inspect shows no secret of the gateway', async () => {
      const seen = await projeto.docker(
        'inspect',
        (await projeto.estado('banco-gateway'))?.id ?? '',
      );
      for (const name of ['SUPABASE_SERVICE_KEY', 'BANCO_SERVICE_JWT']) {
        assert.ok(!seen.includes(keys[name] ?? ''), name);
      }
    });
  } finally {
    await projeto.remover();
    await report.check('nothing of the own database is left behind', async () => {
      assert.deepEqual(await projeto.restos(), []);
    });
  }
}

type Keys = Readonly<Record<string, string>>;

const NAMES = [
  'BANCO_POSTGRES_PASSWORD',
  'BANCO_POSTGREST_URL',
  'BANCO_JWT_SECRET',
  'BANCO_SERVICE_JWT',
  'SUPABASE_SERVICE_KEY',
  'SUPABASE_DB_URL',
];

async function freshKeys(projeto: ProjetoCompose): Promise<Keys> {
  const run = ['run', '--rm', '--no-deps', '-T', 'banco-chaves'];
  const keys = Object.fromEntries(
    Object.entries(parseEnv(await projeto.exigir(...run))).map(([name, v]) => [name, v ?? '']),
  );
  for (const name of NAMES) assert.ok((keys[name] ?? '').length >= 40, name);
  assert.equal(keys['BANCO_SERVICE_JWT'], sign('service_role', keys, keys['BANCO_SERVICE_JWT']));
  assert.match(keys['SUPABASE_SERVICE_KEY'] ?? '', /^sb_secret_/);
  return keys;
}

/** A JWT of this role; with a model, its other claims are taken over. */
function sign(role: string, keys: Keys, model?: string): string {
  const [head = '', body = ''] = model?.split('.') ?? [];
  const part = (data: object) => Buffer.from(JSON.stringify(data)).toString('base64url');
  const claims = JSON.parse(Buffer.from(body || part({}), 'base64url').toString()) as object;
  const text = `${head || part({ alg: 'HS256', typ: 'JWT' })}.${part({ ...claims, role })}`;
  const secret = keys['BANCO_JWT_SECRET'] ?? '';
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

async function start(projeto: ProjetoCompose, keys: Keys): Promise<void> {
  const folder = join(projeto.pasta, 'segredos');
  await mkdir(folder, { mode: 0o700 });
  for (const name of NAMES) {
    const file = join(folder, name.toLowerCase());
    await writeFile(file, keys[name] ?? '');
    await chmod(file, 0o444);
  }
  // The stand-in of PostgREST reads a value; the gateway must not.
  await projeto.ajustarEnv({
    BANCO_JWT_SECRET: keys['BANCO_JWT_SECRET'] ?? '',
    SUPABASE_SERVICE_KEY: '',
  });
  await projeto.exigir('up', '-d', '--no-deps', '--no-build', 'banco-rest', 'banco-gateway');
  for (const service of ['banco-rest', 'banco-gateway']) await projeto.saudavel(service);
}

async function checkKeys(report: Report, projeto: ProjetoCompose, keys: Keys): Promise<void> {
  const opaque = keys['SUPABASE_SERVICE_KEY'] ?? '';
  const foreign = { ...keys, BANCO_JWT_SECRET: randomBytes(32).toString('hex') };
  const refused = ['sb_secret_outra', `${opaque}x`, 'nada', sign('service_role', foreign)];
  const jwts = [keys['BANCO_SERVICE_JWT'] ?? '', sign('anon', keys)];
  const [byOpaque, bySecret, byPublic, ...others] = await report.setup('supabase-js asks', () =>
    ask(projeto, [opaque, ...jwts, ...refused]),
  );
  await report.check('supabase-js reads and calls with an opaque key', () => {
    const url = '/vagas?select=id&estado=eq.aberta';
    const seen = { role: 'service_role', url, method: 'GET', apikey: null };
    assert.deepEqual(byOpaque?.lido.data, [seen]);
    assert.deepEqual(byOpaque.chamado.data, [{ ...seen, url: '/rpc/agora', method: 'POST' }]);
    return Promise.resolve();
  });
  await report.check('supabase-js works with a JWT, and with the role that is in it', () => {
    assert.equal(bySecret?.lido.data?.[0]?.role, 'service_role');
    assert.equal(byPublic?.lido.data?.[0]?.role, 'anon');
    return Promise.resolve();
  });
  await report.check('any other key is refused', () => {
    const statuses = others.flatMap(({ lido, chamado }) => [lido.status, chamado.status]);
    assert.deepEqual(
      statuses,
      refused.flatMap(() => [401, 401]),
    );
    return Promise.resolve();
  });
}

async function ask(
  projeto: ProjetoCompose,
  keys: readonly string[],
): Promise<{ lido: Answer; chamado: Answer }[]> {
  const network = `${projeto.nome}_interna`;
  const label = `com.docker.compose.project=${projeto.nome}`;
  // Beside the services, as the api is, so that the name is resolved and the key goes the whole way.
  const printed = await projeto.docker(
    ...['run', '--rm', '--network', network, '--label', label],
    ...['--volume', `${join(projeto.pasta, 'compose/cliente.mjs')}:/src/cliente.mjs:ro`],
    ...[STAND_INS.dev, 'node', '/src/cliente.mjs', ...keys],
  );
  return JSON.parse(printed) as { lido: Answer; chamado: Answer }[];
}
