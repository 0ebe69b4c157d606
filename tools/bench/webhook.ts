import autocannon from 'autocannon';
import { Queue } from 'bullmq';
import Fastify from 'fastify';
import { montarPalco, type Palco } from '../e2e/palco.ts';
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

async function rotaNua(palco: Palco): Promise<{ url: string; parar: () => Promise<void> }> {
  const fila = new Queue('nua', { connection: { url: palco.redis.url } });
  const app = Fastify();
  app.post('/webhook/evolution', async (pedido) => {
    await fila.add('nua', pedido.body, { removeOnComplete: true });
    return { recebidas: 1 };
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url: `${url}/webhook/evolution`,
    parar: async () => {
      await app.close();
      await fila.close();
    },
  };
}

await comPostgres(async () => {
  const palco = await montarPalco({ servicos: ['api'] });
  const nua = await rotaNua(palco);
  try {
    const daApi = `${palco.urlDaApi}/webhook/evolution`;
    await medir(daApi, 200);
    const nuas = await medir(nua.url);
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
    await nua.parar();
    await palco.desmontar();
  }
});
