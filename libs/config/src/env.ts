import { z } from 'zod';
import { listaDeDestinos } from './destinations.ts';
import {
  decimal,
  enderecoHttp,
  horario,
  inteiro,
  interruptor,
  segredo,
  tokenNosso,
} from './env-types.ts';

export const ambientes = ['development', 'test', 'staging', 'production'] as const;
export type Ambiente = (typeof ambientes)[number];

const porta = (padrao: number) => inteiro(1, 65_535).default(padrao);

/** What every service reads. `PORT` has the service's own default: api 8000, worker 8001, scheduler 8002. */
export const runtimeEnv = (portaPadrao: number) => ({
  /** Name shown in the panel and in `/docs`. */
  APP_NAME: z.string().default('Agente Júlia'),
  /** Switches log format, the list of allowed destinations and what is refused at start. */
  ENVIRONMENT: z.enum(ambientes, `use ${ambientes.join(', ')}`).default('development'),
  /** Log level debug instead of info. */
  DEBUG: interruptor().default(false),
  /** Address to listen on; 0.0.0.0 inside a container, 127.0.0.1 on a person's machine. */
  HOST: z.string().trim().default('0.0.0.0'),
  /** Port of HTTP: health, metrics and, for the api, everything else. */
  PORT: porta(portaPadrao),
  /** Folder of a rotated copy of the log, beside standard output; none when unset. */
  LOG_DIR: z.string().trim().optional(),
});

export const redisEnv = {
  /** Redis with AOF and `noeviction`; `rediss://` for TLS. */
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'use um endereço redis:// ou rediss://' }),
  /** Password of Redis, where it is not part of the address: an address is shown in places where a secret must not be. */
  REDIS_PASSWORD: segredo().optional(),
};

export const supabaseEnv = {
  /** Root of the Supabase project, without `/rest/v1`. */
  SUPABASE_URL: enderecoHttp(),
  /** Secret key of the server (service role): it bypasses row-level security. */
  SUPABASE_SERVICE_KEY: segredo(),
};

export const migracaoEnv = {
  /** Admin address of the database (direct connection or session pooler), for migrations and backups only. */
  SUPABASE_DB_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'use um endereço postgresql://' })
    .optional(),
};

export const anthropicEnv = {
  /** Key of the Messages API. */
  ANTHROPIC_API_KEY: segredo(),
  /** Another address of the Messages API, such as the simulador's. */
  ANTHROPIC_BASE_URL: enderecoHttp().optional(),
  /** Model that answers ordinary conversations. */
  LLM_MODEL: z.string().trim().default('claude-haiku-5-5'),
  /** Model for objections, prices, irritation and long conversations. */
  LLM_MODEL_COMPLEX: z.string().trim().default('claude-sonnet-5-5'),
  /** Spending of a local day beyond which replies become handoffs, in US dollars. */
  LLM_ORCAMENTO_DIARIO_USD: decimal(0, 100_000).default(10),
};

export const evolutionEnv = {
  /** Root of Evolution API. */
  EVOLUTION_API_URL: enderecoHttp(),
  /** Key of the instância (preferred) or the global one. */
  EVOLUTION_API_KEY: segredo(),
  /** Name of the WhatsApp number at Evolution. */
  EVOLUTION_INSTANCE: z.string().trim().min(1),
};

export const webhookEnv = {
  /** Bearer token that Evolution sends with every webhook. */
  EVOLUTION_WEBHOOK_TOKEN: tokenNosso(),
  /** The token before the last rotation: accepted too while it is set. */
  EVOLUTION_WEBHOOK_TOKEN_ANTERIOR: tokenNosso().optional(),
  /** Larger bodies are answered 413. Evolution can inline media when told to; ours is told not to. */
  WEBHOOK_LIMITE_BYTES: inteiro(65_536, 134_217_728).default(5_242_880),
};

/** The api checks it. */
export const apiTokenEnv = {
  /** Bearer token of our own API: it opens everything but the webhooks. */
  JULIA_API_TOKEN: tokenNosso(),
};

export const jobsTokenEnv = {
  /** Bearer token that opens `/jobs` and nothing else: all that the scheduler needs. */
  JULIA_JOBS_TOKEN: tokenNosso().optional(),
};

/** One of the two tokens is required (refusals.ts). */
export const apiClientEnv = {
  ...jobsTokenEnv,
  /** Sent where there is no JULIA_JOBS_TOKEN. */
  JULIA_API_TOKEN: tokenNosso().optional(),
  /** Where the scheduler finds the api. */
  JULIA_API_URL: enderecoHttp(),
};

export const staticEnv = {
  /** Folder served read-only under `/static`; nothing is served when it is unset. */
  STATIC_DIR: z.string().optional(),
};

export const drenagemEnv = {
  /** After SIGTERM the service is unready at once but serves for this long, until proxies have noticed. */
  ESPERA_DRENAGEM_MS: inteiro(0, 60_000).default(0),
};

export const personaEnv = {
  /** Company in whose name Júlia writes. */
  NOME_EMPRESA: z.string().trim().default('Revoluna'),
};

/** DOMAIN rule 7 and 12. */
export const limitesEnv = {
  /** Proactive messages per clock hour and number. */
  MAX_MSGS_POR_HORA: inteiro(0, 1_000).default(20),
  /** Proactive messages per day and number. */
  MAX_MSGS_POR_DIA: inteiro(0, 10_000).default(100),
  /** Proactive messages leave from this local time on, Monday to Friday. */
  HORARIO_INICIO: horario().default('08:00'),
  /** And before this one. */
  HORARIO_FIM: horario().default('20:00'),
  /** Who may receive anything outside production. */
  DESTINOS_PERMITIDOS: listaDeDestinos().prefault(''),
};

/** Lengths of a doctor's message, in UTF-16 units (DOMAIN §3). */
export const textosEnv = {
  /** The model reads this much, plus a note that there is more. */
  MAX_MENSAGEM_CHARS: inteiro(1, 200_000).default(4_000),
  /** Beyond this the doctor is asked to summarise. */
  MAX_MENSAGEM_CHARS_TRUNCAR: inteiro(1, 200_000).default(10_000),
  /** Beyond this the text is stored cut. */
  MAX_MENSAGEM_CHARS_REJEITAR: inteiro(1, 1_000_000).default(50_000),
};

export const ritmoEnv = {
  /** Silence after the last message before Júlia answers. */
  ESPERA_RAJADA_MS: inteiro(0, 600_000).default(6_000),
  /** Longest wait after the first unanswered message. */
  ESPERA_RAJADA_MAXIMA_MS: inteiro(0, 600_000).default(30_000),
  /** Typing time and pauses between parts; off in tests. */
  RITMO_HUMANO: interruptor().default(true),
};
