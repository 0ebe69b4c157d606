import { parseArgs } from 'node:util';
import { mensagemDe } from './erro.ts';
import { iniciarSupabase } from './supabase-embutido.ts';

/**
 * The embedded Supabase as a process: `node supabase-processo.ts --postgres <url> [--porta 54321] [--conexoes 20]`.
 * Writes one line with its address when it is ready; SIGTERM or SIGINT stops it.
 */
async function principal(): Promise<void> {
  const { values } = parseArgs({
    options: {
      postgres: { type: 'string' },
      porta: { type: 'string', default: '54321' },
      conexoes: { type: 'string', default: '20' },
    },
  });
  if (!values.postgres) throw new Error('Falta --postgres <endereço do banco>.');
  const supabase = await iniciarSupabase({
    urlPostgres: values.postgres,
    porta: Number(values.porta),
    conexoes: Number(values.conexoes),
  });
  console.log(`Supabase embutido em ${supabase.url}`);
  for (const sinal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(sinal, () => void supabase.parar().then(() => process.exit(0)));
  }
}

principal().catch((erro: unknown) => {
  console.error(mensagemDe(erro));
  process.exit(1);
});
