/** What a proxy does with everything that arrives while the fault is on. */
export type Falha =
  | { tipo: 'nenhuma' }
  /** Waits before forwarding. */
  | { tipo: 'latencia'; ms: number }
  /** Accepts and never answers; nothing is forwarded. */
  | { tipo: 'buraco-negro' }
  /** Accepts and resets; nothing is forwarded. */
  | { tipo: 'reset' }
  /** Nobody listens on the port, and open connections are cut. */
  | { tipo: 'recusar' }
  /** Forwards, swallows the answer and resets: the target did the work and nobody hears of it. */
  | { tipo: 'perder-resposta' };

/** Only of the HTTP proxy: answers by itself, nothing is forwarded. */
export type FalhaHttp = Falha | { tipo: 'status'; status: number; corpo?: string };

/**
 * What a hook decides for its crossing. Nothing or `seguir` lets it pass; `cortar` resets the client's connection
 * (after the answer: the target did the work); `calar` leaves the client waiting for ever.
 */
export type Veredito = 'seguir' | 'cortar' | 'calar' | undefined;

export type Gancho<Travessia> = (travessia: Travessia) => Veredito | Promise<Veredito>;

export interface Ganchos<Travessia> {
  /** The request is here in full and the target has seen nothing of it. */
  antesDeEncaminhar?: Gancho<Travessia>;
  /** The target has answered and the client has seen nothing of it. */
  depoisDaResposta?: Gancho<Travessia>;
}

export interface Proxy<Travessia, TipoDeFalha> {
  readonly porta: number;
  /** Crossings so far, counted from 1 since the start or the last `recomecarContagem`. */
  readonly travessias: number;
  recomecarContagem(): void;
  /** Replaces both hooks. */
  usarGanchos(ganchos: Ganchos<Travessia>): void;
  /** Holds for what arrives from now on, until another fault (or `nenhuma`) is set. */
  falhar(falha: TipoDeFalha): Promise<void>;
  /** Resets every open connection; new ones are welcome. */
  cortarConexoes(): void;
  parar(): Promise<void>;
}
