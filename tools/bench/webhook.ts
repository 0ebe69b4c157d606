import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { montarPalco } from '../e2e/palco.ts';
import { raizDoProjeto } from '../infra/caminhos.ts';
import { esperarAte, portaLivre } from '../infra/espera.ts';
import { comPostgres } from './com-postgres.ts';
import { imprimirTabela } from './tabela.ts';

/**
 * `npm run bench:webhook`: acknowledgements per second of the api against a bare Fastify route that only adds a BullMQ
 * job, on the same Redis with `appendfsync always`; and the api's latency at 500 requests/s.
 * Goals: at least 80 % of the bare rate; p99 at 500/s at most 20 ms.
 */
const segundos = 8;
const conexoes = 50;
let contador = 0;

function corpoDeWebhook(): string {
  const id = `BENCH${(contador += 1)}`;
  return JSON.stringify({
    event: 'messages.upsert',
    instance: 'julia',
    data: {
      key: { remoteJid: '5511944440001@s.whatsapp.net', fromMe: false, id },
      pushName: 'Bench',
      status: 'DELIVERY_ACK',
      message: { conversation: 'oi, tem plantão de anestesia essa semana?' },
      messageType: 'conversation',
      messageTimestamp: Math.floor(Date.now() / 1000),
      instanceId: 'bench',
      source: 'android',
    },
    destination: 'http://127.0.0.1/webhook/evolution',
    date_time: new Date().toISOString(),
    sender: '5511900000000@s.whatsapp.net',
    server_url: 'http://127.0.0.1',
    apikey: null,
  });
}

function medir(url: string, taxa?: number): Promise<autocannon.Result> {
  return autocannon({
    url,
    connections: conexoes,
    duration: segundos,
    ...(taxa === undefined ? {} : { overallRate: taxa }),
    requests: [
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: 'Bearer token-de-desenvolvimento-do-webhook',
        },
        setupRequest: (pedido) => ({ ...pedido, body: corpoDeWebhook() }),
      },
    ],
  });
}

/** A server whose output nobody reads: a bench that parses log lines would measure itself. */
async function servir(
  argumentos: readonly string[],
  env: NodeJS.ProcessEnv,
  porta: number,
): Promise<ChildProcess> {
  const filho = spawn(process.execPath, argumentos, {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  const responde = () =>
    fetch(`http://127.0.0.1:${porta}/health`, { signal: AbortSignal.timeout(1_000) });
  await esperarAte(async () => (await responde()).status < 500, 20_000, 'o servidor do bench');
  return filho;
}

await comPostgres(async () => {
  const palco = await montarPalco({ servicos: [] });
  const [portaApi, portaNua] = [await portaLivre(), await portaLivre()];
  const main = join(raizDoProjeto, 'dist/apps/api-gateway/main.js');
  const rotaNua = join(import.meta.dirname, 'rota-nua.ts');
  const filhos = [
    await servir([main], { ...palco.ambiente, PORT: String(portaApi) }, portaApi),
    await servir([rotaNua, palco.redis.url, String(portaNua)], {}, portaNua),
  ];
  try {
    const daApi = `http://127.0.0.1:${portaApi}/webhook/evolution`;
    const daNua = `http://127.0.0.1:${portaNua}/webhook/evolution`;
    await medir(daApi, 200);
    await medir(daNua, 200);
    const nuas = await medir(daNua);
    const nossas = await medir(daApi);
    const cadenciada = await medir(daApi, 500);
    const linha = (nome: string, r: autocannon.Result) => [
      nome,
      Math.round(r.requests.average),
      r.latency.p50,
      r.latency.p99,
      r.non2xx + r.errors,
    ];
    imprimirTabela(
      ['', 'acks/s', 'p50 ms', 'p99 ms', 'not 2xx'],
      [
        linha('bare Fastify + BullMQ', nuas),
        linha('api', nossas),
        linha('api at 500/s', cadenciada),
      ],
    );
    const razao = (100 * nossas.requests.average) / nuas.requests.average;
    console.log(
      `api / bare: ${razao.toFixed(0)} % (goal ≥ 80 %); p99 at 500/s: ${cadenciada.latency.p99} ms (goal ≤ 20)`,
    );
  } finally {
    for (const filho of filhos) filho.kill('SIGKILL');
    await palco.desmontar();
  }
});
