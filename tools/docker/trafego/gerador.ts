import { Agent, request } from 'node:http';
import { setTimeout as pausar } from 'node:timers/promises';
import { Eventos, type Especie, type Webhook } from './eventos.ts';

export interface OpcoesDoGerador {
  /** The edge's port on 127.0.0.1; nothing else is ever addressed. */
  readonly porta: number;
  readonly token: string;
  readonly instancia: string;
  readonly serie: number;
  readonly porSegundo: number;
  /** Of them, new messages. */
  readonly novasPorSegundo: number;
}

export interface Recusa {
  readonly especie: Especie;
  /** 0: no answer at all. */
  readonly status: number;
  readonly emMs: number;
}

export interface Nova {
  readonly telefone: string;
  readonly enviadaEm: number;
}

export interface Trafego {
  readonly enviados: number;
  readonly segundos: number;
  readonly latenciasMs: readonly number[];
  readonly recusas: readonly Recusa[];
  readonly novas: readonly Nova[];
  /** New messages that no attempt got through. */
  readonly desistencias: number;
}

const caminho = '/webhook/evolution';
const prazoMs = 20_000;
/** No load goes on for longer, whatever is waited for. */
const limiteSegundos = 300;
const tentativasDasNovas = 30;

/**
 * Evenly spaced webhooks until `parar`. Latency counts from the moment a request was due. A new message that was not
 * accepted is offered again every second, as the provider does, and still counts as a refusal.
 */
export class Gerador {
  private readonly opcoes: OpcoesDoGerador;
  private readonly eventos: Eventos;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 100 });
  private readonly pedidos: Promise<void>[] = [];
  private readonly latenciasMs: number[] = [];
  private readonly recusas: Recusa[] = [];
  private readonly novas: Nova[] = [];
  private readonly inicio = performance.now();
  private readonly relogio: NodeJS.Timeout;
  private ultimoAceito = 0;
  private desistencias = 0;
  private fim = 0;

  constructor(opcoes: OpcoesDoGerador) {
    this.opcoes = opcoes;
    this.eventos = new Eventos(opcoes.instancia, opcoes.serie);
    this.relogio = setInterval(() => this.enviarDevidos(), 1);
  }

  /** Milliseconds since the load began, the unit of `Recusa.emMs`. */
  get decorridoMs(): number {
    return performance.now() - this.inicio;
  }

  get aceitos(): number {
    return this.latenciasMs.length - this.recusas.length;
  }

  /** Was a webhook accepted that was sent after this instant, in milliseconds since the load began? */
  aceitouDepoisDe(ms: number): boolean {
    return this.ultimoAceito > ms;
  }

  async parar(): Promise<Trafego> {
    this.encerrar();
    await Promise.all(this.pedidos);
    this.agent.destroy();
    const { latenciasMs, recusas, novas, desistencias } = this;
    const segundos = (this.fim - this.inicio) / 1_000;
    return { enviados: latenciasMs.length, segundos, latenciasMs, recusas, novas, desistencias };
  }

  private encerrar(): void {
    clearInterval(this.relogio);
    this.fim ||= performance.now();
  }

  private enviarDevidos(): void {
    const { porSegundo, novasPorSegundo } = this.opcoes;
    const passoMs = 1_000 / porSegundo;
    const aCada = Math.round(porSegundo / novasPorSegundo);
    while (this.pedidos.length * passoMs <= this.decorridoMs) {
      const n = this.pedidos.length;
      const webhook = n % aCada === 0 ? this.eventos.nova() : this.eventos.outra();
      this.pedidos.push(this.enviar(webhook, this.inicio + n * passoMs));
    }
    if (this.decorridoMs > limiteSegundos * 1_000) this.encerrar();
  }

  private async enviar(webhook: Webhook, devido: number): Promise<void> {
    const { especie, telefone } = webhook;
    if (telefone !== undefined) this.novas.push({ telefone, enviadaEm: Date.now() });
    const status = await this.postar(webhook.corpo);
    this.latenciasMs.push(performance.now() - devido);
    if (status >= 200 && status < 300) {
      this.ultimoAceito = Math.max(this.ultimoAceito, devido - this.inicio);
      return;
    }
    this.recusas.push({ especie, status, emMs: this.decorridoMs });
    if (telefone !== undefined) await this.insistir(webhook.corpo);
  }

  private async insistir(corpo: string): Promise<void> {
    for (let tentativa = 1; tentativa <= tentativasDasNovas; tentativa += 1) {
      await pausar(1_000);
      const status = await this.postar(corpo);
      if (status >= 200 && status < 300) return;
    }
    this.desistencias += 1;
  }

  private postar(corpo: string): Promise<number> {
    const { porta, token } = this.opcoes;
    return new Promise((resolve) => {
      const pedido = request(
        {
          host: '127.0.0.1',
          port: porta,
          path: caminho,
          method: 'POST',
          agent: this.agent,
          timeout: prazoMs,
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(corpo),
            authorization: `Bearer ${token}`,
          },
        },
        (resposta) => {
          resposta.resume().once('close', () => resolve(resposta.statusCode ?? 0));
        },
      );
      pedido.once('timeout', () => pedido.destroy());
      pedido.once('error', () => resolve(0)).end(corpo);
    });
  }
}
