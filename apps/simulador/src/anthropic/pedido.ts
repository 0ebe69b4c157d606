import { z } from 'zod';

const blocoSchema = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
  input: z.unknown().optional(),
  tool_use_id: z.string().optional(),
  content: z.unknown().optional(),
  is_error: z.boolean().optional(),
  signature: z.string().optional(),
  cache_control: z.unknown().optional(),
});
export type Bloco = z.output<typeof blocoSchema>;

const mensagemSchema = z.object({
  role: z.enum(['user', 'assistant', 'system']),
  content: z
    .union([z.string(), z.array(blocoSchema)])
    .transform((c): Bloco[] => (typeof c === 'string' ? [{ type: 'text', text: c }] : c)),
});
export type MensagemDoPedido = z.output<typeof mensagemSchema>;

const ferramentaSchema = z.looseObject({ name: z.string(), cache_control: z.unknown().optional() });

/** Body of `POST /v1/messages`, as far as the simulador looks at it. */
export const pedidoSchema = z.looseObject({
  model: z.string(),
  max_tokens: z.number().int().min(1),
  messages: z.array(mensagemSchema).min(1),
  system: z
    .union([z.string(), z.array(blocoSchema)])
    .default([])
    .transform((s): Bloco[] => (typeof s === 'string' ? [{ type: 'text', text: s }] : s)),
  tools: z.array(ferramentaSchema).default([]),
  tool_choice: z.looseObject({ type: z.string() }).optional(),
  stream: z.boolean().optional(),
  cache_control: z.unknown().optional(),
});
export type PedidoAnthropic = z.output<typeof pedidoSchema>;
