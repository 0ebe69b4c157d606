export interface OpcoesSimulador {
  /** The one WhatsApp number (Evolution instance) that exists here. */
  readonly instancia: string;
  readonly evolutionApiKey: string;
  readonly webhookUrl: string;
  /** Sent as `Authorization: Bearer`, like a static header of a per-instance webhook. */
  readonly webhookToken: string;
  /** Multiplies the delays of Evolution's retry table (5, 10, 20 … 300 s); 1 is the real pace. */
  readonly escalaRetry: number;
  /** From the send to SERVER_ACK, DELIVERY_ACK and READ. */
  readonly statusMs: readonly [number, number, number];
  /** How long a request under a "timeout" fault stays open before its connection is cut. */
  readonly travaMs: number;
}

export const opcoesPadrao = {
  escalaRetry: 0.1,
  statusMs: [250, 700, 2_000],
  travaMs: 120_000,
} as const satisfies Partial<OpcoesSimulador>;
