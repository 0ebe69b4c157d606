import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Desfecho } from '@julia/domain';
import {
  criarCenario,
  leaseEnvioMs,
  novoTelefone,
  semLimites,
  type Cenario,
} from '../test/cenario.ts';

const semProgresso: Desfecho = { tipo: 'responder', partes: ['oi!'], progresso: false };

describe('a turn whose answer was not sent in time', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario();
    await c.irPara(1, '09:00');
  });
  afterAll(() => c.banco.parar());

  const reivindicar = (id: string) => c.envios.reivindicar(id, semLimites, leaseEnvioMs);
  const lembretes = async (conversaId: string): Promise<number> =>
    (
      await c.banco.sql`
      select from mensagens where conversa_id = ${conversaId} and tipo = 'lembrete'`
    ).length;

  /** A reminder was stored and the answer that tells so waits until nobody wants it any more. */
  const comLembreteEResposta = async () => {
    const telefone = novoTelefone();
    const { conversaId } = await c.receber(telefone, 'me chama amanhã 10h');
    const turno = await c.abrir(conversaId);
    await c.turnos.guardarPasso(turno, 0, { pediu: 'agendar_lembrete' });
    const para = new Date((await c.agora()).getTime() + 24 * 3_600_000);
    await c.lembretes.agendar(turno, para, 'oi, vc pediu pra eu chamar');
    const fechamento = await c.turnos.fechar(turno, semProgresso, []);
    if (fechamento.tipo !== 'fechado') throw new Error(fechamento.motivo);
    await c.configuracoes.avancarRelogio(11 * 60_000);
    return { telefone, conversaId, turno, para, resposta: fechamento.mensagens[0]! };
  };

  it('that already did something is taken up again, so that it is not done twice', async () => {
    const { conversaId, turno, para, resposta } = await comLembreteEResposta();
    expect(await reivindicar(resposta)).toMatchObject({ motivo: 'atrasada' });
    const deNovo = await c.abrir(conversaId);
    expect(deNovo).toMatchObject({
      turnoId: turno.turnoId,
      passos: [{ pediu: 'agendar_lembrete' }],
    });
    expect(deNovo.pendentes.map((p) => p.texto)).toEqual(['me chama amanhã 10h']);
    await c.lembretes.agendar(deNovo, para, 'outra vez');
    expect(await lembretes(conversaId)).toBe(1);
    const fechamento = await c.turnos.fechar(deNovo, semProgresso, []);
    if (fechamento.tipo !== 'fechado') throw new Error(fechamento.motivo);
    expect(await reivindicar(fechamento.mensagens.at(-1)!)).toMatchObject({ tipo: 'enviar' });
  });

  it('waits while a newer turn of the conversation is open', async () => {
    const { telefone, conversaId, turno, resposta } = await comLembreteEResposta();
    await c.receber(telefone, 'oi?');
    const novo = await c.abrir(conversaId);
    expect(await reivindicar(resposta)).toMatchObject({ tipo: 'esperar', motivo: 'turno_aberto' });
    await c.turnos.fechar(novo, semProgresso, []);
    expect(await reivindicar(resposta)).toMatchObject({ motivo: 'atrasada' });
    expect((await c.abrir(conversaId)).turnoId).toBe(turno.turnoId);
  });

  it('counts as one answer, however often it is redone', async () => {
    const { conversaId } = await c.receber(novoTelefone(), 'oi');
    for (let vez = 0; vez < 6; vez += 1) {
      const turno = await c.abrir(conversaId);
      expect(turno).toMatchObject({ respostasHoje: 0, turnosSemProgresso: 0, turnosAnteriores: 0 });
      const fechamento = await c.turnos.fechar(turno, semProgresso, []);
      if (fechamento.tipo !== 'fechado') throw new Error(fechamento.motivo);
      await c.configuracoes.avancarRelogio(11 * 60_000);
      expect(await reivindicar(fechamento.mensagens[0]!)).toMatchObject({ motivo: 'atrasada' });
    }
  });
});
