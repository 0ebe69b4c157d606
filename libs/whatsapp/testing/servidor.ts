import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PedidoRecebido {
  readonly metodo: string;
  readonly caminho: string;
  readonly apikey: string | undefined;
  readonly corpo: unknown;
}

export type Resposta = (pedido: PedidoRecebido, res: ServerResponse, req: IncomingMessage) => void;

export interface Servidor {
  readonly url: string;
  readonly pedidos: PedidoRecebido[];
  responder(resposta: Resposta): void;
  fechar(): Promise<void>;
}

export const json =
  (status: number, corpo: unknown): Resposta =>
  (_pedido, res) =>
    void res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(corpo));

/** Reads the whole request, then cuts the connection without an answer. */
export const cortar: Resposta = (_pedido, _res, req) => void req.socket.resetAndDestroy();

/** Begins a 201 and cuts the connection in the middle of its body. */
export const cortarNoMeio: Resposta = (_pedido, res, req) => {
  res.writeHead(201, { 'content-type': 'application/json', 'content-length': '500' });
  res.write('{"key":', () => req.socket.resetAndDestroy());
};

export const calar: Resposta = () => undefined;

/** A real HTTP server on 127.0.0.1 that answers as told and remembers what it was asked. */
export async function abrirServidor(): Promise<Servidor> {
  const pedidos: PedidoRecebido[] = [];
  let atual: Resposta = json(500, {});
  const server = createServer((req, res) => {
    const pedacos: Buffer[] = [];
    req.on('data', (pedaco: Buffer) => pedacos.push(pedaco));
    req.on('end', () => {
      const texto = Buffer.concat(pedacos).toString();
      const pedido: PedidoRecebido = {
        metodo: req.method ?? '',
        caminho: req.url ?? '',
        apikey: req.headers['apikey'] as string | undefined,
        corpo: texto === '' ? null : (JSON.parse(texto) as unknown),
      };
      pedidos.push(pedido);
      atual(pedido, res, req);
    });
  });
  await new Promise<void>((pronto) => server.listen(0, '127.0.0.1', pronto));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    pedidos,
    responder: (resposta) => {
      atual = resposta;
    },
    fechar: () =>
      new Promise((pronto) => {
        server.close(() => pronto());
        server.closeAllConnections();
      }),
  };
}
