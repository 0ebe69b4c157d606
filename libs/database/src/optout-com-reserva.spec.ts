import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Desfecho } from '@julia/domain';
import { criarClienteSupabase, SupabaseMedicoes } from './index.ts';
import { criarCenario, novoTelefone, type Cenario } from '../test/cenario.ts';

const optout: Desfecho = { tipo: 'optout', confirmacao: 'tirei vc da lista' };

describe('the opt-out of a doctor who holds plantões', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario({ seed: true });
    await c.irPara(1, '10:00');
  });
  afterAll(() => c.banco.parar());

  /** A plantão that this doctor holds, from so many hours on; twelve hours long. */
  const plantao = async (medicoId: string, emHoras: number, status = 'reservada') => {
    await c.banco.sql`update medicos set especialidade_id =
      (select id from especialidades where nome = 'Anestesiologia') where id = ${medicoId}`;
    const [vaga] = await c.banco.sql<{ id: string }[]>`
      insert into vagas (hospital_id, especialidade_id, periodo_id, inicio, fim, valor_centavos, status, medico_id)
      select h.id, e.id, p.id, agora() + make_interval(hours => ${emHoras}),
        agora() + make_interval(hours => ${emHoras + 12}), 100000, ${status}, ${medicoId}
      from hospitais h, especialidades e, periodos p
      where h.nome = 'Hospital Santa Aurora' and p.nome = 'Diurno' and e.nome = 'Anestesiologia'
      returning id`;
    return vaga!.id;
  };
  const registros = (medicoId: string) => c.banco.sql<{ quem: string; detalhes: unknown }[]>`
    select quem, detalhes from auditoria
    where acao = 'optout_com_reserva' and detalhes ->> 'medicoId' = ${medicoId}`;

  it('is written down for the gestor with what he holds from now on', async () => {
    const { conversaId, medicoId } = await c.receber(novoTelefone(), 'me tira da lista');
    const depois = await plantao(medicoId, 72, 'confirmada');
    const antes = await plantao(medicoId, 24);
    await plantao(medicoId, -48, 'realizada');
    const turno = await c.abrir(conversaId);
    expect(await c.turnos.fechar(turno, optout, [])).toMatchObject({ plantoesDeQuemSaiu: 2 });
    expect([...(await registros(medicoId))]).toEqual([
      { quem: 'medico', detalhes: { medicoId, turnoId: turno.turnoId, vagas: [antes, depois] } },
    ]);
    const vagas = await c.banco.sql`
      select 1 from vagas where medico_id = ${medicoId} and status in ('reservada', 'confirmada')`;
    expect(vagas).toHaveLength(2);
    // The same closing again writes nothing more.
    await c.turnos.fechar(turno, optout, []);
    expect(await registros(medicoId)).toHaveLength(1);
  });

  it('is told to monitoring for a day', async () => {
    const { urlSupabase: url, chave } = c.banco;
    const medicoes = new SupabaseMedicoes(criarClienteSupabase({ url, chave, prazoMs: 20_000 }));
    const { plantoesDeQuemSaiu: jaContados } = await medicoes.ler();
    const { conversaId, medicoId } = await c.receber(novoTelefone(), 'me tira da lista');
    await plantao(medicoId, 72);
    await c.turnos.fechar(await c.abrir(conversaId), optout, []);
    expect((await medicoes.ler()).plantoesDeQuemSaiu).toBe(jaContados + 1);
    await c.configuracoes.avancarRelogio(24 * 3_600_000);
    expect((await medicoes.ler()).plantoesDeQuemSaiu).toBe(0);
  });

  it('is not written down when he holds none', async () => {
    const { conversaId, medicoId } = await c.receber(novoTelefone(), 'me tira da lista');
    const fechamento = await c.turnos.fechar(await c.abrir(conversaId), optout, []);
    expect(fechamento).toMatchObject({ plantoesDeQuemSaiu: 0 });
    expect(await registros(medicoId)).toHaveLength(0);
  });
});
