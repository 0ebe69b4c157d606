/** Runs once per jest run, before the workers exist, so that they inherit the address. */
export default async function iniciar() {
  if (process.env.JULIA_TEST_PG_URL) return;
  const { iniciarServidorDeTeste } = await import('./servidor-de-teste.ts');
  const servidor = await iniciarServidorDeTeste();
  process.env.JULIA_TEST_PG_URL = servidor.url;
  globalThis.juliaServidorDeTeste = servidor;
}
