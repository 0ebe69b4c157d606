import { join } from 'node:path';
import { dirJulia } from '../infra/caminhos.ts';
import { CHAVE_SECRETA } from '../infra/supabase-embutido.ts';

/** Where each part of the development stack listens, all on 127.0.0.1. */
export interface Portas {
  readonly api: number;
  readonly worker: number;
  readonly scheduler: number;
  readonly simulador: number;
}

export interface EnderecosDoStack {
  readonly portas: Portas;
  readonly redisUrl: string;
  readonly supabaseUrl: string;
}

export type Variaveis = Readonly<Record<string, string>>;

const local = (porta: number) => `http://127.0.0.1:${porta}`;

/**
 * The development environment: everything that is not set otherwise is the simulador. The secrets are fixed and known,
 * which production refuses.
 */
export function ambienteSimulado({ portas, redisUrl, supabaseUrl }: EnderecosDoStack): Variaveis {
  return {
    ENVIRONMENT: 'development',
    HOST: '127.0.0.1',
    // As the images do (docker/Dockerfile says why).
    NODE_COMPILE_CACHE: join(dirJulia, 'compile-cache'),
    MALLOC_TRIM_THRESHOLD_: '131072',
    SUPABASE_URL: supabaseUrl,
    SUPABASE_SERVICE_KEY: CHAVE_SECRETA,
    REDIS_URL: redisUrl,
    ANTHROPIC_API_KEY: 'chave-do-simulador',
    ANTHROPIC_BASE_URL: local(portas.simulador),
    EVOLUTION_API_URL: local(portas.simulador),
    EVOLUTION_API_KEY: 'chave-do-simulador',
    EVOLUTION_INSTANCE: 'julia',
    EVOLUTION_WEBHOOK_TOKEN: 'token-de-desenvolvimento-do-webhook',
    JULIA_API_TOKEN: 'token-de-desenvolvimento-da-api',
    JULIA_JOBS_TOKEN: 'token-de-desenvolvimento-dos-jobs',
    JULIA_API_URL: local(portas.api),
  };
}

/** What only the simulador needs. */
export function ambienteDoSimulador({ portas }: Pick<EnderecosDoStack, 'portas'>): Variaveis {
  return {
    PORT: String(portas.simulador),
    HOST: '127.0.0.1',
    WEBHOOK_URL: `${local(portas.api)}/webhook/evolution`,
  };
}

export const servicos = [
  { nome: 'api', projeto: 'api', raiz: 'apps/api-gateway', porta: 'api' },
  { nome: 'worker', projeto: 'fila-worker', raiz: 'apps/fila-worker', porta: 'worker' },
  { nome: 'scheduler', projeto: 'scheduler', raiz: 'apps/scheduler', porta: 'scheduler' },
] as const satisfies readonly {
  nome: string;
  projeto: string;
  raiz: string;
  porta: keyof Portas;
}[];
export type NomeServico = (typeof servicos)[number]['nome'];
