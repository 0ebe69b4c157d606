import type { VagaOferecida } from '@julia/domain';
import { z } from 'zod';
import { instante } from './json.ts';

export const vagaSchema: z.ZodType<VagaOferecida> = z.object({
  handle: z.string(),
  hospital: z.string(),
  cidade: z.string(),
  setor: z.string().nullable(),
  especialidade: z.string(),
  periodo: z.string(),
  inicio: instante,
  fim: instante,
  valorCentavos: z.number().int(),
});
