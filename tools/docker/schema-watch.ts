import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { seNinguemMigra } from '../infra/migracoes.ts';

const INTERVAL_MS = 200;

/** Everything the embedded edition reads once at its start: tables, columns, functions and who may use them. */
const FINGERPRINT = `
  select md5(concat(
    (select string_agg(concat(c.oid, c.relname, c.relkind, c.relacl, c.relrowsecurity), ',' order by c.oid)
       from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public'),
    (select string_agg(concat(a.attrelid, a.attname, a.atttypid, a.attnotnull, a.atthasdef), ',' order by a.attrelid, a.attnum)
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and a.attnum > 0),
    (select string_agg(concat(p.oid, p.proname, pg_get_function_arguments(p.oid), p.prorettype, p.proacl), ',' order by p.oid)
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public')
  )) as value`;

/**
 * PostgREST is told by NOTIFY when the schema changed; the embedded edition reads it once. Calls `changed` after every
 * change, one call at a time, until the signal aborts; never during a migration, because the embedded edition grants rights
 * when it reads and would change the same rows as the migration. A database that is away is asked again. `sql` must be of
 * one connection.
 */
export async function watchSchema(
  sql: Sql,
  changed: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const read = async () => (await sql.unsafe<{ value: string }[]>(FINGERPRINT))[0]?.value;
  let seen: string | undefined;
  while (!signal.aborted) {
    try {
      await seNinguemMigra(sql, async () => {
        const now = await read();
        if (seen !== undefined && now !== seen) await changed();
        seen = now;
      });
    } catch (error) {
      console.error(error instanceof Error ? error.message : String(error));
    }
    await pause(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
  }
}
