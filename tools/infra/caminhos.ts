import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const raizDoProjeto = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Everything that the development machinery writes; deleting it is always safe when nothing runs. */
export const dirJulia = join(raizDoProjeto, '.julia');

export const dirSupabase = join(raizDoProjeto, 'supabase');
