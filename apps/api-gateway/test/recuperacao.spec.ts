import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { esperarAte } from '@julia/infra';
import { PalcoDaApi, umUpsert } from './palco-da-api.ts';

/** An api of its own for each test: one asks at most once a minute, however much it refuses. */
let palco: PalcoDaApi;
beforeEach(async () => {
  palco = await PalcoDaApi.abrir();
}, 60_000);
afterEach(() => palco.fechar());

/** What makes the worker look for lost messages: a job of the run that the database knows. */
async function execucoesPedidas(): Promise<readonly string[]> {
  const jobs = await palco.jobs('agendados');
  return jobs
    .filter(({ name }) => name === 'recuperar-lacunas')
    .map(({ data }) => (data as { payload: { execucaoId: string } }).payload.execucaoId);
}

async function exigirUmaRecuperacao(): Promise<void> {
  const pedidas = await esperarAte(
    async () => {
      const ids = await execucoesPedidas();
      return ids.length > 0 && ids;
    },
    20_000,
    'o pedido de recuperação',
  );
  const execucoes = await palco.banco.sql<{ id: string }[]>`
    select id from execucoes_jobs where nome = 'recuperar-lacunas' and chave like 'lacuna-%'`;
  expect(execucoes).toHaveLength(1);
  expect(pedidas).toEqual(execucoes.map(({ id }) => id));
}

describe('a webhook that was not taken', () => {
  it('with 401: what it carried is asked for', async () => {
    expect((await palco.webhook(umUpsert(), 'errado')).status).toBe(401);
    await exigirUmaRecuperacao();
  });

  it('with 413: what it carried is asked for', async () => {
    expect((await palco.webhook(umUpsert('a'.repeat(120_000)))).status).toBe(413);
    await exigirUmaRecuperacao();
  });

  it('with 503 in under two seconds: the api recovers by itself and what was missed is asked for', async () => {
    await palco.redis.matar();
    const recusada = await palco.webhook(umUpsert('oi', 'PERDIDA'));
    expect(recusada.status).toBe(503);
    expect(Number(recusada.cabecalhos.get('retry-after'))).toBeGreaterThan(0);
    expect(recusada.ms).toBeLessThan(2_000);
    const pronta = await palco.pedir('GET', '/health/ready', { token: null });
    expect(pronta.status).toBe(503);
    expect(await palco.metrica('julia_webhook_total', 'resultado="indisponivel"')).toBe(1);

    await palco.redis.reiniciar();
    await esperarAte(async () => (await palco.webhook(umUpsert('oi', 'PERDIDA'))).status === 200);
    await esperarAte(
      async () => (await palco.pedir('GET', '/health/ready', { token: null })).status === 200,
    );
    await exigirUmaRecuperacao();
  }, 60_000);
});
