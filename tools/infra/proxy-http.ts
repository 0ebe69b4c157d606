import { Agent, createServer, request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pausar } from 'node:timers/promises';
import type { FalhaHttp, Ganchos, Proxy, Veredito } from './falhas.ts';
import { PortaDeEscuta } from './porta-de-escuta.ts';

/** One request and its answer; `status` is known only after the answer. */
export interface TravessiaHttp {
  readonly k: number;
  readonly metodo: string;
  readonly caminho: string;
  readonly cabecalhos: IncomingHttpHeaders;
  readonly corpo: Buffer;
  readonly status?: number;
}

export interface ProxyHttp extends Proxy<TravessiaHttp, FalhaHttp> {
  readonly url: string;
}

export interface OpcoesDeProxyHttp extends Ganchos<TravessiaHttp> {
  /** Address of the target, such as `http://127.0.0.1:54321`. */
  destino: string;
  porta?: number;
  /** Requests that are forwarded without being counted or troubled; none by default. */
  ignorar?: (pedido: { metodo: string; caminho: string }) => boolean;
}

/**
 * A reverse proxy on 127.0.0.1 that knows where a request and an answer end, so that "the k-th crossing, before
 * forwarding" and "after the answer" are exact. Answers are streamed unless a hook or a fault needs the whole one.
 */
export async function iniciarProxyHttp({
  destino,
  porta = 0,
  ignorar,
  ...ganchos
}: OpcoesDeProxyHttp): Promise<ProxyHttp> {
  const proxy = new ProxyDeHttp(new URL(destino), ganchos, ignorar ?? (() => false));
  await proxy.escuta.abrir(porta);
  return proxy;
}

class ProxyDeHttp implements ProxyHttp {
  readonly escuta: PortaDeEscuta;
  travessias = 0;
  private falha: FalhaHttp = { tipo: 'nenhuma' };
  private ganchos: Ganchos<TravessiaHttp>;
  private readonly destino: URL;
  private readonly ignorar: (pedido: { metodo: string; caminho: string }) => boolean;
  // A connection per request: a kept one that the target has just closed would look like a fault nobody asked for.
  private readonly agente = new Agent({ keepAlive: false });

  constructor(
    destino: URL,
    ganchos: Ganchos<TravessiaHttp>,
    ignorar: (pedido: { metodo: string; caminho: string }) => boolean,
  ) {
    this.destino = destino;
    this.ganchos = ganchos;
    this.ignorar = ignorar;
    const servidor = createServer({ keepAliveTimeout: 60_000 }, (pedido, resposta) => {
      this.atender(pedido, resposta).catch(() => cortar(pedido));
    });
    this.escuta = new PortaDeEscuta(servidor);
  }

  get porta(): number {
    return this.escuta.porta;
  }

  get url(): string {
    return `http://127.0.0.1:${this.porta}`;
  }

  recomecarContagem(): void {
    this.travessias = 0;
  }

  usarGanchos(ganchos: Ganchos<TravessiaHttp>): void {
    this.ganchos = ganchos;
  }

  async falhar(falha: FalhaHttp): Promise<void> {
    this.falha = falha;
    if (falha.tipo === 'recusar') await this.escuta.fechar();
    else await this.escuta.abrir();
  }

  cortarConexoes(): void {
    this.escuta.cortar();
  }

  async parar(): Promise<void> {
    await this.escuta.fechar();
    this.agente.destroy();
  }

  private async atender(pedido: IncomingMessage, resposta: ServerResponse): Promise<void> {
    const alvo = { metodo: pedido.method ?? 'GET', caminho: pedido.url ?? '/' };
    const corpo = await buffer(pedido);
    if (this.ignorar(alvo)) {
      (await this.encaminhar(pedido, corpo, resposta)).pipe(resposta);
      return;
    }
    const { falha } = this;
    if (falhou(falha, pedido, resposta)) return;
    if (falha.tipo === 'latencia') await pausar(falha.ms);
    const travessia = { ...alvo, k: ++this.travessias, cabecalhos: pedido.headers, corpo };
    const antes = await this.ganchos.antesDeEncaminhar?.(travessia);
    if (interrompe(antes, pedido)) return;
    await this.responder(travessia, pedido, resposta, falha.tipo === 'perder-resposta');
  }

  private async responder(
    travessia: TravessiaHttp,
    pedido: IncomingMessage,
    resposta: ServerResponse,
    perder: boolean,
  ): Promise<void> {
    const { depoisDaResposta } = this.ganchos;
    const recebida = await this.encaminhar(pedido, travessia.corpo, perder ? null : resposta);
    if (!depoisDaResposta && !perder) {
      recebida.on('error', () => cortar(pedido));
      recebida.pipe(resposta);
      return;
    }
    const inteira = await buffer(recebida);
    const depois = await depoisDaResposta?.({ ...travessia, status: recebida.statusCode });
    if (interrompe(perder ? 'cortar' : depois, pedido)) return;
    resposta.end(inteira);
  }

  private encaminhar(
    pedido: IncomingMessage,
    corpo: Buffer,
    resposta: ServerResponse | null,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const ida = request({
        agent: this.agente,
        host: this.destino.hostname,
        port: this.destino.port,
        method: pedido.method,
        path: pedido.url,
        headers: cabecalhosDaIda(pedido, corpo, this.destino.host),
      });
      ida.once('error', reject);
      ida.once('response', (recebida) => {
        if (resposta) {
          resposta.statusCode = recebida.statusCode ?? 502;
          for (const [nome, valor] of Object.entries(recebida.headers)) {
            if (valor !== undefined && nome !== 'connection') resposta.setHeader(nome, valor);
          }
        }
        resolve(recebida);
      });
      ida.end(corpo);
    });
  }
}

/** The body is known by now, so its length replaces chunking; connection headers belong to each hop. */
function cabecalhosDaIda(
  pedido: IncomingMessage,
  corpo: Buffer,
  host: string,
): IncomingHttpHeaders {
  const cabecalhos: IncomingHttpHeaders = { ...pedido.headers, host };
  delete cabecalhos.connection;
  delete cabecalhos['transfer-encoding'];
  if (corpo.length > 0) cabecalhos['content-length'] = String(corpo.length);
  return cabecalhos;
}

/** True when the fault leaves nothing to forward. */
function falhou(falha: FalhaHttp, pedido: IncomingMessage, resposta: ServerResponse): boolean {
  if (falha.tipo === 'reset') cortar(pedido);
  if (falha.tipo === 'status') {
    resposta.writeHead(falha.status, { 'content-type': 'application/json' });
    resposta.end(falha.corpo ?? '{}');
  }
  return ['buraco-negro', 'reset', 'status'].includes(falha.tipo);
}

function interrompe(veredito: Veredito, pedido: IncomingMessage): boolean {
  if (veredito === 'cortar') cortar(pedido);
  return veredito === 'cortar' || veredito === 'calar';
}

function cortar(pedido: IncomingMessage): void {
  pedido.socket.resetAndDestroy();
}
