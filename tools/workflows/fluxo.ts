import { z } from 'zod';

const permissoes = z.union([z.string(), z.record(z.string(), z.string())]).optional();

const passo = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
  env: z.record(z.string(), z.unknown()).optional(),
});

const trabalho = z.object({
  uses: z.string().optional(),
  permissions: permissoes,
  'timeout-minutes': z.number().optional(),
  environment: z.unknown().optional(),
  strategy: z
    .object({ matrix: z.union([z.string(), z.record(z.string(), z.unknown())]).optional() })
    .optional(),
  steps: z.array(passo).optional(),
});

export const fluxoSchema = z.object({
  name: z.string(),
  permissions: permissoes,
  concurrency: z.object({ group: z.string() }).optional(),
  jobs: z.record(z.string(), trabalho),
});

/** A workflow of GitHub Actions, as far as our rules look at it. */
export type Fluxo = z.output<typeof fluxoSchema>;
export type Trabalho = z.output<typeof trabalho>;
export type Passo = z.output<typeof passo>;
