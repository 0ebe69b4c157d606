import type { FastifyInstance } from 'fastify';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as esperar } from 'node:timers/promises';
import type { NomeChave } from '../src/chaves/catalogo.ts';
import type { Ajuste } from '../src/chaves/chaves.ts';
import { criarServidor } from '../src/servidor.ts';
import { Simulador } from '../src/simulador.ts';

export interface WebhookRecebido {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly authorization: string | undefined;
  readonly corpo: Readonly<Record<string, unknown>>;
}

export interface Resposta {
  readonly status: number;
  readonly corpo: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

const prazoMs = 5_000;

/** A simulador on a real port, and a receiver of its webhooks that answers what `responder` says. */
export class Bancada {
  readonly recebidos: WebhookRecebido[] = [];
  responder: (recebido: WebhookRecebido) => number = () => 200;
  readonly simulador: Simulador;
  private readonly receptor: Server;
  private readonly servidor: FastifyInstance;
  private url = '';

  private constructor(receptor: Server, simulador: Simulador) {
    this.receptor = receptor;
    this.simulador = simulador;
    this.servidor = criarServidor(simulador);
  }

  static async iniciar(): Promise<Bancada> {
    const receptor = createServer();
    await new Promise<void>((pronto) => receptor.listen(0, '127.0.0.1', pronto));
    const { port } = receptor.address() as AddressInfo;
    const bancada = new Bancada(
      receptor,
      new Simulador({
        instancia: 'julia',
        evolutionApiKey: 'chave-de-teste',
        webhookUrl: `http://127.0.0.1:${port}/webhook`,
        webhookToken: 'token-do-webhook',
        escalaRetry: 0.001,
        statusMs: [0, 5, 10],
        travaMs: 5_000,
      }),
    );
    bancada.receber();
    bancada.url = await bancada.servidor.listen({ port: 0, host: '127.0.0.1' });
    return bancada;
  }

  endereco(caminho: string): string {
    return `${this.url}${caminho}`;
  }

  async encerrar(): Promise<void> {
    await this.servidor.close();
    this.receptor.closeAllConnections();
    await new Promise((fechado) => this.receptor.close(fechado));
  }

  /** As Evolution's client, the model's client or a test would: with the right keys unless `headers` replace them. */
  async pedir(
    metodo: 'GET' | 'POST' | 'PUT' | 'DELETE',
    caminho: string,
    corpo?: unknown,
    opcoes: { headers?: Record<string, string>; prazoMs?: number } = {},
  ): Promise<Resposta> {
    const resposta = await fetch(this.endereco(caminho), {
      method: metodo,
      headers: {
        apikey: 'chave-de-teste',
        authorization: 'Bearer sk-teste',
        accept: 'application/json',
        ...(corpo === undefined ? {} : { 'content-type': 'application/json' }),
        ...opcoes.headers,
      },
      ...(corpo === undefined ? {} : { body: JSON.stringify(corpo) }),
      signal: AbortSignal.timeout(opcoes.prazoMs ?? prazoMs),
    });
    const texto = await resposta.text();
    const ehJson = resposta.headers.get('content-type')?.includes('json');
    return {
      status: resposta.status,
      corpo: ehJson ? lerJson(texto) : { texto },
      headers: resposta.headers,
    };
  }

  async enviar(numero: string, texto: string, prazo = prazoMs): Promise<Resposta> {
    const corpo = { number: numero, text: texto };
    return this.pedir('POST', '/message/sendText/julia', corpo, { prazoMs: prazo });
  }

  async medicoDiz(telefone: string, texto: string, extra: object = {}): Promise<string> {
    const corpo = { telefone, texto, ...extra };
    const resposta = await this.pedir('POST', '/simulador/mensagens', corpo);
    return String(resposta.corpo['idProvedor']);
  }

  async ligar(nome: NomeChave, ajuste: Partial<Ajuste> | true = true): Promise<void> {
    await this.pedir('PUT', '/simulador/chaves', { [nome]: ajuste });
  }

  /** Waits for `quantos` webhooks of an event and returns them. */
  async webhooks(event: string, quantos = 1): Promise<WebhookRecebido[]> {
    const doEvento = () => this.recebidos.filter((recebido) => recebido.event === event);
    await ate(() => doEvento().length >= quantos, `${quantos} × ${event}`);
    return doEvento();
  }

  private receber(): void {
    this.receptor.on('request', (pedido, resposta) => {
      const partes: Buffer[] = [];
      pedido.on('data', (parte: Buffer) => partes.push(parte));
      pedido.on('end', () => {
        const corpo = lerJson(Buffer.concat(partes).toString('utf8'));
        const recebido: WebhookRecebido = {
          event: String(corpo['event']),
          data: corpo['data'] as WebhookRecebido['data'],
          authorization: pedido.headers.authorization,
          corpo,
        };
        this.recebidos.push(recebido);
        resposta.writeHead(this.responder(recebido)).end();
      });
    });
  }
}

function lerJson(texto: string): Readonly<Record<string, unknown>> {
  return JSON.parse(texto) as Record<string, unknown>;
}

/** Waits for a condition, never for a time. */
export async function ate(condicao: () => boolean | Promise<boolean>, oQue: string): Promise<void> {
  const limite = Date.now() + prazoMs;
  while (!(await condicao())) {
    if (Date.now() > limite) throw new Error(`never came: ${oQue}`);
    await esperar(5);
  }
}
