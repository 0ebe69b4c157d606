import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { criarCenario, mutante, novoTelefone, recebida, type Cenario } from '../test/cenario.ts';
import { encontro } from '../test/encontro.ts';
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
      ['v_ids := travar_pessoa', `${await encontro(c.banco)} v_ids := travar_pessoa`],
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

  it('eight workers that find a run start it once, and would start it several times without its lock', async () => {
    const { urlSupabase: url, chave } = c.banco;
    const worker = () =>
      new SupabaseExecucoes(criarClienteSupabase({ url, chave, prazoMs: 20_000 }));
    const workers = Array.from({ length: 8 }, worker);
    const comecar = async (tick: string): Promise<number> => {
      const { execucao } = await worker().registrar('recuperar-lacunas', tick, null);
      const comecos = await Promise.all(workers.map((w) => w.comecar(execucao.id, 60_000)));
      return comecos.filter(({ tipo }) => tipo === 'comecou').length;
    };
    const desfazer = await mutante(c.banco, 'execucoes_tomar', [
      [' for no key update', ''],
      [
        "update execucoes_jobs set estado = 'executando'",
        `${await encontro(c.banco)} update execucoes_jobs set estado = 'executando'`,
      ],
    ]);
    try {
      expect(await comecar('sem-trava')).toBeGreaterThan(1);
    } finally {
      await desfazer();
    }
    expect(await comecar('com-trava')).toBe(1);
  });

  it('one closing sent six times stores its answer once, and would several times without the lock', async () => {
    const fechar = async () => {
      const { conversaId } = await c.conversaNova();
      const turno = await c.abrir(conversaId);
      const desfecho = { tipo: 'responder', partes: ['oi!'], progresso: false } as const;
      const fechamentos = await Promise.all(
        Array.from({ length: 6 }, () => c.turnos.fechar(turno, desfecho, [])),
      );
      const saidas = await c.banco.sql`
        select 1 from mensagens where conversa_id = ${conversaId} and direcao = 'saida'`;
      const diferentes = new Set(fechamentos.map((f) => JSON.stringify(f))).size;
      return { diferentes, saidas: saidas.length };
    };
    const desfazer = [
      await mutante(c.banco, 'travar_conversa', [[' for no key update', '']]),
      await mutante(c.banco, 'turnos_fechar', [
        ['v_ids := aplicar_desfecho', `${await encontro(c.banco)} v_ids := aplicar_desfecho`],
      ]),
    ];
    try {
      expect((await fechar()).saidas).toBeGreaterThan(1);
    } finally {
      for (const refazer of desfazer) await refazer();
    }
    expect(await fechar()).toEqual({ diferentes: 1, saidas: 1 });
  });
});
