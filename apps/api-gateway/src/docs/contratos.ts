import { nomesAgendados, queues } from '@julia/domain';
import { z } from 'zod';
import type { Acesso } from '../acesso/acesso.ts';
import { avancoSchema, pausaSchema, quemSchema } from '../admin/pedidos.ts';

export interface Contrato {
  readonly metodo: 'get' | 'post' | 'delete';
  readonly caminho: string;
  readonly resumo: string;
  readonly acesso: Acesso;
  readonly corpo?: z.ZodType;
  readonly cabecalhos?: Readonly<Record<string, z.ZodType>>;
  readonly respostas: Readonly<Record<number, z.ZodType>>;
}

export const erroSchema = z.object({ codigo: z.string(), mensagem: z.string() });
const recebidas = z.object({ recebidas: z.number().int() });
const instante = z.iso.datetime();
const nome = z.enum(nomesAgendados);
const fila = z.enum(Object.keys(queues) as [keyof typeof queues]);
const itemQuarentena = z.object({
  id: z.uuid(),
  motivo: z.string(),
  recebidoEm: instante,
  resolvidoEm: instante.nullable(),
});
const dependencia = z.object({
  estado: z.enum(['ok', 'degradado', 'fora']),
  motivo: z.string().optional(),
  ms: z.number().int(),
});
const prontidao = z.object({
  status: z.enum(['pronto', 'indisponivel', 'drenando']),
  servico: z.string(),
  versao: z.string(),
  dependencias: z.record(z.string(), dependencia),
});
const webhook = {
  metodo: 'post',
  acesso: 'webhook',
  corpo: z.unknown(),
  respostas: { 200: recebidas, 400: erroSchema, 413: erroSchema, 503: erroSchema },
} as const;
const agora = z.object({ agora: instante });

/** Every route of the api; a test compares this list with the routes that exist. */
export const contratos: readonly Contrato[] = [
  {
    metodo: 'get',
    caminho: '/health',
    resumo: 'Is the process alive',
    acesso: 'publico',
    respostas: {
      200: z.object({ status: z.literal('ok'), servico: z.string(), versao: z.string() }),
    },
  },
  {
    metodo: 'get',
    caminho: '/health/ready',
    resumo: 'May it be given work',
    acesso: 'publico',
    respostas: { 200: prontidao, 503: prontidao },
  },
  {
    metodo: 'get',
    caminho: '/metrics',
    resumo: 'Prometheus text format',
    acesso: 'publico',
    respostas: { 200: z.string() },
  },
  { ...webhook, caminho: '/webhook/evolution', resumo: 'Events of Evolution API' },
  {
    ...webhook,
    caminho: '/webhook/evolution/{token}',
    resumo: 'The same, for senders that cannot set a header',
  },
  {
    metodo: 'get',
    caminho: '/jobs',
    resumo: 'Scheduled jobs with their last tick',
    acesso: 'jobs',
    respostas: {
      200: z.array(
        z.object({
          nome,
          cron: z.string(),
          ultimoTick: instante.nullable(),
          estado: z.enum(['pendente', 'executando', 'concluida', 'falhou']).nullable(),
          proximo: instante,
        }),
      ),
    },
  },
  {
    metodo: 'post',
    caminho: '/jobs/{nome}',
    resumo: 'Runs a scheduled job once per key',
    acesso: 'jobs',
    cabecalhos: {
      'Idempotency-Key': z.string().describe('<nome>@<tick ISO 8601> or manual-<uuid>'),
    },
    respostas: {
      202: z.object({ execucaoId: z.uuid(), duplicada: z.boolean() }),
      400: erroSchema,
      404: erroSchema,
      503: erroSchema,
    },
  },
  {
    metodo: 'get',
    caminho: '/admin/quarentena',
    resumo: 'Webhook bodies that were not understood',
    acesso: 'api',
    respostas: { 200: z.array(itemQuarentena) },
  },
  {
    metodo: 'get',
    caminho: '/admin/quarentena/{id}',
    resumo: 'One of them, with its body',
    acesso: 'api',
    respostas: { 200: itemQuarentena.extend({ corpo: z.unknown() }), 404: erroSchema },
  },
  {
    metodo: 'post',
    caminho: '/admin/quarentena/{id}/reprocessar',
    resumo: 'Reads it again; 409 while it still cannot be understood',
    acesso: 'api',
    respostas: { 200: recebidas, 404: erroSchema, 409: erroSchema },
  },
  {
    metodo: 'get',
    caminho: '/admin/filas',
    resumo: 'Queues with their depth and age',
    acesso: 'api',
    respostas: {
      200: z.array(
        z.object({
          fila,
          aguardando: z.number().int(),
          ativos: z.number().int(),
          adiados: z.number().int(),
          mortas: z.number().int(),
          esperaMaisAntigaMs: z.number(),
        }),
      ),
    },
  },
  {
    metodo: 'get',
    caminho: '/admin/filas/mortas',
    resumo: 'Jobs that were given up, newest first',
    acesso: 'api',
    respostas: {
      200: z.array(
        z.object({
          fila,
          jobId: z.string(),
          job: z.string(),
          codigo: z.string(),
          motivo: z.string(),
          tentativas: z.number().int(),
          publicadaEm: instante,
          falhouEm: instante,
        }),
      ),
    },
  },
  {
    metodo: 'post',
    caminho: '/admin/filas/mortas/{fila}/{id}/reprocessar',
    resumo: 'Runs one of them again',
    acesso: 'api',
    respostas: { 202: z.object({ fila, jobId: z.string() }), 404: erroSchema, 409: erroSchema },
  },
  {
    metodo: 'get',
    caminho: '/admin/pausa',
    resumo: 'Is Júlia paused',
    acesso: 'api',
    respostas: { 200: z.object({ pausada: z.boolean() }) },
  },
  {
    metodo: 'post',
    caminho: '/admin/pausa',
    resumo: 'Nothing leaves until the resume',
    acesso: 'api',
    corpo: pausaSchema,
    respostas: { 200: z.object({ pausada: z.literal(true) }), 400: erroSchema },
  },
  {
    metodo: 'delete',
    caminho: '/admin/pausa',
    resumo: 'Resumes sending',
    acesso: 'api',
    corpo: quemSchema,
    respostas: { 200: z.object({ pausada: z.literal(false) }), 400: erroSchema },
  },
  {
    metodo: 'post',
    caminho: '/admin/instancias/{nome}/liberar',
    resumo: 'Proactive sending of a number that was stopped goes on; false when it was not stopped',
    acesso: 'api',
    corpo: quemSchema,
    respostas: { 200: z.object({ liberada: z.boolean() }), 400: erroSchema },
  },
  {
    metodo: 'get',
    caminho: '/admin/relogio',
    resumo: 'The time as every process sees it',
    acesso: 'api',
    respostas: { 200: agora },
  },
  {
    metodo: 'post',
    caminho: '/admin/relogio/avancar',
    resumo: 'Moves the test clock forward; 409 in production',
    acesso: 'api',
    corpo: avancoSchema,
    respostas: { 200: agora, 400: erroSchema, 409: erroSchema },
  },
  {
    metodo: 'get',
    caminho: '/docs',
    resumo: 'This document',
    acesso: 'api',
    respostas: { 200: z.unknown() },
  },
  {
    metodo: 'get',
    caminho: '/docs/openapi.json',
    resumo: 'This document',
    acesso: 'api',
    respostas: { 200: z.unknown() },
  },
];
