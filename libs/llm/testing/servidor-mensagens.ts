import { readFileSync } from 'node:fs';
import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PedidoRecebido {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly corpo: {
    model: string;
    max_tokens: number;
    system: { type: string; text: string; cache_control?: unknown }[];
    tools: { name: string; strict: boolean; input_schema: Record<string, unknown> }[];
    messages: { role: string; content: unknown }[];
  } & Record<string, unknown>;
}

export type Fala =
  | { status: number; headers?: Record<string, string>; body: unknown }
  /** Accepts the request and never answers; with `corpo`, sends headers and half a body first. */
  | { trava: 'tudo' | 'corpo' }
  | { cai: true };

/** A Messages API on a real socket that says what it is told, in order; the last line repeats. */
export class ServidorMensagens {
  readonly pedidos: PedidoRecebido[] = [];
  private readonly server: Server;
  private falas: readonly Fala[] = [];
  private aoReceber: () => void = () => undefined;

  constructor() {
    this.server = createServer((pedido, resposta) => {
      let texto = '';
      pedido.setEncoding('utf8');
      pedido.on('data', (parte: string) => (texto += parte));
      pedido.on('end', () => {
        const corpo = JSON.parse(texto) as PedidoRecebido['corpo'];
        this.pedidos.push({ url: pedido.url ?? '', headers: pedido.headers, corpo });
        this.aoReceber();
        this.responder(this.falas[this.pedidos.length - 1] ?? this.falas.at(-1), resposta);
      });
    });
  }

  async abrir(): Promise<string> {
    await new Promise<void>((pronto) => this.server.listen(0, '127.0.0.1', pronto));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async fechar(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((pronto) => this.server.close(pronto));
  }

  dira(...falas: Fala[]): void {
    this.pedidos.length = 0;
    this.falas = falas;
  }

  proximoPedido(): Promise<void> {
    return new Promise((pronto) => (this.aoReceber = pronto));
  }

  private responder(fala: Fala | undefined, resposta: ServerResponse): void {
    if (!fala || 'cai' in fala) return void resposta.destroy();
    if ('trava' in fala) {
      if (fala.trava === 'corpo') {
        resposta.writeHead(200, { 'content-type': 'application/json' });
        resposta.write('{"id":"msg_1",');
      }
      return;
    }
    const corpo = typeof fala.body === 'string' ? fala.body : JSON.stringify(fala.body);
    const tipo = typeof fala.body === 'string' ? 'text/html' : 'application/json';
    resposta.writeHead(fala.status, { 'content-type': tipo, ...fala.headers }).end(corpo);
  }
}

interface Amostra {
  content: Record<string, unknown>[];
  stop_reason: string;
  usage: Record<string, unknown>;
}

const lerAmostra = (nome: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/${nome}.json`, import.meta.url), 'utf8'));

/** A recorded answer, whole. */
export function amostra(nome: string): Fala {
  const lida = lerAmostra(nome) as Amostra | Extract<Fala, { status: number }>;
  return 'status' in lida ? lida : { status: 200, body: lida };
}

/** An answer in the recorded shape with other words. */
export function diz(texto: string, outros: Partial<Amostra> = {}): Fala {
  const base = lerAmostra('message.end_turn') as Amostra;
  return { status: 200, body: { ...base, content: [{ type: 'text', text: texto }], ...outros } };
}

let proximoId = 1;

/** An answer that asks for tools, thinking first, as the recorded one does. */
export function pede(...pedidos: [nome: string, entrada: unknown][]): Fala {
  const base = lerAmostra('message.tool_use') as Amostra;
  const [pensamento, texto] = base.content;
  const chamadas = pedidos.map(([name, input]) => ({
    type: 'tool_use',
    id: `toolu_${proximoId++}`,
    name,
    input,
  }));
  return { status: 200, body: { ...base, content: [pensamento, texto, ...chamadas] } };
}
