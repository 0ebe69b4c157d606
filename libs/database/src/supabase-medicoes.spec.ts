import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { criarCenario, novoTelefone, type Cenario } from '../test/cenario.ts';
import { criarClienteSupabase, SupabaseMedicoes, SupabaseQuarentena } from './index.ts';

describe('SupabaseMedicoes', () => {
  let c: Cenario;
  let medicoes: SupabaseMedicoes;
  let quarentena: SupabaseQuarentena;
  beforeAll(async () => {
    c = await criarCenario();
    const { urlSupabase: url, chave } = c.banco;
    const cliente = criarClienteSupabase({ url, chave, prazoMs: 20_000 });
    medicoes = new SupabaseMedicoes(cliente);
    quarentena = new SupabaseQuarentena(cliente);
    await c.irPara(1, '09:00');
  });
  afterAll(() => c.banco.parar());

  it('says zero of a database where nothing waits', async () => {
    expect(await medicoes.ler()).toEqual({
      saidas: { pendente: 0, enviando: 0, incerta: 0 },
      respostaMaisAntigaMs: 0,
      proativaMaisAntigaMs: 0,
      semRespostaMs: 0,
      aguardandoModelo: 0,
      quarentena: 0,
      llmGastoHojeMicroUsd: 0,
      semProvaNaHora: 0,
      plantoesDeQuemSaiu: 0,
      instancias: [],
    });
  });

  it('tells the wait of a doctor, then of the answer, apart from what may wait by rule', async () => {
    const telefone = novoTelefone();
    await c.receber(telefone, 'oi');
    await c.configuracoes.avancarRelogio(90_000);
    expect((await medicoes.ler()).semRespostaMs).toBeGreaterThanOrEqual(90_000);

    const { conversaId } = await c.responder(telefone);
    await c.configuracoes.avancarRelogio(60_000);
    const { semRespostaMs, respostaMaisAntigaMs, saidas } = await medicoes.ler();
    expect(semRespostaMs).toBe(0);
    expect(respostaMaisAntigaMs).toBeGreaterThanOrEqual(60_000);
    expect(saidas).toEqual({ pendente: 1, enviando: 0, incerta: 0 });

    const amanha = new Date((await c.agora()).getTime() + 86_400_000);
    await c.enfileirar(conversaId, { tipo: 'campanha', agendar_para: amanha });
    expect((await medicoes.ler()).proativaMaisAntigaMs).toBe(0);
    await c.enfileirar(conversaId, { tipo: 'campanha' });
    await c.configuracoes.avancarRelogio(30_000);
    expect((await medicoes.ler()).proativaMaisAntigaMs).toBeGreaterThanOrEqual(30_000);
  });

  it('tells the wait of a doctor until a turn has answered, not until one began', async () => {
    const { conversaId } = await c.conversaNova();
    const turno = await c.abrir(conversaId);
    await c.configuracoes.avancarRelogio(90_000);
    expect((await medicoes.ler()).semRespostaMs).toBeGreaterThanOrEqual(90_000);
    await c.banco.sql`update conversas set controle = 'humano' where id = ${conversaId}`;
    expect((await medicoes.ler()).semRespostaMs).toBe(0);
    await c.banco.sql`update conversas set controle = 'julia' where id = ${conversaId}`;
    await c.turnos.adiar(turno, 60_000, null);
    const semModelo = await medicoes.ler();
    expect(semModelo.semRespostaMs).toBeGreaterThanOrEqual(90_000);
    expect(semModelo.aguardandoModelo).toBe(1);
    await c.configuracoes.avancarRelogio(60_000);
    const resposta = { tipo: 'responder', partes: ['oi!'], progresso: true } as const;
    await c.turnos.fechar(await c.abrir(conversaId), resposta, []);
    expect(await medicoes.ler()).toMatchObject({ semRespostaMs: 0, aguardandoModelo: 0 });
  });

  it('reads what waits, not everything there ever was', async () => {
    const { conversaId, medicoId, turno } = await c.responder(novoTelefone());
    const { sql } = c.banco;
    await sql`
      with outros as (insert into medicos (nome) select null from generate_series(1, 30000) returning id)
      insert into conversas (medico_id, instancia) select id, 'julia' from outros`;
    await sql`
      insert into mensagens (conversa_id, medico_id, instancia, direcao, autor, conteudo, texto, tamanho_original,
        id_provedor, enviada_em, criada_em, turno_id, respondida_em)
      select ${conversaId}, ${medicoId}, 'julia', 'entrada', 'medico', '{"tipo":"texto","texto":"x"}', 'x', 1,
        'MUITAS' || n, now(), now(), ${turno.turnoId}, now()
      from generate_series(1, 30000) as n`;
    await sql`analyze`;
    await c.conversaNova();
    const lidos = await sql.begin(async (conexao) => {
      // The first call of a connection reads the catalogue too.
      await conexao`select medicoes_ler()`;
      const linhas = await conexao`explain (analyze, buffers, format json) select medicoes_ler()`;
      const [{ Plan: plano }] = linhas[0]!['QUERY PLAN'] as [{ Plan: Record<string, number> }];
      return plano['Shared Hit Blocks']! + plano['Shared Read Blocks']!;
    });
    expect(lidos).toBeLessThan(150);
  });

  it('tells the state of each number that has told it, and what is in quarantine', async () => {
    const instancia = `numero-${randomUUID()}`;
    const doNumero = async () =>
      (await medicoes.ler()).instancias.find(({ nome }) => nome === instancia);
    await c.conversas.registrarConexao({
      tipo: 'conexao_mudou',
      instancia,
      estado: 'aberta',
      codigo: 200,
    });
    expect(await doNumero()).toEqual({ nome: instancia, conectada: true, proativoParado: false });
    await c.conversas.registrarConexao({
      tipo: 'conexao_mudou',
      instancia,
      estado: 'fechada',
      codigo: 401,
    });
    await c.banco.sql`update instancias set proativo_parado_em = now() where nome = ${instancia}`;
    expect(await doNumero()).toEqual({ nome: instancia, conectada: false, proativoParado: true });
    // Nobody knows its state, as after a restore; that it was stopped must be seen all the same.
    await c.banco.sql`update instancias set estado = 'desconhecido' where nome = ${instancia}`;
    expect(await doNumero()).toEqual({ nome: instancia, conectada: true, proativoParado: true });

    await quarentena.guardar('h', 'desconhecido', {});
    expect((await medicoes.ler()).quarentena).toBe(1);
  });
});
