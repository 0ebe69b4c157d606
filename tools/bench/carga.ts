import { Agent, request } from 'node:http';
import autocannon from 'autocannon';

const caminho = '/webhook/evolution';
const cabecalhos = {
  'content-type': 'application/json',
  authorization: 'Bearer token-de-desenvolvimento-do-webhook',
};
let contador = 0;

/** A text message as Evolution delivers it, each one new. */
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

/** Fifty senders that each wait for their answer: as many acknowledgements as the server can give. */
export function saturar(porta: number, segundos: number): Promise<autocannon.Result> {
  return autocannon({
    url: `http://127.0.0.1:${porta}${caminho}`,
    connections: 50,
    duration: segundos,
    requests: [
      {
        method: 'POST',
        headers: cabecalhos,
        setupRequest: (pedido) => ({ ...pedido, body: corpoDeWebhook() }),
      },
    ],
  });
}

function postar(porta: number, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const opcoes = { port: porta, path: caminho, method: 'POST', headers: cabecalhos, agent };
    const pedido = request(opcoes, (resposta) => {
      resposta.resume().once('end', () => resolve(resposta.statusCode ?? 0));
    });
    pedido.once('error', reject).end(corpoDeWebhook());
  });
}

/**
 * Webhooks that arrive evenly spaced, whatever the answers do; milliseconds from the moment each was due to its
 * answer. autocannon sends a second's worth at once, which would measure the burst.
 */
export async function cadenciar(
  porta: number,
  porSegundo: number,
  segundos: number,
): Promise<{ latenciasMs: number[]; recusas: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  const latenciasMs: number[] = [];
  const pedidos: Promise<void>[] = [];
  let recusas = 0;
  const inicio = performance.now();
  const enviar = async (devido: number) => {
    const status = await postar(porta, agent).catch(() => 0);
    latenciasMs.push(performance.now() - devido);
    if (status !== 200) recusas += 1;
  };
  await new Promise<void>((resolve) => {
    const relogio = setInterval(() => {
      const devidos = Math.floor(((performance.now() - inicio) * porSegundo) / 1_000);
      while (pedidos.length < Math.min(devidos, porSegundo * segundos)) {
        pedidos.push(enviar(inicio + (1_000 * (pedidos.length + 1)) / porSegundo));
      }
      if (pedidos.length < porSegundo * segundos) return;
      clearInterval(relogio);
      resolve();
    }, 1);
  });
  await Promise.all(pedidos);
  agent.destroy();
  return { latenciasMs, recusas };
}
