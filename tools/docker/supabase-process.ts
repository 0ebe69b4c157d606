import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { dirJulia } from '../infra/caminhos.ts';
import { aplicarMigracoes, prepararServidor } from '../infra/migracoes.ts';
import { iniciarPostgres } from '../infra/postgres.ts';
import { iniciarSupabase } from '../infra/supabase-embutido.ts';
import { watchSchema } from './schema-watch.ts';

/**
 * The embedded Supabase as a container's program. By default it migrates and seeds a throw-away database. With
 * `--servidor` it is only the server, as a hosted Supabase is to its tenant: the data survive in `.julia/pg`, somebody
 * else migrates (through Postgres on port 5432), and the REST part follows the schema.
 */
const SUPABASE = { public: 54_321, inner: 54_322 };
const POSTGRES = { public: 5432, inner: 54_329 };

const { values } = parseArgs({ options: { servidor: { type: 'boolean', default: false } } });

const database = await iniciarPostgres({
  dir: join(dirJulia, 'pg'),
  porta: POSTGRES.inner,
  persistente: values.servidor,
  maxConexoes: 60,
});
if (values.servidor) await prepararServidor(database.url());
else await aplicarMigracoes(database.url(), { seed: true });
const supabase = await iniciarSupabase({ urlPostgres: database.url(), porta: SUPABASE.inner });

const watch = new AbortController();
const watchSql = postgres(database.url(), { max: 1, onnotice: () => undefined });
const watching = values.servidor
  ? watchSchema(watchSql, () => supabase.recarregar(), watch.signal)
  : Promise.resolve();

/** Both listen on 127.0.0.1 only; others on the private network must reach them. */
function forward(ports: { public: number; inner: number }): Server {
  return createServer((client) => {
    const upstream = connect(ports.inner, '127.0.0.1');
    const close = () => {
      client.destroy();
      upstream.destroy();
    };
    client.on('error', close).on('close', close).pipe(upstream);
    upstream.on('error', close).on('close', close).pipe(client);
  }).listen(ports.public, '0.0.0.0');
}

const forwarders = [forward(SUPABASE), ...(values.servidor ? [forward(POSTGRES)] : [])];

async function stop(): Promise<void> {
  for (const forwarder of forwarders) forwarder.close();
  watch.abort();
  await watching;
  await watchSql.end({ timeout: 1 });
  await supabase.parar();
  await database.parar();
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());

await Promise.all(forwarders.map((forwarder) => once(forwarder, 'listening')));
console.log('pronto');
