import type { Sql } from 'postgres';

/** Any constant does; it only has to be the same in every process that migrates. */
const TRAVA = 5_842_001;

/** Waits for whoever migrates this database. `sql` must be of one connection: the lock belongs to its session. */
export async function travar(sql: Sql): Promise<void> {
  await sql`select pg_advisory_lock(${TRAVA})`;
}

/**
 * Runs `acao` while nobody migrates this database; whoever wants to migrate meanwhile waits. False, without running it,
 * when somebody migrates. `sql` must be of one connection.
 */
export async function seNinguemMigra(sql: Sql, acao: () => Promise<void>): Promise<boolean> {
  const [linha] = await sql<{ livre: boolean }[]>`select pg_try_advisory_lock(${TRAVA}) as livre`;
  if (!linha?.livre) return false;
  try {
    await acao();
  } finally {
    await sql`select pg_advisory_unlock(${TRAVA})`;
  }
  return true;
}
