import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Desfecho } from '@julia/domain';
import {
  criarCenario,
  leaseMs,
  mutante,
  novoTelefone,
  propria,
  recebida,
  semLimites,
  turnoDe,
  type Cenario,
} from '../test/cenario.ts';

const responder: Desfecho = { tipo: 'responder', partes: ['oi!'], progresso: false };
const handoff: Desfecho = {
  tipo: 'handoff',
  gatilho: 'pedido_humano',
  motivo: 'pediu uma pessoa',
  transicao: 'já te passo pra alguém',
};

describe('SupabaseTurnos', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario();
  });
  afterAll(() => c.banco.parar());

  const nova = async (texto = 'oi') => {
    const telefone = novoTelefone();
    const { conversaId, medicoId } = await c.receber(telefone, texto);
    return { telefone, conversaId, medicoId };
  };
  const saidas = (conversaId: string) => c.banco.sql`
    select tipo, papel, texto, status from mensagens
    where conversa_id = ${conversaId} and direcao = 'saida' order by ordem`;
  const conversa = async (id: string): Promise<Record<string, unknown>> => {
    const [linha] = await c.banco.sql`select * from conversas where id = ${id}`;
    return linha!;
  };

  describe('opening', () => {
    it('waits until the answer is due', async () => {
      const { conversaId } = await c.conversas.registrarRecebida(
        recebida(novoTelefone(), 'oi'),
        { silencioMs: 6_000, maximoMs: 30_000 },
        99,
      );
      const abertura = await c.turnos.abrir(conversaId, leaseMs);
      if (abertura.tipo !== 'cedo') throw new Error(abertura.tipo);
      expect(abertura.faltamMs).toBeGreaterThan(4_000);
      expect(abertura.faltamMs).toBeLessThanOrEqual(6_000);
      await c.configuracoes.avancarRelogio(abertura.faltamMs);
      expect(await c.turnos.abrir(conversaId, leaseMs)).toMatchObject({ tipo: 'aberto' });
    });

    /** Of many workers that find the turn of a dead one at once. */
    const quantosAbrem = async (): Promise<number> => {
      const { conversaId } = await nova();
      await c.turnos.abrir(conversaId, 1);
      await c.configuracoes.avancarRelogio(10);
      const aberturas = await Promise.all(
        Array.from({ length: 8 }, () => c.turnos.abrir(conversaId, leaseMs)),
      );
      return aberturas.filter((abertura) => abertura.tipo === 'aberto').length;
    };

    it('lets one of many workers in', async () => {
      expect(await quantosAbrem()).toBe(1);
      const { conversaId } = await nova();
      await c.abrir(conversaId);
      expect(await c.turnos.abrir(conversaId, leaseMs)).toEqual({ tipo: 'ocupada' });
    });

    it('would let several in without the lock on the conversation', async () => {
      const desfazer = await mutante(c.banco, 'turnos_abrir', [
        ['where id = p_conversa_id for no key update', 'where id = p_conversa_id'],
        ['v_agora := agora();', 'v_agora := agora(); perform pg_sleep(0.05);'],
      ]);
      try {
        expect(await quantosAbrem()).toBeGreaterThan(1);
      } finally {
        await desfazer();
      }
    });

    it('answers everything unanswered in the order it was written', async () => {
      const telefone = novoTelefone();
      const enviadas = ['10:00:02', '10:00:01', '10:00:03'];
      for (const hora of enviadas) {
        await c.receber(telefone, hora, { enviadaEm: `2026-11-23T${hora}Z` });
      }
      const { conversaId } = await c.receber(telefone, 'fim', {
        enviadaEm: '2026-11-23T10:00:04Z',
      });
      const { pendentes } = await c.abrir(conversaId);
      expect(pendentes.map((p) => p.texto)).toEqual(['10:00:01', '10:00:02', '10:00:03', 'fim']);
    });

    it('has nothing to do twice', async () => {
      const { conversaId } = await c.responder(novoTelefone());
      expect(await c.turnos.abrir(conversaId, leaseMs)).toEqual({ tipo: 'nada_pendente' });
    });

    it('resumes the turn of a dead worker: same messages, and the new ones while no round is stored', async () => {
      const { telefone, conversaId } = await nova('primeira');
      const morto = await c.abrir(conversaId);
      await c.receber(telefone, 'segunda');
      await c.configuracoes.avancarRelogio(leaseMs + 1);
      const herdeiro = await c.abrir(conversaId);
      expect(herdeiro.turnoId).toBe(morto.turnoId);
      expect(herdeiro.pendentes.map((p) => p.texto)).toEqual(['primeira', 'segunda']);
    });

    it('resumes from the rounds already paid for, and leaves newer messages for the next turn', async () => {
      const { telefone, conversaId } = await nova('primeira');
      const morto = await c.abrir(conversaId);
      await c.turnos.guardarPasso(morto, 0, { rodada: [1, { a: 'b' }] });
      await c.turnos.guardarPasso(morto, 0, { rodada: 'repetida' });
      await c.receber(telefone, 'segunda');
      await c.configuracoes.avancarRelogio(leaseMs + 1);
      const herdeiro = await c.abrir(conversaId);
      expect(herdeiro.passos).toEqual([{ rodada: [1, { a: 'b' }] }]);
      expect(herdeiro.pendentes.map((p) => p.texto)).toEqual(['primeira']);
      const fechamento = await c.turnos.fechar(herdeiro, responder, []);
      expect(fechamento).toMatchObject({ tipo: 'fechado', proximoEmMs: 0 });
      const proximo = await c.abrir(conversaId);
      expect(proximo.pendentes.map((p) => p.texto)).toEqual(['segunda']);
      expect(proximo.passos).toEqual([]);
    });
  });

  describe('the fence', () => {
    it('stops everything a worker that lost its lease still tries', async () => {
      const { conversaId } = await nova();
      const velho = await c.abrir(conversaId);
      await c.configuracoes.avancarRelogio(leaseMs + 1);
      const novo = await c.abrir(conversaId);
      expect(await c.turnos.renovar(velho, leaseMs)).toBe(false);
      await expect(c.turnos.guardarPasso(velho, 0, {})).rejects.toMatchObject({
        kind: 'rule',
        code: 'LEASE_PERDIDO',
      });
      await expect(c.turnos.adiar(velho, 5_000, null)).rejects.toMatchObject({
        code: 'LEASE_PERDIDO',
      });
      await expect(
        c.lembretes.agendar(velho, new Date(Date.now() + 86_400_000), 'oi'),
      ).rejects.toMatchObject({ code: 'LEASE_PERDIDO' });
      await expect(c.vagas.reservar(velho, 'V1')).rejects.toMatchObject({ code: 'LEASE_PERDIDO' });
      expect(await c.turnos.fechar(velho, responder, [])).toEqual({
        tipo: 'descartado',
        motivo: 'lease_perdido',
      });
      expect(await saidas(conversaId)).toHaveLength(0);
      expect(await c.turnos.renovar(novo, leaseMs)).toBe(true);
      expect(await c.turnos.fechar(novo, responder, [])).toMatchObject({ tipo: 'fechado' });
      expect(await c.turnos.renovar(novo, leaseMs)).toBe(false);
    });

    it('keeps a renewed lease from others', async () => {
      const { conversaId } = await nova();
      const turno = await c.abrir(conversaId);
      await c.configuracoes.avancarRelogio(leaseMs - 1_000);
      expect(await c.turnos.renovar(turno, leaseMs)).toBe(true);
      await c.configuracoes.avancarRelogio(leaseMs - 1_000);
      expect(await c.turnos.abrir(conversaId, leaseMs)).toEqual({ tipo: 'ocupada' });
    });

    it('closes once, also when the closing is repeated after a lost answer or raced', async () => {
      const { conversaId } = await nova();
      const turno = await c.abrir(conversaId);
      const fechamentos = await Promise.all(
        Array.from({ length: 6 }, () => c.turnos.fechar(turno, responder, [])),
      );
      expect(new Set(fechamentos.map((f) => JSON.stringify(f))).size).toBe(1);
      expect(await saidas(conversaId)).toHaveLength(1);
    });

    it('would store answers of two workers if the closing did not check its token', async () => {
      const desfazer = await mutante(c.banco, 'turnos_fechar', [
        [
          'if v_conversa.lease_token is distinct from p_token or v_turno.fechado_em is not null',
          'if false',
        ],
        ['if v_turno.fechado_token = p_token then', 'if false then'],
      ]);
      try {
        const { conversaId } = await nova();
        const velho = await c.abrir(conversaId);
        await c.configuracoes.avancarRelogio(leaseMs + 1);
        const novo = await c.abrir(conversaId);
        await c.turnos.fechar(velho, responder, []);
        await c.turnos.fechar(novo, responder, []);
        expect(await saidas(conversaId)).toHaveLength(2);
      } finally {
        await desfazer();
      }
    });
  });

  describe('closing', () => {
    it('counts replies of the day and turns without progress', async () => {
      const { telefone, conversaId } = await nova();
      for (const progresso of [false, false, true, false]) {
        await c.turnos.fechar(await c.abrir(conversaId), { ...responder, progresso }, []);
        await c.receber(telefone, 'e aí?');
      }
      const turno = await c.abrir(conversaId);
      expect(turno).toMatchObject({
        respostasHoje: 4,
        turnosAnteriores: 4,
        turnosSemProgresso: 1,
      });
      await c.turnos.fechar(turno, { tipo: 'silencio', motivo: 'x' }, []);
      await c.configuracoes.avancarRelogio(24 * 3_600_000);
      await c.receber(telefone, 'bom dia');
      expect(await c.abrir(conversaId)).toMatchObject({ respostasHoje: 0, turnosAnteriores: 4 });
    });

    it('discards the answer when a person took over meanwhile, and closes in silence', async () => {
      const { telefone, conversaId } = await nova();
      const turno = await c.abrir(conversaId);
      await c.conversas.registrarPropria(propria(telefone, 'deixa comigo'));
      await expect(c.vagas.reservar(turno, 'V1')).rejects.toMatchObject({ code: 'LEASE_PERDIDO' });
      const motivo = { tipo: 'descartado', motivo: 'controle_humano' };
      expect(await c.turnos.fechar(turno, responder, [])).toEqual(motivo);
      expect(await c.turnos.fechar(turno, responder, [])).toEqual(motivo);
      expect(await c.turnos.abrir(conversaId, leaseMs)).toEqual({ tipo: 'nada_pendente' });
      expect((await saidas(conversaId)).map((s) => s['tipo'])).toEqual(['manual']);
    });

    it('discards the answer of a doctor who left after writing, but answers what he writes later', async () => {
      const { telefone, conversaId, medicoId } = await nova();
      const turno = await c.abrir(conversaId);
      await c.banco.sql`update medicos set optout_em = agora() where id = ${medicoId}`;
      expect(await c.turnos.fechar(turno, responder, [])).toEqual({
        tipo: 'descartado',
        motivo: 'optout',
      });
      await c.receber(telefone, 'mudei de ideia');
      const depois = await c.turnos.fechar(await c.abrir(conversaId), responder, []);
      if (depois.tipo !== 'fechado') throw new Error(depois.motivo);
      expect(await c.envios.reivindicar(depois.mensagens[0]!, semLimites, 1)).toMatchObject({
        tipo: 'enviar',
      });
    });

    it('opt-out cancels what is proactive, blocks older answers, and its confirmation leaves', async () => {
      const { telefone, conversaId, medicoId } = await nova();
      const anterior = await c.turnos.fechar(await c.abrir(conversaId), responder, []);
      const proativas = await Promise.all(
        ['lembrete', 'followup', 'campanha'].map((tipo) => c.enfileirar(conversaId, { tipo })),
      );
      await c.receber(telefone, 'para de me mandar mensagem');
      const fechamento = await c.turnos.fechar(
        await c.abrir(conversaId),
        { tipo: 'optout', confirmacao: 'tirei vc da lista' },
        [],
      );
      if (fechamento.tipo !== 'fechado' || anterior.tipo !== 'fechado') throw new Error('aberto');
      for (const id of proativas) {
        expect(await c.status(id)).toEqual({ status: 'cancelada', motivo: 'optout' });
      }
      expect(await c.status(anterior.mensagens[0]!)).toEqual({
        status: 'bloqueada',
        motivo: 'optout',
      });
      const [medico] = await c.banco.sql`select optout_em from medicos where id = ${medicoId}`;
      expect(medico!['optout_em']).not.toBeNull();
      expect(await c.envios.reivindicar(fechamento.mensagens[0]!, semLimites, 1)).toMatchObject({
        tipo: 'enviar',
        texto: 'tirei vc da lista',
      });
    });

    it('a handoff takes control, drops queued answers, and says so in one message that leaves at once', async () => {
      const { telefone, conversaId } = await nova();
      await c.turnos.fechar(await c.abrir(conversaId), responder, []);
      await c.receber(telefone, 'quero falar com uma pessoa');
      const fechamento = await c.turnos.fechar(await c.abrir(conversaId), handoff, []);
      if (fechamento.tipo !== 'fechado') throw new Error(fechamento.motivo);
      expect((await saidas(conversaId)).map((s) => [s['tipo'], s['status']])).toEqual([
        ['resposta', 'cancelada'],
        ['transicao', 'pendente'],
      ]);
      await c.enviar(fechamento.mensagens[0]!);
      await c.receber(telefone, 'oi?');
      const turno = await c.abrir(conversaId);
      expect(turno.controle).toBe('humano');
      await c.turnos.fechar(turno, { tipo: 'silencio', motivo: 'controle_humano' }, []);

      await c.banco.sql`select handoffs_encerrar(${conversaId}, 'gestora', 'prefere noturno')`;
      await c.receber(telefone, 'voltei');
      const depois = await c.abrir(conversaId);
      expect(depois).toMatchObject({ controle: 'julia', notaHandoff: 'prefere noturno' });
      await c.turnos.fechar(depois, responder, []);
      await c.configuracoes.avancarRelogio(25 * 3_600_000);
      await c.receber(telefone, 'oi');
      expect((await c.abrir(conversaId)).notaHandoff).toBeNull();
    });

    it('keeps the texts that the output guard refused', async () => {
      const { conversaId } = await nova();
      const turno = await c.abrir(conversaId);
      await c.turnos.fechar(turno, responder, [{ texto: 'sou humana', motivos: ['a', 'b'] }]);
      const [linha] = await c.banco.sql`
        select texto, motivos from textos_bloqueados where turno_id = ${turno.turnoId}`;
      expect(linha).toEqual({ texto: 'sou humana', motivos: ['a', 'b'] });
    });

    it('refuses an answer without a text', async () => {
      const { conversaId } = await nova();
      const turno = await c.abrir(conversaId);
      await expect(
        c.turnos.fechar(turno, { tipo: 'responder', partes: [' '], progresso: true }, []),
      ).rejects.toMatchObject({ kind: 'input', code: 'TEXTO_VAZIO' });
    });
  });

  describe('while the model cannot be reached', () => {
    it('keeps the turn, remembers since when the doctor waits, and stores one holding message', async () => {
      const { telefone, conversaId } = await nova();
      const inicio = await c.agora();
      await c.configuracoes.avancarRelogio(3_000);
      const primeiro = await c.abrir(conversaId);
      expect(await c.turnos.adiar(primeiro, 5_000, null)).toEqual({ mensagemId: null });
      expect(await c.turnos.abrir(conversaId, leaseMs)).toMatchObject({ tipo: 'cedo' });

      // A new message does not shorten the wait of the backoff.
      const { responderEmMs } = await c.receber(telefone, 'oi?');
      expect(responderEmMs).toBeGreaterThan(3_000);
      await c.configuracoes.avancarRelogio(5_000);
      const segundo = await c.abrir(conversaId);
      expect(segundo.turnoId).toBe(primeiro.turnoId);
      expect(segundo.pendentes).toHaveLength(2);
      expect(Math.abs(segundo.aguardandoDesde!.getTime() - inicio.getTime())).toBeLessThan(2_000);
      expect(segundo.avisoDeEsperaEnviado).toBe(false);

      const { mensagemId } = await c.turnos.adiar(segundo, 5_000, 'já te respondo');
      expect(mensagemId).not.toBeNull();
      await c.configuracoes.avancarRelogio(5_000);
      const terceiro = await c.abrir(conversaId);
      expect(terceiro.avisoDeEsperaEnviado).toBe(true);
      expect(await c.turnos.adiar(terceiro, 5_000, 'de novo')).toEqual({ mensagemId: null });

      await c.configuracoes.avancarRelogio(5_000);
      await c.turnos.fechar(await c.abrir(conversaId), responder, []);
      // The holding message had not left: the answer makes it pointless.
      expect((await saidas(conversaId)).map((s) => [s['papel'], s['status']])).toEqual([
        ['aviso_espera', 'cancelada'],
        [null, 'pendente'],
      ]);
      expect(await conversa(conversaId)).toMatchObject({
        aguardando_desde: null,
        aviso_espera_em: null,
        responder_em: null,
      });
    });
  });

  it('tells of a message that may or may not have arrived', async () => {
    const telefone = novoTelefone();
    const { mensagens, conversaId } = await c.responder(telefone, ['reservei!']);
    const claim = await c.envios.reivindicar(mensagens[0]!, semLimites, 45_000);
    if (claim.tipo !== 'enviar') throw new Error(claim.tipo);
    await c.envios.concluir(mensagens[0]!, claim.token, { tipo: 'incerta', codigo: 'TEMPO' });
    await c.envios.resolverIncerta(mensagens[0]!, { tipo: 'sem_prova' });
    await c.receber(telefone, 'oi?');
    expect(await c.abrir(conversaId)).toMatchObject({ talvezEnviada: 'reservei!' });
  });

  it('shows the 20 messages before what is unanswered, media by its kind', async () => {
    const telefone = novoTelefone();
    const { conversaId } = await c.responder(telefone, ['a']);
    await c.receber(telefone, '', { conteudo: { tipo: 'audio', segundos: 3, mimetype: null } });
    await c.turnos.fechar(await c.abrir(conversaId), responder, []);
    const recente = turnoDe(
      await c.receber(telefone, 'e então?').then(() => c.turnos.abrir(conversaId, leaseMs)),
    );
    expect(recente.historico.map((f) => f.texto)).toEqual(['oi', 'a', '[audio]', 'oi!']);
    await c.turnos.fechar(recente, responder, []);
    for (let i = 0; i < 12; i += 1) {
      await c.receber(telefone, `m${i}`);
      await c.turnos.fechar(await c.abrir(conversaId), responder, []);
    }
    await c.receber(telefone, 'fim');
    const { historico } = await c.abrir(conversaId);
    expect(historico).toHaveLength(20);
    expect(historico.at(-1)?.texto).toBe('oi!');
    expect(historico.at(-2)?.texto).toBe('m11');
  });
});
