import { criarDisjuntor, type Disjuntor, type EstadoDisjuntor } from './disjuntor.ts';
import { FalhaHttp } from './falha-http.ts';

export interface OpcoesEvolution {
  /** Base address of Evolution API, or of the simulador. */
  readonly url: string;
  /** Global key or the token of the instância. */
  readonly apiKey: string;
  /** Longest wait for one whole answer; below the lease of a send (45 s). */
  readonly prazoMs: number;
  /** Counts a failed call, best-effort ones included; `codigo` is from a closed set. */
  readonly registrarFalha?: (operacao: string, codigo: string) => void;
  readonly registrarDisjuntor?: (recurso: Recurso, estado: EstadoDisjuntor) => void;
}

/** Each has a breaker of its own: typing that fails must not stop sends, nor the look-ups that settle them. */
export type Recurso = 'envio' | 'consulta' | 'presenca';

export interface RespostaHttp {
  readonly status: number;
  /** Parsed JSON; undefined when the body is not JSON. */
  readonly corpo: unknown;
}

interface Pedido {
  /** Null: asked every time, whatever happened before. */
  readonly recurso: Recurso | null;
  readonly metodo: 'GET' | 'POST';
  readonly caminho: string;
  readonly corpo?: unknown;
  /** Added to the usual deadline, for requests the provider holds open on purpose. */
  readonly maisMs?: number;
  /** Replaces the usual deadline. */
  readonly prazoMs?: number;
}

/** Evolution's REST conventions over `fetch`: key, deadline, breaker. Throws `FalhaHttp` only. */
export class EvolutionHttp {
  private readonly opcoes: OpcoesEvolution;
  private readonly disjuntores: Readonly<Record<Recurso, Disjuntor>>;

  constructor(opcoes: OpcoesEvolution) {
    this.opcoes = opcoes;
    const criar = (recurso: Recurso) =>
      criarDisjuntor((estado) => opcoes.registrarDisjuntor?.(recurso, estado));
    this.disjuntores = {
      envio: criar('envio'),
      consulta: criar('consulta'),
      presenca: criar('presenca'),
    };
  }

  /** Any answer below 500, also a refusal; a 5xx is a `FalhaHttp`, so that the breaker sees it. */
  async pedir(pedido: Pedido): Promise<RespostaHttp> {
    const chamar = () => this.buscar(pedido);
    return pedido.recurso === null ? chamar() : this.disjuntores[pedido.recurso](chamar);
  }

  private async buscar({ metodo, caminho, corpo, ...prazos }: Pedido): Promise<RespostaHttp> {
    const { prazoMs = this.opcoes.prazoMs, maisMs = 0 } = prazos;
    let status: number;
    let texto: string;
    try {
      const resposta = await fetch(`${this.opcoes.url.replace(/\/+$/, '')}${caminho}`, {
        method: metodo,
        headers: {
          accept: 'application/json',
          apikey: this.opcoes.apiKey,
          ...(corpo === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(corpo === undefined ? {} : { body: JSON.stringify(corpo) }),
        // A followed redirect turns the POST into a GET and looks like success.
        redirect: 'manual',
        signal: AbortSignal.timeout(prazoMs + maisMs),
      });
      status = resposta.status;
      texto = await resposta.text();
    } catch (erro) {
      throw FalhaHttp.daRede(erro);
    }
    if (status >= 500) throw FalhaHttp.respostaDeErro(status);
    return { status, corpo: lerJson(texto) };
  }
}

function lerJson(texto: string): unknown {
  try {
    return JSON.parse(texto) as unknown;
  } catch {
    return undefined;
  }
}
