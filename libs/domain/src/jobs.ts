import { z } from 'zod';
import { eventoWhatsappSchema } from './whatsapp/evento.ts';

export interface QueuePolicy {
  /** Jobs at once per worker process. */
  readonly concurrency: number;
  /** A worker that dies gives its job back after this long without renewal. */
  readonly lockMs: number;
  readonly stalledCheckMs: number;
  /** BullMQ's own stall limit; far above ours, because our crash count decides (dead letters at the third). */
  readonly maxStalled: number;
  /** How long a finished job is remembered: its id dedupes repeats until then. */
  readonly keepCompletedSeconds: number;
  /** Longest pause between tries while a dependency is away. */
  readonly maxBackoffMs: number;
}

/** Evolution repeats a webhook for up to 25 minutes; the database dedupes for good, this only saves work. */
const umaHora = 3_600;
const retomada = { lockMs: 10_000, stalledCheckMs: 2_000, maxStalled: 100, maxBackoffMs: 30_000 };

export const queues = {
  /** Short database writes; bodies with personal data are dropped within the hour. */
  entrada: { ...retomada, concurrency: 16, keepCompletedSeconds: umaHora },
  /** One model call each, mostly waiting. */
  conversas: { ...retomada, concurrency: 16, keepCompletedSeconds: 60 },
  envios: { ...retomada, concurrency: 16, keepCompletedSeconds: 60 },
  agendados: { ...retomada, concurrency: 2, keepCompletedSeconds: umaHora },
} as const satisfies Record<string, QueuePolicy>;
export type QueueName = keyof typeof queues;

export interface JobDefinition<S extends z.ZodType> {
  readonly queue: QueueName;
  readonly payload: S;
  /** Tries for a bug; `transient` errors never use them up. */
  readonly attempts: number;
  readonly backoffMs: number;
  /**
   * `once`: a job with this key runs once while it is remembered. `nudge`: at most one active and one waiting per key;
   * the handler re-reads the truth.
   */
  readonly dedup: 'once' | 'nudge';
  readonly key: (payload: z.output<S>) => string;
}

const job = <S extends z.ZodType>(definition: JobDefinition<S>): JobDefinition<S> => definition;

const execucao = z.object({ execucaoId: z.uuid() });
const retry = { attempts: 5, backoffMs: 2_000 };

/** Every job there is. Payload changes are additive; anything else is a new name. */
export const jobs = {
  'mensagem.registrar': job({
    ...retry,
    queue: 'entrada',
    payload: z.object({ chave: z.string().min(1), evento: eventoWhatsappSchema }),
    dedup: 'once',
    key: (p) => p.chave,
  }),
  'webhook.quarentenar': job({
    ...retry,
    queue: 'entrada',
    payload: z.object({ hash: z.string().min(1), motivo: z.string(), corpo: z.string() }),
    dedup: 'once',
    key: (p) => p.hash,
  }),
  'conversa.responder': job({
    ...retry,
    queue: 'conversas',
    payload: z.object({ conversaId: z.uuid() }),
    dedup: 'nudge',
    key: (p) => p.conversaId,
  }),
  'mensagem.enviar': job({
    ...retry,
    queue: 'envios',
    payload: z.object({ mensagemId: z.uuid() }),
    dedup: 'nudge',
    key: (p) => p.mensagemId,
  }),
  'mensagem.conferir': job({
    ...retry,
    queue: 'envios',
    payload: z.object({ mensagemId: z.uuid() }),
    dedup: 'nudge',
    key: (p) => p.mensagemId,
  }),
  'processar-mensagens-agendadas': job({
    ...retry,
    queue: 'agendados',
    payload: execucao,
    dedup: 'nudge',
    key: (p) => p.execucaoId,
  }),
  'recuperar-lacunas': job({
    ...retry,
    queue: 'agendados',
    payload: execucao,
    dedup: 'nudge',
    key: (p) => p.execucaoId,
  }),
} as const;

export type JobName = keyof typeof jobs;
export type Payload<N extends JobName> = z.output<(typeof jobs)[N]['payload']>;
