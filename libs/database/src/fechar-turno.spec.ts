import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Desfecho } from '@julia/domain';
import { criarCenario, leaseMs, propria, semLimites, type Cenario } from '../test/cenario.ts';

const responder: Desfecho = { tipo: 'responder', partes: ['oi!'], progresso: false };
const handoff: Desfecho = {
  tipo: 'handoff',
  gatilho: 'pedido_humano',
  motivo: 'pediu uma pessoa',
  transicao: 'já te passo pra alguém',
};

interface Saida {
  readonly tipo: string;
  readonly status: string;
}

describe('SupabaseTurnos.fechar', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario();
  });
  afterAll(() => c.banco.parar());

  const saidas = (conversaId: string) => c.banco.sql<Saida[]>`
    select tipo, status from mensagens
    where conversa_id = ${conversaId} and direcao = 'saida' order by ordem`;

  describe('closing', () => {
    it('counts replies of the day and turns without progress', async () => {
      const { telefone, conversaId } = await c.conversaNova();
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
      const { telefone, conversaId } = await c.conversaNova();
      const turno = await c.abrir(conversaId);
      await c.conversas.registrarPropria(propria(telefone, 'deixa comigo'));
      await expect(c.vagas.reservar(turno, 'V1')).rejects.toMatchObject({ code: 'LEASE_PERDIDO' });
      const motivo = { tipo: 'descartado', motivo: 'controle_humano' };
      expect(await c.turnos.fechar(turno, responder, [])).toEqual(motivo);
      expect(await c.turnos.fechar(turno, responder, [])).toEqual(motivo);
      expect(await c.turnos.abrir(conversaId, leaseMs)).toEqual({ tipo: 'nada_pendente' });
      expect((await saidas(conversaId)).map((s) => s.tipo)).toEqual(['manual']);
    });

    it('discards the answer of a doctor who left after writing, but answers what he writes later', async () => {
      const { telefone, conversaId, medicoId } = await c.conversaNova();
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

    it('does nothing more for a doctor who left after writing, and its next run is told so', async () => {
      const { telefone, conversaId, medicoId } = await c.conversaNova();
      const turno = await c.abrir(conversaId);
      // By any way but the doctor's own words, which would say when they were sent.
      await c.banco.sql`update medicos set optout_em = agora() where id = ${medicoId}`;
      const perdido = { code: 'LEASE_PERDIDO' };
      await expect(c.vagas.reservar(turno, 'V1')).rejects.toMatchObject(perdido);
      const amanha = new Date((await c.agora()).getTime() + 24 * 3_600_000);
      await expect(c.lembretes.agendar(turno, amanha, 'oi')).rejects.toMatchObject(perdido);

      await c.configuracoes.avancarRelogio(leaseMs + 1);
      const deNovo = await c.abrir(conversaId);
      expect(deNovo).toMatchObject({ turnoId: turno.turnoId, medico: { optout: true } });
      await c.turnos.fechar(deNovo, { tipo: 'silencio', motivo: 'anterior_ao_optout' }, []);
      await c.receber(telefone, 'mudei de ideia');
      const depois = await c.abrir(conversaId);
      expect(depois.medico.optout).toBe(false);
      expect(await c.vagas.reservar(depois, 'V1')).toMatchObject({ motivo: 'handle_desconhecido' });
    });

    it('opt-out cancels what is proactive, blocks older answers, and its confirmation leaves', async () => {
      const { telefone, conversaId, medicoId } = await c.conversaNova();
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

    it('a message sent before the opt-out that arrives after it is known as such; a later one is not', async () => {
      const { telefone, conversaId } = await c.conversaNova();
      const pedido = Date.now();
      const em = (segundos: number) => ({
        enviadaEm: new Date(pedido + segundos * 1_000).toISOString(),
      });
      await c.receber(telefone, 'para de me mandar mensagem', em(0));
      const optout: Desfecho = { tipo: 'optout', confirmacao: 'tirei vc da lista' };
      await c.turnos.fechar(await c.abrir(conversaId), optout, []);

      await c.receber(telefone, 'tem vaga?', em(-60));
      const atrasada = await c.abrir(conversaId);
      expect(atrasada.medico.optout).toBe(true);
      await c.turnos.fechar(atrasada, { tipo: 'silencio', motivo: 'anterior_ao_optout' }, []);
      await c.receber(telefone, 'e aquela outra?', em(-30));
      await c.receber(telefone, 'mudei de ideia', em(1));
      expect((await c.abrir(conversaId)).medico.optout).toBe(false);
    });

    it('a handoff takes control, drops queued answers, and says so in one message that leaves at once', async () => {
      const { telefone, conversaId } = await c.conversaNova();
      await c.turnos.fechar(await c.abrir(conversaId), responder, []);
      await c.receber(telefone, 'quero falar com uma pessoa');
      const fechamento = await c.turnos.fechar(await c.abrir(conversaId), handoff, []);
      if (fechamento.tipo !== 'fechado') throw new Error(fechamento.motivo);
      expect((await saidas(conversaId)).map((s) => [s.tipo, s.status])).toEqual([
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
      const { conversaId } = await c.conversaNova();
      const turno = await c.abrir(conversaId);
      await c.turnos.fechar(turno, responder, [{ texto: 'sou humana', motivos: ['a', 'b'] }]);
      const [linha] = await c.banco.sql`
        select texto, motivos from textos_bloqueados where turno_id = ${turno.turnoId}`;
      expect(linha).toEqual({ texto: 'sou humana', motivos: ['a', 'b'] });
    });

    it('refuses an answer without a text', async () => {
      const { conversaId } = await c.conversaNova();
      const turno = await c.abrir(conversaId);
      await expect(
        c.turnos.fechar(turno, { tipo: 'responder', partes: [' '], progresso: true }, []),
      ).rejects.toMatchObject({ kind: 'input', code: 'TEXTO_VAZIO' });
    });
  });
});
