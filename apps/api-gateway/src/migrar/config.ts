import { ambientes, migracaoEnv, supabaseEnv, type Loaded } from '@julia/config';
import { z } from 'zod';

export const Env = {
  ...migracaoEnv,
  SUPABASE_URL: supabaseEnv.SUPABASE_URL.optional(),
  SUPABASE_SERVICE_KEY: supabaseEnv.SUPABASE_SERVICE_KEY.optional(),
  /** Without a default here: the first migration gives the database its environment for good. */
  ENVIRONMENT: z.enum(ambientes, `use ${ambientes.join(', ')}`),
};
export type Config = Loaded<typeof Env>;
