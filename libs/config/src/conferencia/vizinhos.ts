import { z } from 'zod';
import { enderecoHttp, inteiro, segredo } from '../env-types.ts';
import type { EnvShape } from '../load-config.ts';
import { valorDe, type Grupo, type Variaveis } from './achado.ts';

const numero = () => inteiro(1, 999_999_999);
const porta = () => inteiro(1, 65_535).optional();
const obrigatorio = () => segredo();
const opcional = () => segredo().optional();

export const chatwootEnv = {
  CHATWOOT_URL: enderecoHttp().optional(),
  CHATWOOT_API_KEY: opcional(),
  CHATWOOT_ACCOUNT_ID: numero().optional(),
  CHATWOOT_INBOX_ID: numero().optional(),
};

export const slackEnv = {
  /** Of an Incoming Webhook: whoever knows it may post. */
  SLACK_WEBHOOK_URL: z
    .url({ protocol: /^https?$/, error: 'use o endereço https:// do Incoming Webhook' })
    .optional(),
  SLACK_CHANNEL: z
    .string()
    .trim()
    .regex(/^#?[\p{L}\d_-]{1,80}$/u, 'use o nome do canal, como #plantoes')
    .optional(),
};

/** What the containers beside ours need, in the same pieces as our own variables. */
export function formasDosVizinhos(env: Variaveis): readonly (readonly [Grupo, EnvShape])[] {
  const perfis = (valorDe(env, 'COMPOSE_PROFILES') ?? '').split(',').map((nome) => nome.trim());
  const se = (perfil: string) => (perfis.includes(perfil) ? obrigatorio : opcional);
  const dominio = valorDe(env, 'EDGE_MODO') === 'dominio';
  const host = z
    .string()
    .trim()
    .regex(
      /^(?=.{4,253}$)([a-z\d-]{1,63}\.)+[a-z]{2,63}$/i,
      'use só o nome, como julia.exemplo.com.br, sem https://',
    );
  return [
    ['evolution', { EVOLUTION_POSTGRES_PASSWORD: se('evolution')(), EVOLUTION_PORTA: porta() }],
    [
      'chatwoot',
      {
        CHATWOOT_SECRET_KEY_BASE: se('chatwoot')(),
        CHATWOOT_POSTGRES_PASSWORD: se('chatwoot')(),
        CHATWOOT_FRONTEND_URL: enderecoHttp().optional(),
        CHATWOOT_PORTA: porta(),
        ...chatwootEnv,
      },
    ],
    ['slack', slackEnv],
    [
      'banco',
      {
        BANCO_POSTGRES_PASSWORD: se('banco')(),
        BANCO_POSTGREST_URL: se('banco')(),
        BANCO_JWT_SECRET: se('banco')(),
        BANCO_SERVICE_JWT: se('banco')(),
      },
    ],
    [
      'borda',
      {
        EDGE_MODO: z
          .enum(['local', 'dominio', 'atras-de-proxy'], 'use local, dominio ou atras-de-proxy')
          .optional(),
        JULIA_DOMINIO: dominio ? host : host.optional(),
        EDGE_EMAIL: z
          .union([z.email('use um e-mail'), z.literal('internal')], 'use um e-mail')
          .optional(),
        JULIA_PORTA: porta(),
      },
    ],
    [
      'compose',
      {
        COMPOSE_PROJECT_NAME: z
          .string()
          .regex(/^[a-z\d][a-z\d_-]*$/, 'use minúsculas, números, - e _')
          .optional(),
      },
    ],
  ];
}
