import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { criarCenario, mutante, novoTelefone, recebida, type Cenario } from '../test/cenario.ts';
import { criarClienteSupabase, SupabaseExecucoes } from './index.ts';

/** What makes many at once into one, taken away and put back. */
describe('many at once', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario();
    // The first message of a number makes its instância, and the others would wait for that.
    await c.conversaNova();
  });
  afterAll(() => c.banco.parar());

  it('50 deliveries of one message are one message, and would be several without lock and unique key of its id', async () => {
    const { sql } = c.banco;
    const mensagem = recebida(novoTelefone(), 'oi');
    const entregar = async (): Promise<number> => {
      const registros = await Promise.all(
        Array.from({ length: 50 }, () =>
          c.conversas.registrarRecebida(mensagem, { silencioMs: 0, maximoMs: 0 }, 50_000),
        ),
      );
      return registros.filter(({ nova }) => nova).length;
    };
    const desfazer = await mutante(c.banco, 'conversas_registrar_recebida', [
      ['perform travar_id_provedor(v_instancia, v_id_provedor);', ''],
      ['v_ids := travar_pessoa', 'perform pg_sleep(0.02); v_ids := travar_pessoa'],
    ]);
    await sql`drop index mensagens_id_provedor_unico`;
    try {
      expect(await entregar()).toBeGreaterThan(1);
    } finally {
      await sql`delete from mensagens where id_provedor = ${mensagem.idProvedor}`;
      await sql`create unique index mensagens_id_provedor_unico
        on mensagens (instancia, id_provedor) where id_provedor is not null`;
      await desfazer();
    }
    expect(await entregar()).toBe(1);
  });

  it('three schedulers make one run of a tick, and would make three without its unique key', async () => {
    const { sql, urlSupabase: url, chave } = c.banco;
    const schedulers = Array.from(
      { length: 3 },
      () => new SupabaseExecucoes(criarClienteSupabase({ url, chave, prazoMs: 20_000 })),
    );
    const disparar = async (): Promise<number> => {
      const tick = new Date('2026-11-23T12:10:00Z');
      await Promise.all(
        schedulers.map((execucoes) => execucoes.registrar('recuperar-lacunas', 'tick-1', tick)),
      );
      return (await sql`select 1 from execucoes_jobs where chave = 'tick-1'`).length;
    };
    const desfazer = await mutante(c.banco, 'execucoes_registrar', [
      ['on conflict (chave) do nothing', ''],
    ]);
    await sql`alter table execucoes_jobs drop constraint execucoes_jobs_chave_key`;
    try {
      expect(await disparar()).toBe(3);
    } finally {
      await sql`delete from execucoes_jobs where chave = 'tick-1'`;
      await sql`alter table execucoes_jobs add constraint execucoes_jobs_chave_key unique (chave)`;
      await desfazer();
    }
    expect(await disparar()).toBe(1);
  });
});
