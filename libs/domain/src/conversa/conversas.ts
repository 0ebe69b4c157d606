import type {
  EventoWhatsapp,
  MensagemPropria,
  MensagemRecebida,
  StatusEntrega,
} from '../whatsapp/evento.ts';

export interface EsperaRajada {
  /** Silence after the last message before an answer is due. */
  readonly silencioMs: number;
  /** Longest wait after the first unanswered message. */
  readonly maximoMs: number;
}

export interface Registro {
  readonly mensagemId: string;
  readonly conversaId: string;
  readonly medicoId: string;
  /** False when the message was already stored (a duplicate delivery). */
  readonly nova: boolean;
  /** How long until the answer is due, by the database's clock; null when nothing is unanswered. */
  readonly responderEmMs: number | null;
}

export type RegistroProprio =
  /** It is the echo of a row of ours, now `enviada` with the provider id bound. */
  /** `proximaId`: the row that waited for the one this echo settled; null when it was settled before. */
  | { tipo: 'eco'; mensagemId: string; conversaId: string; proximaId: string | null }
  /** A person typed it on the phone: stored as a human message, manual handoff open. */
  | { tipo: 'humano'; mensagemId: string; conversaId: string; nova: boolean };

/** Conversations and the messages stored in them. */
export abstract class Conversas {
  /**
   * Insert-if-absent on (instância, provider id), with médico (by any alias, merged when both become known), active
   * conversa and due time in one transaction. A copy with content replaces an empty one; one under a new alias makes
   * that alias its médico's. Edits and deletions that came first are applied. Texts over
   * `limiteCaracteres` are stored truncated with their original length. Safe to call any number of times.
   */
  abstract registrarRecebida(
    mensagem: MensagemRecebida,
    espera: EsperaRajada,
    limiteCaracteres: number,
  ): Promise<Registro>;
  /** Matches the row in flight by provider id, then by person and text; what matches nothing was typed by a person. */
  abstract registrarPropria(mensagem: MensagemPropria): Promise<RegistroProprio>;
  /**
   * Keeps the new text, unless an edit of a later `editadaEm` (UTC instant) is known; an unanswered message is answered
   * with it. False when the id is not known yet: the text is kept 24 h and applied when the message comes.
   */
  abstract editar(
    instancia: string,
    idProvedor: string,
    texto: string,
    editadaEm?: string | null,
  ): Promise<boolean>;
  /**
   * Marks as deleted by the doctor; kept for audit, no longer shown to the model. False when the id is not known yet, as
   * for `editar`.
   */
  abstract apagar(instancia: string, idProvedor: string): Promise<boolean>;
  /** Applied monotonically; kept 24 h when the id is not known yet. */
  abstract aplicarStatus(
    instancia: string,
    idProvedor: string,
    status: StatusEntrega,
  ): Promise<'aplicado' | 'ja_superado' | 'guardado'>;
  /**
   * Records what the provider says of the number's connection; a change that comes after a newer one is history. A close
   * that WhatsApp gives for a ban (402, 403, 406) stops what is proactive until a person clears it.
   */
  abstract registrarConexao(
    evento: Extract<EventoWhatsapp, { tipo: 'conexao_mudou' }>,
  ): Promise<void>;
}
