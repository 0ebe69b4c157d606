/** What monitoring asks the database; one picture of one instant. */
export interface Medicao {
  /** Outgoing messages that are not finished. */
  readonly saidas: Readonly<Record<'pendente' | 'enviando' | 'incerta', number>>;
  /** Wait of the oldest due message that answers somebody, and of the oldest proactive one; 0 when none waits. */
  readonly respostaMaisAntigaMs: number;
  readonly proativaMaisAntigaMs: number;
  /** Wait of the oldest message that no turn has answered, those that one is answering included; 0 when none waits. */
  readonly semRespostaMs: number;
  /** Conversations put off because the model is away. */
  readonly aguardandoModelo: number;
  /** Quarantined bodies nobody has resolved. */
  readonly quarentena: number;
  readonly llmGastoHojeMicroUsd: number;
  /** Messages given up in the last hour because nobody could prove whether they left. */
  readonly semProvaNaHora: number;
  /** Plantões that doctors who opted out in the last day still hold: a person must decide about them. */
  readonly plantoesDeQuemSaiu: number;
  /** Numbers that have ever told their state. */
  readonly instancias: readonly {
    readonly nome: string;
    readonly conectada: boolean;
    /** A ban-like answer stopped proactive sending. */
    readonly proativoParado: boolean;
  }[];
}

/** Figures for monitoring. Changes nothing. */
export abstract class Medicoes {
  abstract ler(): Promise<Medicao>;
}
