export const fusoHorario = 'America/Sao_Paulo';

/** What happens to ticks that passed while the system was down: run the latest one, or let it go. */
export type Recuperacao = 'once' | 'skip';

export interface ItemAgenda {
  /** Five-field cron in America/Sao_Paulo. */
  readonly cron: string;
  readonly recuperacao: Recuperacao;
}

/** The cron table: the scheduler posts each tick, the api refuses names that are not here. */
export const agenda = {
  'processar-mensagens-agendadas': { cron: '* * * * *', recuperacao: 'once' },
  'recuperar-lacunas': { cron: '*/10 * * * *', recuperacao: 'once' },
} as const satisfies Record<string, ItemAgenda>;

export type NomeAgendado = keyof typeof agenda;

export const nomesAgendados = Object.keys(agenda) as NomeAgendado[];

export function ehNomeAgendado(nome: string): nome is NomeAgendado {
  return Object.hasOwn(agenda, nome);
}
