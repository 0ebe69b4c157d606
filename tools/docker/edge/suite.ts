import assert from 'node:assert/strict';
import { request } from 'node:http';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '../command.ts';
import { ProjetoCompose } from '../projeto-compose.ts';
import type { Report } from '../report.ts';
import type { SuiteContext } from '../context.ts';
import { INTERNOS, PUBLICOS } from './caminhos.ts';
import { arquivoDoEco, ECO, type VistoPelaApi } from './eco.ts';
import { checkModes } from './modos.ts';
import { checkPacotesPerdidos } from './pacotes-perdidos.ts';

const TOKEN = 'token-secreto-que-nao-pode-vazar-0123456789';
const ARQUIVO = 'eco.yaml';

/** The edge with its real configuration in front of something that says what reached it. */
export async function checkEdge(report: Report, { env, base }: SuiteContext): Promise<void> {
  const projeto = await ProjetoCompose.criar({ env, nome: 'edge', arquivos: [ARQUIVO] });
  try {
    await writeFile(join(projeto.pasta, 'compose', ARQUIVO), arquivoDoEco(base));
    await writeFile(join(projeto.pasta, 'compose/eco.mjs'), ECO);
    await checkModes(report, projeto);
    await report.setup('the edge starts in front of the api', () => subir(projeto));
    await checkPaths(report, projeto);
    await checkLog(report, projeto);
    await checkClientAddress(report, projeto);
    await checkBodies(report, projeto);
    await checkPacotesPerdidos(report, projeto);
    await checkSwap(report, projeto);
    await checkDomain(report, projeto);
  } finally {
    await projeto.remover();
    await report.check('nothing of the edge test is left behind', async () => {
      assert.deepEqual(await projeto.restos(), []);
    });
  }
}

async function subir(projeto: ProjetoCompose): Promise<void> {
  await projeto.exigir('up', '-d', '--no-deps', 'edge', 'julia-api', 'julia-preparo');
  await waitFor('edge na frente da api', 30_000, async () =>
    (await status(projeto, '/health')) === 200 ? true : undefined,
  );
}

/** The path as it is written: fetch would tidy it up. */
function status(projeto: ProjetoCompose, path: string): Promise<number> {
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port: projeto.portas.edge, path, agent: false };
    request(options, (resposta) => {
      resposta.resume();
      resolve(resposta.statusCode ?? 0);
    })
      .on('error', () => resolve(0))
      .end();
  });
}

async function visto(projeto: ProjetoCompose, path: string, init?: RequestInit) {
  const resposta = await projeto.http(path, init);
  assert.equal(resposta.status, 200, path);
  return (await resposta.json()) as VistoPelaApi;
}

async function checkPaths(report: Report, projeto: ProjetoCompose): Promise<void> {
  await report.check(`${PUBLICOS.length} public paths reach the api`, async () => {
    for (const path of PUBLICOS) assert.equal(await status(projeto, path), 200, path);
  });
  await report.check(
    `${INTERNOS.length} spellings of internal and unknown paths are answered 404 or 400 by the edge`,
    async () => {
      for (const path of INTERNOS) {
        const codigo = await status(projeto, path);
        assert.ok([400, 404].includes(codigo), `${path}: ${codigo}`);
      }
    },
  );
}

async function checkLog(report: Report, projeto: ProjetoCompose): Promise<void> {
  const comToken = [
    `/webhook/evolution/${TOKEN}`,
    `/webhook/evolution/${TOKEN}/messages-upsert`,
    `//webhook//evolution//${TOKEN}`,
    `/Webhook/Evolution/${TOKEN}`,
    `/webhook%2Fevolution%2F${TOKEN}`,
    `/webhook/evolution?token=${TOKEN}`,
    `/qualquer?apikey=${TOKEN}`,
  ];
  await report.check('tokens in paths, queries and headers never reach the log', async () => {
    const pedir = async (path: string) => {
      const headers = { authorization: `Bearer ${TOKEN}`, referer: `http://x/${TOKEN}` };
      await projeto.http(path, { method: 'POST', headers, body: TOKEN }).catch(() => undefined);
    };
    for (const path of comToken) await pedir(path);
    await projeto.exigir('stop', '--timeout', '0', 'julia-api');
    await Promise.all(comToken.map(pedir));
    const log = await waitFor('linhas de acesso', 10_000, async () => {
      const texto = await projeto.logs('edge');
      return /"status":50[23]/.test(texto) ? texto : undefined;
    });
    assert.ok(
      !log.includes(TOKEN),
      log.split('\n').find((linha) => linha.includes(TOKEN)),
    );
    assert.match(log, /"uri":"\/webhook\/evolution"/);
  });
  await report.check('the absent second copy of the api fills no log', async () => {
    await projeto.exigir('up', '-d', '--no-deps', 'julia-api');
    const antes = (await projeto.logs('edge')).split('\n').length;
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const depois = (await projeto.logs('edge')).split('\n').length;
    assert.ok(depois - antes <= 2, `${depois - antes} lines in 5 s`);
  });
}

async function checkClientAddress(report: Report, projeto: ProjetoCompose): Promise<void> {
  const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' };
  await report.check('what a client says about its own address is replaced', async () => {
    const chegou = await visto(projeto, '/health', { headers });
    assert.ok(!chegou.headers['x-forwarded-for']?.includes('203.0.113.9'));
    assert.equal(chegou.headers['x-forwarded-proto'], 'http');
  });
  await report.check('behind the admin’s own proxy its X-Forwarded-* are kept', async () => {
    await projeto.ajustarEnv({ EDGE_MODO: 'atras-de-proxy' });
    await subir(projeto);
    const chegou = await visto(projeto, '/health', { headers });
    assert.match(chegou.headers['x-forwarded-for'] ?? '', /^203\.0\.113\.9, /);
    assert.equal(chegou.headers['x-forwarded-proto'], 'https');
  });
  await report.check('but not those of somebody who is not that proxy', async () => {
    await projeto.ajustarEnv({ EDGE_PROXIES_CONFIAVEIS: '198.51.100.7/32' });
    await subir(projeto);
    const chegou = await visto(projeto, '/health', { headers });
    assert.ok(!chegou.headers['x-forwarded-for']?.includes('203.0.113.9'));
    await projeto.ajustarEnv({ EDGE_MODO: 'local' });
    await subir(projeto);
  });
}

async function checkBodies(report: Report, projeto: ProjetoCompose): Promise<void> {
  await report.check(
    'a body larger than the api accepts is left for the api to refuse',
    async () => {
      const body = Buffer.alloc(5_242_880 + 1, 0x20);
      const chegou = await visto(projeto, '/webhook/evolution', { method: 'POST', body });
      assert.equal(chegou.bytes, body.length);
    },
  );
}

/** Requests without a pause while the api is replaced and its second copy serves. */
async function checkSwap(report: Report, projeto: ProjetoCompose): Promise<void> {
  await report.check(
    'no request fails while the api is replaced behind its second copy',
    async () => {
      const vistos = { total: 0, falhas: [] as string[], quem: new Set<string>() };
      let fim = false;
      const cliente = async () => {
        while (!fim) {
          const resposta = await projeto
            .http('/webhook/evolution', { method: 'POST', body: '{}' })
            .catch((erro: unknown) => String(erro));
          vistos.total += 1;
          if (typeof resposta === 'string') vistos.falhas.push(resposta);
          else if (resposta.status !== 200) vistos.falhas.push(String(resposta.status));
          else vistos.quem.add(((await resposta.json()) as VistoPelaApi).quem);
        }
      };
      const clientes = Array.from({ length: 8 }, cliente);
      await projeto.exigir('up', '-d', '--no-deps', 'julia-api-reserva');
      await pausa(2_000);
      await projeto.exigir('up', '-d', '--no-deps', '--force-recreate', 'julia-api');
      await pausa(2_000);
      await projeto.exigir('stop', 'julia-api-reserva');
      await pausa(500);
      fim = true;
      await Promise.all(clientes);
      const { total, falhas, quem } = vistos;
      assert.deepEqual(falhas.slice(0, 5), [], `${falhas.length} of ${total}`);
      assert.deepEqual([...quem].sort(), ['julia-api', 'julia-api-reserva']);
      console.log(`      ${total} requests, 0 failed`);
    },
  );
}

const pausa = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The edge as its own certificate authority: no certificate of the world can be had here. */
async function checkDomain(report: Report, projeto: ProjetoCompose): Promise<void> {
  await report.check('with a domain it serves https with the same rules', async () => {
    await projeto.ajustarEnv({
      EDGE_MODO: 'dominio',
      JULIA_DOMINIO: 'julia.exemplo.test',
      EDGE_EMAIL: 'internal',
    });
    await subir(projeto);
    const pedir = (path: string) =>
      projeto.compose(
        ...['exec', '-T', 'edge', 'wget', '-S', '-O', '-', '--no-check-certificate'],
        `https://julia.exemplo.test${path}`,
      );
    const aberta = await waitFor('https', 20_000, async () => {
      const resposta = await pedir('/health');
      return resposta.code === 0 ? resposta : undefined;
    });
    assert.match(aberta.stdout, /"x-forwarded-proto":"https"/);
    assert.match(aberta.stderr, /strict-transport-security: max-age=31536000/i);
    assert.doesNotMatch(aberta.stderr, /^\s*server: caddy/im);
    assert.match((await pedir('/jobs')).stderr, / 404 /);
    const simples = await projeto.compose(
      ...['exec', '-T', 'edge', 'wget', '-S', '-O', '-', '--max-redirect=0'],
      'http://julia.exemplo.test/health',
    );
    assert.match(simples.stderr, /308 Permanent Redirect/);
  });
}
