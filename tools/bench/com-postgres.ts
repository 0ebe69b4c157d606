import { iniciarServidorDeTeste } from '../infra/servidor-de-teste.ts';

/** Runs a bench with the shared test Postgres, which `montarPalco` expects. */
export async function comPostgres(medir: () => Promise<void>): Promise<void> {
  const servidor = await iniciarServidorDeTeste();
  process.env['JULIA_TEST_PG_URL'] = servidor.url;
  try {
    await medir();
  } finally {
    await servidor.parar();
  }
}
