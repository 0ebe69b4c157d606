import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PedidoVisto {
  readonly metodo: string;
  readonly caminho: string;
  readonly token: string | undefined;
  readonly chave: string | undefined;
}

/** The api's `/jobs` as its contract says, with switches for what can go wrong. */
export class ApiDeMentira {
  readonly pedidos: PedidoVisto[] = [];
  ultimos: Record<string, string | null> = {};
  /** What became of those runs. */
  estado = 'concluida';
  /** Answer of everything while set. */
  status: number | null = null;
  private readonly servidor: Server;
  private readonly chaves = new Set<string>();

  private constructor(servidor: Server) {
    this.servidor = servidor;
  }

  static async abrir(): Promise<ApiDeMentira> {
    const servidor = createServer();
    const api = new ApiDeMentira(servidor);
    servidor.on('request', (pedido: IncomingMessage, resposta) => {
      const { status, corpo } = api.responder(pedido);
      resposta.writeHead(status, { 'content-type': 'application/json' });
      resposta.end(JSON.stringify(corpo));
    });
    servidor.listen(0, '127.0.0.1');
    await once(servidor, 'listening');
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.servidor.address() as AddressInfo).port}`;
  }

  /** Keys that started a run: each once, however often it was posted. */
  get execucoes(): string[] {
    return [...this.chaves].sort();
  }

  async fechar(): Promise<void> {
    this.servidor.closeAllConnections();
    this.servidor.close();
    await once(this.servidor, 'close');
  }

  private responder(pedido: IncomingMessage): { status: number; corpo: unknown } {
    const visto = {
      metodo: pedido.method ?? '',
      caminho: pedido.url ?? '',
      token: pedido.headers.authorization,
      chave: pedido.headers['idempotency-key']?.toString(),
    };
    this.pedidos.push(visto);
    if (this.status !== null) return { status: this.status, corpo: { codigo: 'X', mensagem: 'x' } };
    if (visto.caminho === '/health') return { status: 200, corpo: { status: 'ok' } };
    if (visto.metodo === 'GET') {
      const lista = Object.entries(this.ultimos).map(([nome, ultimoTick]) => ({
        nome,
        ultimoTick,
        estado: ultimoTick === null ? null : this.estado,
      }));
      return { status: 200, corpo: lista };
    }
    const duplicada = this.chaves.has(visto.chave ?? '');
    this.chaves.add(visto.chave ?? '');
    return { status: 202, corpo: { execucaoId: visto.chave, duplicada } };
  }
}
