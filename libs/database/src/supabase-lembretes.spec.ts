import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { criarCenario, type Cenario } from '../test/cenario.ts';

describe('a reminder', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario();
    await c.irPara(1, '10:00');
  });
  afterAll(() => c.banco.parar());

  const turnoNovo = async () => c.abrir((await c.conversaNova()).conversaId);
  const em = (agora: Date, horas: number) => new Date(agora.getTime() + horas * 3_600_000);

  it('is stored for its hour, once, with an end', async () => {
    const turno = await turnoNovo();
    const para = em(await c.agora(), 24);
    const resultado = await c.lembretes.agendar(turno, para, 'oi, vc pediu pra eu chamar');
    expect(resultado).toEqual({ tipo: 'agendado', para });
    expect(await c.lembretes.agendar(turno, para, 'outro texto')).toEqual(resultado);
    const linhas = await c.banco.sql`
      select tipo, agendar_para, extract(epoch from expira_em - agendar_para)::int / 3600 as horas
      from mensagens where conversa_id = ${turno.conversaId} and direcao = 'saida'`;
    expect([...linhas]).toEqual([{ tipo: 'lembrete', agendar_para: para, horas: 24 }]);
  });

  it('asked for on a weekend lives until it can leave on Monday', async () => {
    const [linha] = await c.banco.sql<{ fim: string }[]>`
      select interno.local(interno.expiracao_do_lembrete('2026-11-28 10:00-03'))::text as fim`;
    expect(linha!.fim).toBe('2026-12-01 10:00:00');
  });
});
