/** Series in promtool's notation: `{ 'up{job="x"}': '1x10' }` is eleven samples of 1, one per minute (every five minutes where `passo` is 15m). */
export type Series = Readonly<Record<string, string>>;

/** One history in which the alert must fire and one in which it must keep silent. */
export interface Caso {
  readonly alerta: string;
  /** Instant of the judgement since the beginning, which is a Thursday, 00:00 UTC. */
  readonly em: string;
  /** Null in a further case that is only about silence. */
  readonly dispara: Series | null;
  readonly quieto: Series;
  /** How many of it fire; one unless said. */
  readonly quantos?: number;
  /** How often rules are evaluated: longer for long histories, which would take minutes otherwise. */
  readonly passo?: '1m' | '5m' | '15m';
}
