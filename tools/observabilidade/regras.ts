import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { raizDoProjeto } from '../infra/caminhos.ts';

const pastaDasRegras = join(raizDoProjeto, 'compose/prometheus/regras');

const anotacoes = z.strictObject({
  summary: z.string().min(10),
  description: z.string().min(20),
  runbook_url: z.string(),
});

const alertaSchema = z.strictObject({
  alert: z.string().regex(/^[A-Z][A-Za-z0-9]+$/),
  expr: z.string(),
  for: z
    .string()
    .regex(/^\d+[mhd]$/)
    .optional(),
  labels: z.strictObject({
    severidade: z.enum(['critica', 'aviso', 'info']),
    servico: z.enum(['api', 'fila-worker', 'scheduler', 'edge', 'redis']).optional(),
  }),
  annotations: anotacoes,
});

const gravadaSchema = z.strictObject({ record: z.string(), expr: z.string() });

const arquivoSchema = z.strictObject({
  groups: z.array(
    z.strictObject({ name: z.string(), rules: z.array(z.union([alertaSchema, gravadaSchema])) }),
  ),
});

export type Alerta = z.output<typeof alertaSchema> & { readonly arquivo: string };
export type Gravada = z.output<typeof gravadaSchema>;

export interface Regras {
  readonly alertas: readonly Alerta[];
  readonly gravadas: readonly Gravada[];
}

/** Every rule Prometheus loads. Throws when one lacks a Portuguese text, a severity or a runbook. */
export function lerRegras(): Regras {
  const alertas: Alerta[] = [];
  const gravadas: Gravada[] = [];
  for (const arquivo of readdirSync(pastaDasRegras).sort()) {
    const conteudo: unknown = parse(readFileSync(join(pastaDasRegras, arquivo), 'utf8'));
    for (const { rules } of arquivoSchema.parse(conteudo).groups) {
      for (const regra of rules) {
        if ('alert' in regra) alertas.push({ ...regra, arquivo });
        else gravadas.push(regra);
      }
    }
  }
  return { alertas, gravadas };
}
