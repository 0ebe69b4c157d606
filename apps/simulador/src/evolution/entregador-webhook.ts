import type { Chaves } from '../chaves/chaves.ts';
import { envelope, type EventoDaEvolution } from './eventos.ts';
import { decidirRetry } from './politica-de-retry.ts';

export interface DestinoWebhook {
  url: string;
  headers: Readonly<Record<string, string>>;
  enabled: boolean;
}

export interface OpcoesEntrega {
  readonly instancia: string;
  readonly escalaRetry: number;
  readonly agora: () => Date;
}

export interface ContagensWebhook {
  eventos: number;
  tentativas: number;
  entregues: number;
  perdidos: number;
  pendentes: number;
  ultimoStatus: number | null;
}

/** Evolution's WEBHOOK_REQUEST_TIMEOUT_MS. */
const prazoMs = 30_000;

interface Segurado {
  readonly soltar: () => void;
  readonly prazo: NodeJS.Timeout;
}

/** Posts events the way Evolution does: never awaited, each one retrying on its own, nothing kept across restarts. */
export class EntregadorWebhook {
  readonly destino: DestinoWebhook;
  private readonly chaves: Chaves;
  private readonly opcoes: OpcoesEntrega;
  private readonly esperas = new Set<NodeJS.Timeout>();
  private interrupcao = new AbortController();
  private segurado: Segurado | null = null;
  private contagem: ContagensWebhook = semContagem();

  constructor(destino: DestinoWebhook, chaves: Chaves, opcoes: OpcoesEntrega) {
    this.destino = destino;
    this.chaves = chaves;
    this.opcoes = opcoes;
  }

  get contagens(): Readonly<ContagensWebhook> {
    return { ...this.contagem };
  }

  enviar(evento: EventoDaEvolution, aoEntregar: () => void = () => undefined): void {
    if (!this.destino.enabled) return;
    this.contagem.eventos += 1;
    if (this.chaves.usar('webhook.perder', evento.event)) {
      this.contagem.perdidos += 1;
      return;
    }
    const anterior = this.segurado;
    if (anterior) {
      this.despachar(evento, () => {
        aoEntregar();
        anterior.soltar();
      });
      return;
    }
    const seguraMs = this.chaves.usarNumero('webhook.reordenar', evento.event);
    if (seguraMs === null) this.despachar(evento, aoEntregar);
    else this.segurar(() => this.despachar(evento, aoEntregar), seguraMs);
  }

  /** Forgets everything pending, like a gateway that restarts. */
  zerar(): void {
    for (const espera of this.esperas) clearTimeout(espera);
    this.esperas.clear();
    if (this.segurado) clearTimeout(this.segurado.prazo);
    this.segurado = null;
    this.interrupcao.abort();
    this.interrupcao = new AbortController();
    this.contagem = semContagem();
  }

  /** Holds one event until the next one has arrived, or until the time is up. */
  private segurar(despachar: () => void, ms: number): void {
    const soltar = (): void => {
      clearTimeout(prazo);
      if (this.segurado !== segurado) return;
      this.segurado = null;
      despachar();
    };
    const prazo = setTimeout(soltar, ms).unref();
    const segurado: Segurado = { soltar, prazo };
    this.segurado = segurado;
  }

  private despachar(evento: EventoDaEvolution, aoEntregar: () => void): void {
    const { instancia, agora } = this.opcoes;
    const corpo = JSON.stringify(
      envelope(evento, { instancia, destino: this.destino.url, agora: agora() }),
    );
    const copias = this.chaves.usarNumero('webhook.duplicar', evento.event) ?? 1;
    const atrasoMs = this.chaves.usarNumero('latencia.webhook', evento.event) ?? 0;
    for (let copia = 0; copia < copias; copia += 1) {
      this.contagem.pendentes += 1;
      if (atrasoMs > 0) this.aguardar(atrasoMs, () => void this.tentar(corpo, 1, aoEntregar));
      else void this.tentar(corpo, 1, aoEntregar);
    }
  }

  private async tentar(corpo: string, tentativa: number, aoEntregar: () => void): Promise<void> {
    const { signal } = this.interrupcao;
    this.contagem.tentativas += 1;
    const status = await this.postar(corpo, signal);
    if (signal.aborted) return;
    this.contagem.ultimoStatus = status;
    const decisao = decidirRetry(tentativa, status, this.opcoes.escalaRetry, Math.random);
    if (decisao.tipo === 'repetir') {
      this.aguardar(decisao.esperaMs, () => void this.tentar(corpo, tentativa + 1, aoEntregar));
      return;
    }
    this.contagem.pendentes -= 1;
    if (decisao.tipo === 'perdido') this.contagem.perdidos += 1;
    else {
      this.contagem.entregues += 1;
      aoEntregar();
    }
  }

  private async postar(corpo: string, interrupcao: AbortSignal): Promise<number | null> {
    try {
      const resposta = await fetch(this.destino.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'axios/1.7.9',
          ...this.destino.headers,
        },
        body: corpo,
        redirect: 'manual',
        signal: AbortSignal.any([interrupcao, AbortSignal.timeout(prazoMs)]),
      });
      await resposta.arrayBuffer();
      return resposta.status;
    } catch {
      return null;
    }
  }

  private aguardar(ms: number, depois: () => void): void {
    const espera = setTimeout(() => {
      this.esperas.delete(espera);
      depois();
    }, ms);
    this.esperas.add(espera.unref());
  }
}

function semContagem(): ContagensWebhook {
  return {
    eventos: 0,
    tentativas: 0,
    entregues: 0,
    perdidos: 0,
    pendentes: 0,
    ultimoStatus: null,
  };
}
