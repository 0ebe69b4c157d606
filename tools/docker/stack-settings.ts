import { randomBytes } from 'node:crypto';
import { CHAVE_SECRETA } from '../infra/supabase-embutido.ts';

const secret = () => randomBytes(24).toString('base64url');

/** Names of the containers on the private network. */
export const HOSTS = {
  redis: 'redis',
  supabase: 'supabase',
  simulador: 'simulador',
  api: 'api',
  worker: 'worker',
  scheduler: 'scheduler',
} as const;

export const SERVICES = [
  { host: HOSTS.api, image: 'julia-api', port: 8000 },
  { host: HOSTS.worker, image: 'julia-worker', port: 8001 },
  { host: HOSTS.scheduler, image: 'julia-scheduler', port: 8002 },
] as const;

export interface StackSettings {
  service: Record<string, string>;
  scheduler: Record<string, string>;
  simulador: Record<string, string>;
}

/** Fresh secrets for one run. Everything outside is the simulador, so every destination is allowed. */
export function stackSettings(): StackSettings {
  const simulador = `http://${HOSTS.simulador}:8080`;
  const evolution = {
    EVOLUTION_API_KEY: secret(),
    EVOLUTION_INSTANCE: 'julia',
    EVOLUTION_WEBHOOK_TOKEN: secret(),
  };
  const everyService = {
    ENVIRONMENT: 'development',
    JULIA_API_URL: `http://${HOSTS.api}:8000`,
    JULIA_JOBS_TOKEN: secret(),
  };
  return {
    service: {
      ...everyService,
      ...evolution,
      JULIA_API_TOKEN: secret(),
      EVOLUTION_API_URL: simulador,
      SUPABASE_URL: `http://${HOSTS.supabase}:54321`,
      // The embedded edition knows this one key only.
      SUPABASE_SERVICE_KEY: CHAVE_SECRETA,
      REDIS_URL: `redis://${HOSTS.redis}:6379`,
      ANTHROPIC_API_KEY: secret(),
      ANTHROPIC_BASE_URL: simulador,
      DESTINOS_PERMITIDOS: '*',
      ESPERA_RAJADA_MS: '1000',
      RITMO_HUMANO: 'false',
    },
    scheduler: everyService,
    simulador: {
      ...evolution,
      HOST: '0.0.0.0',
      PORT: '8080',
      WEBHOOK_URL: `http://${HOSTS.api}:8000/webhook/evolution`,
    },
  };
}
