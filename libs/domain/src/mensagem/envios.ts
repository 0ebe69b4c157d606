import type { Destino, ResultadoTentativa } from '../whatsapp/mensageiro.ts';

export const tiposMensagem = [
  'resposta',
  'lembrete',
  'followup',
  'campanha',
  'transicao',
  'manual',
] as const;
export type TipoMensagem = (typeof tiposMensagem)[number];

export const statusMensagem = [
  'pendente',
  'enviando',
  'incerta',
  'enviada',
  'entregue',
  'lida',
  'cancelada',
  'bloqueada',
  'expirada',
  'falhou',
] as const;
export type StatusMensagem = (typeof statusMensagem)[number];

/** What bounds proactive sending (DOMAIN rule 7), from configuration. */
export interface LimitesEnvio {
  readonly maxPorHora: number;
  readonly maxPorDia: number;
  /** Local `HH:MM`, America/Sao_Paulo; start inclusive, end exclusive. */
  readonly horarioInicio: string;
  readonly horarioFim: string;
  /**
   * Canonical phones and LIDs that may receive anything; null when everybody may (production, `*`, the simulador).
   */
  readonly destinosPermitidos: readonly string[] | null;
}

export interface Rascunho {
  readonly mensagemId: string;
  readonly conversaId: string;
  readonly destino: Destino;
  readonly tipo: TipoMensagem;
  readonly caracteres: number;
  /** Of all parts of the answer that this one belongs to, itself included. */
  readonly caracteresDaResposta: number;
  /** True when an earlier part of the same answer was just sent: a short pause belongs between the two. */
  readonly continuacao: boolean;
  /**
   * Whether it would leave if it were claimed now. Otherwise the doctor must see nothing at all, not even "digitando…"
   * (at night, while paused, outside the allow-list); the claim still decides.
   */
  readonly poderiaSair: boolean;
}

export type Reivindicacao =
  /** The row is `enviando` under this token and must be posted at once. */
  | { tipo: 'enviar'; token: string; destino: Destino; texto: string }
  /** Stays pendente. `faltamMs` null: someone else's end nudges it (an earlier part, a resume). */
  | { tipo: 'esperar'; motivo: string; faltamMs: number | null }
  /** Reached its end without being sent: cancelada, bloqueada or expirada, with its reason. */
  | { tipo: 'encerrada'; status: StatusMensagem; motivo: string; refazerConversaId: string | null }
  /** Not pendente any more: an earlier run did it. */
  | { tipo: 'nada_a_fazer' };

export interface Conclusao {
  readonly status: StatusMensagem;
  /** How long until a known failure may be tried again. */
  readonly tentarEmMs: number | null;
  /** The next row of the same médico that may leave now. */
  readonly proximaId: string | null;
}

export interface MensagemIncerta {
  readonly mensagemId: string;
  /** Of the claim whose outcome is unknown. */
  readonly token: string;
  readonly destino: Destino;
  readonly telefone: string | null;
  readonly lid: string | null;
  readonly texto: string;
  readonly reivindicadaEm: Date;
  /** What the attempt was answered: the code of its `incerta`, or why it has none. */
  readonly codigo: string;
  readonly agora: Date;
}

export type VereditoIncerta =
  | { tipo: 'enviada'; idProvedor: string; em: Date }
  | { tipo: 'nao_enviada' }
  | { tipo: 'sem_prova' };

/** The outgoing queue: the row is the truth, a job only nudges it. Every move is one database function. */
export abstract class Envios {
  /** What typing time and pauses need, before the moment of sending. Null when the row is not pendente. */
  abstract rascunho(mensagemId: string, limites: LimitesEnvio): Promise<Rascunho | null>;
  /**
   * The moment of sending: locks row, médico, conversa, instância and settings, applies the matrix and the limiter of
   * DOMAIN §7, and claims the row for `leaseMs`.
   */
  abstract reivindicar(
    mensagemId: string,
    limites: LimitesEnvio,
    leaseMs: number,
  ): Promise<Reivindicacao>;
  /** Too late to post what was claimed: back to pendente, unsent, budget returned. */
  abstract devolver(mensagemId: string, token: string): Promise<void>;
  /**
   * Records one attempt: aceita → enviada; falha_conhecida → pendente with backoff (3 tries) or falhou, and then the
   * later parts of the same answer → cancelada; fora_do_ar → pendente, not counted; incerta → incerta. Idempotent; an
   * echo that bound the provider id first wins.
   */
  abstract concluir(
    mensagemId: string,
    token: string,
    resultado: ResultadoTentativa,
  ): Promise<Conclusao>;
  /**
   * The first row of the same médico that may leave now, which may be this one; null when there is none or one before it
   * is in flight.
   */
  abstract primeiraDaFila(mensagemId: string): Promise<string | null>;
  /** Null when the row is not incerta any more. */
  abstract buscarIncerta(mensagemId: string): Promise<MensagemIncerta | null>;
  /** Provider ids among these that are already bound to a row. */
  abstract idsVinculados(instancia: string, idsProvedor: readonly string[]): Promise<Set<string>>;
  /**
   * sent → enviada; not sent → pendente; no proof → falhou(sem_prova), and the later parts of the same answer →
   * cancelada. `token` is the claim that was judged: what was found of it proves a sending, whichever claim is current,
   * but its absence says nothing of a later claim, and then the row stays as it is.
   */
  abstract resolverIncerta(
    mensagemId: string,
    token: string,
    veredito: VereditoIncerta,
  ): Promise<Conclusao>;
}
