import { z } from 'zod';
import { conteudoEnviadoSchema } from '../mundo/conteudos.ts';
import { dobrarTelefone, modosLid } from '../mundo/enderecos.ts';

/** Any way of writing a number; kept as canonical digits. */
export const telefoneSchema = z
  .string()
  .transform((valor) => dobrarTelefone(valor.replace(/\D/g, '')))
  .refine((digitos) => digitos.length >= 10 && digitos.length <= 15, 'telefone inválido');

export const mensagemDoMedicoSchema = z
  .object({
    telefone: telefoneSchema,
    texto: z.string().optional(),
    conteudo: conteudoEnviadoSchema.optional(),
    /** The same id again delivers the same message again. */
    id: z.string().min(1).optional(),
    lid: z.enum(modosLid).optional(),
    nome: z.string().min(1).optional(),
  })
  .refine((m) => m.texto !== undefined || m.conteudo !== undefined, 'texto ou conteudo');

export const mensagemDoAparelhoSchema = z.object({ telefone: telefoneSchema, texto: z.string() });

export const medicoSchema = z.object({
  telefone: telefoneSchema,
  nome: z.string().min(1).optional(),
  lid: z.enum(modosLid).optional(),
});

export const edicaoSchema = z.object({ texto: z.string() });

export const relogioSchema = z.object({ deslocamentoMs: z.number().int() });

export const eventoAvulsoSchema = z.object({ event: z.string(), data: z.unknown() });

const ajusteSchema = z.object({
  vezes: z.number().int().min(1).nullable().optional(),
  taxa: z.number().min(0).max(1).optional(),
  valor: z.union([z.string(), z.number()]).optional(),
  alvo: z.string().optional(),
});

/** Switch name to what it should be: true, an adjustment, or false/null for off. */
export const chavesSchema = z.record(z.string(), z.union([z.boolean(), z.null(), ajusteSchema]));
