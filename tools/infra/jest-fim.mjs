/** Stops what jest-inicio.mjs started; a server given from outside stays. */
export default async function parar() {
  if (!globalThis.juliaServidorDeTeste) return;
  await globalThis.juliaServidorDeTeste.parar();
  delete process.env.JULIA_TEST_PG_URL;
}
