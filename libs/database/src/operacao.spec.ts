import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChamadaLlm } from '@julia/domain';
import { criarCenario, leaseMs, novoTelefone, semLimites, type Cenario } from '../test/cenario.ts';
import {
  criarClienteSupabase,
  SupabaseChamadasLlm,
  SupabaseExecucoes,
  SupabaseQuarentena,
  SupabaseRelogio,
  type ClienteSupabase,
} from './index.ts';

describe('operating the services', () => {
  let c: Cenario;
  let cliente: ClienteSupabase;
  beforeAll(async () => {
    c = await criarCenario();
    const { urlSupabase: url, chave } = c.banco;
    cliente = criarClienteSupabase({ url, chave, prazoMs: 20_000 });
    await c.irPara(1, '09:00');
  });
  afterAll(() => c.banco.parar());

  describe('SupabaseVarredura', () => {
    it('finds the answers whose nudge was lost, the oldest of each doctor, unless paused', async () => {
      const { mensagens } = await c.responder(novoTelefone(), ['um', 'dois']);
      const outra = await c.responder(novoTelefone());
      const achadas = (await c.varredura.varrer(100)).mensagens;
      expect(achadas).toContain(mensagens[0]);
      expect(achadas).toContain(outra.mensagens[0]);
      expect(achadas).not.toContain(mensagens[1]);
      expect((await c.varredura.varrer(1)).mensagens).toHaveLength(1);
      await c.configuracoes.pausar('teste', 'x');
      expect((await c.varredura.varrer(100)).mensagens).toEqual([]);
      await c.configuracoes.retomar('teste');
      expect((await c.varredura.varrer(100)).mensagens).toContain(mensagens[0]);
    });

    it('nudges a due reminder, not one of tomorrow, and few of a long campaign', async () => {
      const { conversaId } = await c.responder(novoTelefone());
      const agora = (await c.agora()).getTime();
      const lembrete = (minutos: number) =>
        c.enfileirar(conversaId, {
          tipo: 'lembrete',
          prioridade: 6,
          agendar_para: new Date(agora + minutos * 60_000),
        });
      const amanha = await lembrete(1_440);
      const vencido = await lembrete(-1);
      const campanhas: string[] = [];
      for (let i = 0; i < 6; i += 1) {
        const { conversaId: outra } = await c.responder(novoTelefone());
        campanhas.push(await c.enfileirar(outra, { tipo: 'campanha', prioridade: 2 }));
      }
      const { mensagens } = await c.varredura.varrer(100);
      expect(mensagens).toContain(vencido);
      expect(mensagens).not.toContain(amanha);
      expect(campanhas.filter((id) => mensagens.includes(id)).length).toBeLessThanOrEqual(2);
    });

    it('expires what nobody wants any more', async () => {
      const { conversaId } = await c.responder(novoTelefone());
      const id = await c.enfileirar(conversaId, { tipo: 'campanha', expira_em: await c.agora() });
      expect((await c.varredura.varrer(100)).expiradas).toBe(1);
      expect(await c.status(id)).toEqual({ status: 'expirada', motivo: 'prazo' });
    });

    it('finds conversations that are due and held by nobody', async () => {
      const { conversaId } = await c.receber(novoTelefone(), 'oi');
      expect((await c.varredura.varrer(100)).conversas).toContain(conversaId);
      await c.abrir(conversaId);
      expect((await c.varredura.varrer(100)).conversas).not.toContain(conversaId);
      await c.configuracoes.avancarRelogio(leaseMs + 1);
      const pendencias = await c.varredura.varrer(100);
      expect(pendencias.conversas).toContain(conversaId);
      expect(pendencias.leasesDevolvidos).toBeGreaterThan(0);
    });

    it('drops kept statuses after 24 h', async () => {
      await c.conversas.aplicarStatus('julia', 'NUNCA_VISTO', 'lida');
      await c.configuracoes.avancarRelogio(24 * 3_600_000 + 1);
      await c.varredura.varrer(100);
      expect(await c.banco.sql`select 1 from status_pendentes`).toHaveLength(0);
    });

    it('knows the numbers', async () => {
      expect(await c.varredura.instancias()).toEqual(['julia']);
    });
  });

  describe('SupabaseExecucoes', () => {
    const execucoes = () => new SupabaseExecucoes(cliente);
    const nome = 'recuperar-lacunas';

    it('makes one run of a tick, however many schedulers post it', async () => {
      const tick = new Date('2026-11-23T12:10:00Z');
      const registros = await Promise.all(
        Array.from({ length: 8 }, () => execucoes().registrar(nome, 'chave-1', tick)),
      );
      expect(new Set(registros.map((r) => r.execucao.id)).size).toBe(1);
      expect(registros.filter((r) => !r.duplicada)).toHaveLength(1);
      const { id } = registros[0]!.execucao;
      const comecos = await Promise.all(
        Array.from({ length: 8 }, () => execucoes().comecar(id, 60_000)),
      );
      expect(comecos.map(({ tipo }) => tipo).sort()).toEqual([
        'comecou',
        ...Array.from({ length: 7 }, () => 'ocupada'),
      ]);
    });
  });

  it('SupabaseQuarentena keeps each body once, as it was, until it is resolved', async () => {
    const quarentena = new SupabaseQuarentena(cliente);
    const corpos: unknown[] = [{ a: [1, null, { b: 'ç\0' }] }, '"texto"', 'texto', 7, null, []];
    for (const [i, corpo] of corpos.entries()) {
      await quarentena.guardar(`hash-${i}`, 'estranho', corpo);
      await quarentena.guardar(`hash-${i}`, 'de novo', 'outro');
      await c.configuracoes.avancarRelogio(1_000);
    }
    const itens = await quarentena.listar(10);
    expect(itens.map((i) => i.corpo).reverse()).toEqual([
      { a: [1, null, { b: 'ç' }] },
      ...corpos.slice(1),
    ]);
    const [maisNovo, segundo] = itens;
    await quarentena.resolver(maisNovo!.id);
    expect((await quarentena.buscar(maisNovo!.id))?.resolvidoEm).toBeInstanceOf(Date);
    const [primeiro] = await quarentena.listar(1);
    expect(primeiro?.id).toBe(segundo?.id);
    expect(await quarentena.buscar(randomUUID())).toBeNull();
  });

  it('SupabaseChamadasLlm adds up what was spent since local midnight', async () => {
    const chamadas = new SupabaseChamadasLlm(cliente);
    const { conversaId, turno } = await c.responder(novoTelefone());
    const chamada: ChamadaLlm = {
      modelo: 'claude-haiku-5-5',
      finalidade: 'resposta',
      motivoModelo: 'padrao',
      conversaId,
      turnoId: turno.turnoId,
      tokensEntrada: 1_000,
      tokensCacheEscrita: 0,
      tokensCacheLeitura: 500,
      tokensSaida: 80,
      custoMicroUsd: 1_400.4,
      latenciaMs: 812.6,
      resultado: 'ok',
    };
    await c.irPara(3, '23:59');
    await chamadas.registrar(chamada);
    await chamadas.registrar({ ...chamada, conversaId: null, turnoId: null });
    expect(await chamadas.gastoHojeMicroUsd()).toBe(2_800);
    await c.configuracoes.avancarRelogio(60_000);
    expect(await chamadas.gastoHojeMicroUsd()).toBe(0);
  });

  it('SupabaseConfiguracoes pauses for every process and records who did it', async () => {
    await c.configuracoes.pausar('gestora', 'feriado');
    await c.configuracoes.pausar('outra', 'de novo');
    expect(await c.configuracoes.ler()).toEqual({
      ambiente: 'indefinido',
      versaoEsquema: 6,
      esquemaMinimoSuportado: 1,
      pausada: true,
    });
    const [linha] = await c.banco.sql`select pausada_por, pausa_motivo from configuracoes`;
    expect(linha).toEqual({ pausada_por: 'gestora', pausa_motivo: 'feriado' });
    await c.configuracoes.retomar('gestora');
    expect((await c.configuracoes.ler()).pausada).toBe(false);
    const quem = await c.banco.sql<
      { quem: string; acao: string }[]
    >`select quem, acao from auditoria order by id desc limit 3`;
    expect(quem.map((q) => [q.quem, q.acao])).toEqual([
      ['gestora', 'retomar'],
      ['outra', 'pausar'],
      ['gestora', 'pausar'],
    ]);
  });

  it('SupabaseRelogio follows the test clock of the database, which only moves forward', async () => {
    const relogio = new SupabaseRelogio(cliente);
    const perto = (a: Date, b: Date) => Math.abs(a.getTime() - b.getTime()) < 2_000;
    const adiantado = await c.configuracoes.avancarRelogio(3_600_000);
    expect(perto(relogio.agora(), adiantado)).toBe(false);
    await relogio.sincronizar();
    expect(perto(relogio.agora(), adiantado)).toBe(true);
    await expect(c.configuracoes.avancarRelogio(-1)).rejects.toMatchObject({ kind: 'input' });
    await relogio.esperar(1);
  });

  it('stays fast when a conversation has 50 000 messages: every hot query uses an index', async () => {
    const telefone = novoTelefone();
    const { conversaId, medicoId } = await c.responder(telefone);
    await c.banco.sql`
      insert into mensagens (conversa_id, medico_id, instancia, direcao, autor, conteudo, texto,
        tamanho_original, id_provedor, enviada_em, criada_em, turno_id, respondida_em)
      select ${conversaId}, ${medicoId}, 'julia', 'entrada', 'medico', '{"tipo":"texto","texto":"x"}', 'x', 1,
        'MUITAS' || n, agora(), agora(), (select id from turnos where conversa_id = ${conversaId} limit 1), agora()
      from generate_series(1, 50000) as n`;
    await c.banco.sql`analyze mensagens`;
    await c.receber(telefone, 'oi');
    const planos = [
      `select 1 from mensagens where conversa_id = '${conversaId}' and na_conversa
        and (direcao = 'saida' or respondida_em is not null) order by ordem desc limit 20`,
      `select 1 from mensagens where conversa_id = '${conversaId}' and direcao = 'entrada'
        and respondida_em is null and apagada_em is null`,
      `select 1 from mensagens where conversa_id = '${conversaId}' and ordem < 99
        and status in ('pendente', 'enviando', 'incerta')`,
      `select 1 from mensagens where medico_id = '${medicoId}' and status in ('enviando', 'incerta')`,
      `select 1 from mensagens where instancia = 'julia' and id_provedor = 'X'`,
    ];
    for (const consulta of planos) {
      const linhas = await c.banco.sql.unsafe(
        `explain (analyze, buffers, format json) ${consulta}`,
      );
      const [{ Plan: plano }] = linhas[0]!['QUERY PLAN'] as [{ Plan: Record<string, number> }];
      expect(plano['Shared Hit Blocks']! + plano['Shared Read Blocks']!).toBeLessThan(60);
    }
    const turno = await c.abrir(conversaId);
    const fechamento = await c.turnos.fechar(
      turno,
      { tipo: 'responder', partes: ['oi'], progresso: true },
      [],
    );
    if (fechamento.tipo !== 'fechado') throw new Error(fechamento.motivo);
    expect(await c.envios.rascunho(fechamento.mensagens[0]!, semLimites)).not.toBeNull();
  });
});
