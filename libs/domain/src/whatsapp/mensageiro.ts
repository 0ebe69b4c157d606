import type { EventoWhatsapp } from './evento.ts';

export interface Destino {
  readonly instancia: string;
  /** Phone digits, or `<digits>@lid` when only the LID is known. */
  readonly numero: string;
}

/**
 * The code of an `incerta` whose message may have left although the provider keeps nothing of it: no look-up will ever
 * show it, so its absence proves nothing. Stored with the message.
 */
export const talvezSemRegistro = 'http_400';

/**
 * What is known after one attempt to send. `falha_conhecida` comes only from the closed list of failures in which
 * nothing can have left; everything else is `incerta`.
 */
export type ResultadoTentativa =
  | { tipo: 'aceita'; idProvedor: string }
  | {
      tipo: 'falha_conhecida';
      codigo: string;
      /** Sending again cannot help (the number is not on WhatsApp, the text was refused as malformed). */
      definitiva: boolean;
      /** The provider says the number is restricted: proactive sending of the instância stops. */
      banimento: boolean;
    }
  /** Nothing was written, because the provider cannot be reached now: tried again until it is back, never counted. */
  | { tipo: 'fora_do_ar'; codigo: string }
  | { tipo: 'incerta'; codigo: string };

export type EstadoConexao = 'aberta' | 'conectando' | 'fechada';

/** WhatsApp, as the conversation needs it. */
export abstract class Mensageiro {
  /** Never throws for an outcome of the call: each outcome is one of `ResultadoTentativa`. Never retries. */
  abstract enviarTexto(destino: Destino, texto: string): Promise<ResultadoTentativa>;
  /** Best effort: failures are swallowed and counted by the adapter. Does not wait for the typing to end. */
  abstract mostrarDigitando(destino: Destino, ms: number): Promise<void>;
  /** Best effort, like `mostrarDigitando`. */
  abstract marcarComoLidas(destino: Destino, idsProvedor: readonly string[]): Promise<void>;
  /** Throws `transient` when the provider cannot be asked. */
  abstract estadoConexao(instancia: string): Promise<EstadoConexao>;
  /**
   * Messages stored at the provider between two instants, both directions, as the events their webhooks would have
   * carried (`mensagem_recebida`, `mensagem_propria`). Null when the provider says that there is no such instância.
   * Throws `transient` when it cannot be asked.
   */
  abstract listarMensagens(
    instancia: string,
    desde: Date,
    ate: Date,
  ): Promise<EventoWhatsapp[] | null>;
  /**
   * True when the address is the development simulador, which is always an allowed destination. Throws `transient` when
   * it cannot be asked: taken for a no, it would block for good what only had to wait.
   */
  abstract ehSimulador(): Promise<boolean>;
}
