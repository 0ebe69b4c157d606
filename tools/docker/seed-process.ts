import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { dirSupabase } from '../infra/caminhos.ts';

/**
 * Sample data for a rehearsal: once, and only into a database that somebody else migrated and that holds no hospital
 * yet. Its environment stays what the migrations made it. BANCO_EMBUTIDO is the host of the embedded database.
 */
const host = process.env['BANCO_EMBUTIDO'];
if (!host) throw new Error('Falta BANCO_EMBUTIDO.');

const endereco = `postgres://postgres@${host}:5432/postgres`;
const sql = postgres(endereco, { max: 1, onnotice: () => undefined });
try {
  const seed = await readFile(join(dirSupabase, 'seed.sql'), 'utf8');
  await sql.begin(async (tx) => {
    await tx`lock table hospitais in exclusive mode`;
    const [empty] = await tx<{ empty: boolean }[]>`
      select not exists (select from hospitais) as empty`;
    const [stated] = await tx<{ ambiente: string }[]>`select ambiente from configuracoes`;
    if (!empty?.empty) {
      console.log('já havia dados: nada a fazer');
      return;
    }
    const fresh = stated?.ambiente === 'indefinido';
    await tx.unsafe(fresh ? seed : seed.replace(/^select definir_ambiente\(.*\);$/m, ''));
    console.log('dados de exemplo gravados');
  });
} finally {
  await sql.end();
}
