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

    await quarentena.guardar('h', 'desconhecido', {});
    expect((await medicoes.ler()).quarentena).toBe(1);
  });
});
