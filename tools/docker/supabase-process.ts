import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { dirJulia } from '../infra/caminhos.ts';
import { aplicarMigracoes } from '../infra/migracoes.ts';
import { iniciarPostgres } from '../infra/postgres.ts';
import { iniciarSupabase } from '../infra/supabase-embutido.ts';

/**
 * The embedded Supabase with migrations and seed as a container's program. The embedded edition listens on 127.0.0.1
 * only; on the private network of the tests others must reach it, so a plain forwarder stands in front of it.
 */
const PUBLIC_PORT = 54_321;
const SUPABASE_PORT = 54_322;
const POSTGRES_PORT = 54_329;

const postgres = await iniciarPostgres({
  dir: join(dirJulia, 'pg'),
  porta: POSTGRES_PORT,
  persistente: false,
  maxConexoes: 60,
});
await aplicarMigracoes(postgres.url(), { seed: true });
const supabase = await iniciarSupabase({ urlPostgres: postgres.url(), porta: SUPABASE_PORT });

const forwarder = createServer((client) => {
  const upstream = connect(SUPABASE_PORT, '127.0.0.1');
  const close = () => {
    client.destroy();
    upstream.destroy();
  };
  client.on('error', close).on('close', close).pipe(upstream);
  upstream.on('error', close).on('close', close).pipe(client);
});
forwarder.listen(PUBLIC_PORT, '0.0.0.0', () => console.log('pronto'));

async function stop(): Promise<void> {
  forwarder.close();
  await supabase.parar();
  await postgres.parar();
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
