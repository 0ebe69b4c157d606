import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FiltroVagas, Reserva, Turno } from '@julia/domain';
import fc from 'fast-check';
import { criarCenario, leaseMs, mutante, novoTelefone, type Cenario } from '../test/cenario.ts';

const tudo: FiltroVagas = {
  especialidade: null,
  regiao: null,
  periodo: null,
  valorMinimoCentavos: null,
  de: null,
  ate: null,
};

describe('SupabaseVagas', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario({ seed: true, conexoes: 12 });
    await c.irPara(1, '10:00');
  });
  afterAll(() => c.banco.parar());

  /** An open turn of a new doctor, of this especialidade when given. */
  const turnoNovo = async (especialidade: string | null = null): Promise<Turno> => {
    const { conversaId, medicoId } = await c.receber(novoTelefone(), 'oi');
    await c.banco.sql`update medicos set especialidade_id =
      (select id from especialidades where nome = ${especialidade}) where id = ${medicoId}`;
    return c.abrir(conversaId);
  };
  const novaVaga = async ({
    emHoras = 48,
    horas = 12,
    especialidade = 'Anestesiologia',
  } = {}): Promise<string> => {
    const [linha] = await c.banco.sql<{ id: string }[]>`
      insert into vagas (hospital_id, especialidade_id, periodo_id, inicio, fim, valor_centavos)
      select h.id, e.id, p.id, agora() + make_interval(hours => ${emHoras}),
        agora() + make_interval(hours => ${emHoras + horas}), 100000
      from hospitais h, especialidades e, periodos p
      where h.nome = 'Hospital Santa Aurora' and p.nome = 'Diurno' and e.nome = ${especialidade}
      returning id`;
    return linha!.id;
  };
  const ofertar = async (turno: Turno, vagaId: string, numero = 1): Promise<string> => {
    await c.banco.sql`insert into ofertas (conversa_id, vaga_id, numero, oferecida_em)
      values (${turno.conversaId}, ${vagaId}, ${numero}, agora())`;
    return `V${numero}`;
  };

  describe('a search', () => {
    it('understands what doctors call their especialidade, and remembers it', async () => {
      for (const palavras of ['anestesia', 'ANESTESISTA', 'plantão de anestesia', 'Anestesiolog']) {
        const turno = await turnoNovo();
        const vagas = await c.vagas.oferecer(turno, { ...tudo, especialidade: palavras });
        expect(new Set(vagas.map((v) => v.especialidade))).toEqual(new Set(['Anestesiologia']));
        const depois = await c.vagas.oferecer(turno, tudo);
        expect(depois).toEqual(vagas);
      }
      const turno = await turnoNovo();
      expect(await c.vagas.oferecer(turno, { ...tudo, especialidade: 'go' })).not.toEqual([]);
    });

    it('offers nothing of another especialidade, nor anything before it is known', async () => {
      const pediatra = await turnoNovo('Pediatria');
      expect(await c.vagas.oferecer(pediatra, { ...tudo, especialidade: 'anestesia' })).toEqual([]);
      expect(
        await c.vagas.oferecer(pediatra, { ...tudo, especialidade: 'qualquer uma' }),
      ).not.toEqual([]);
      const desconhecido = await turnoNovo();
      expect(await c.vagas.oferecer(desconhecido, tudo)).toEqual([]);
      expect(await c.vagas.oferecer(desconhecido, { ...tudo, especialidade: 'xyz' })).toEqual([]);
    });

    it('keeps to region, period, value and days, soonest first', async () => {
      const turno = await turnoNovo('Anestesiologia');
      const abc = await c.vagas.oferecer(turno, { ...tudo, regiao: 'abc' });
      expect(new Set(abc.map((v) => v.cidade))).toEqual(new Set(['Santo André']));
      const capital = await c.vagas.oferecer(turno, { ...tudo, regiao: 'em sao paulo' });
      expect(new Set(capital.map((v) => v.cidade))).toEqual(new Set(['São Paulo']));
      const noite = await c.vagas.oferecer(turno, { ...tudo, periodo: 'noturno' });
      expect(new Set(noite.map((v) => v.periodo))).toEqual(new Set(['Noturno']));
      const caras = await c.vagas.oferecer(turno, { ...tudo, valorMinimoCentavos: 280_000 });
      expect(Math.min(...caras.map((v) => v.valorCentavos))).toBeGreaterThanOrEqual(280_000);
      const inicios = noite.map((v) => v.inicio.getTime());
      expect(inicios).toEqual([...inicios].sort((a, b) => a - b));
      const [primeira] = await c.vagas.oferecer(turno, tudo);
      const dia = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Sao_Paulo' });
      const deste = dia.format(primeira!.inicio);
      const noDia = await c.vagas.oferecer(turno, { ...tudo, de: deste, ate: deste });
      expect(new Set(noDia.map((v) => dia.format(v.inicio)))).toEqual(new Set([deste]));
    });

    it('gives a vaga the same handle every time, and never reuses one', async () => {
      const turno = await turnoNovo('Anestesiologia');
      const primeiras = await c.vagas.oferecer(turno, { ...tudo, periodo: 'noturno' });
      const outras = await c.vagas.oferecer(turno, { ...tudo, periodo: 'diurno' });
      expect(outras.map((v) => v.handle)).toEqual(
        outras.map((_, i) => `V${primeiras.length + i + 1}`),
      );
      expect(await c.vagas.oferecer(turno, { ...tudo, periodo: 'noturno' })).toEqual(primeiras);
    });

    it('leaves out the past, what is taken, and what overlaps a plantão he holds', async () => {
      const turno = await turnoNovo('Cirurgia Geral');
      const [primeira, ...resto] = await c.vagas.oferecer(turno, tudo);
      expect(await c.vagas.reservar(turno, primeira!.handle)).toMatchObject({ tipo: 'reservada' });
      const sobreposta = await novaVaga({ especialidade: 'Cirurgia Geral' });
      await c.banco.sql`update vagas set inicio = ${primeira!.inicio}, fim = ${primeira!.fim}
        where id = ${sobreposta}`;
      const depois = await c.vagas.oferecer(turno, tudo);
      expect(depois.slice(0, 4).map((v) => v.handle)).toEqual(resto.map((v) => v.handle));
    });
  });

  describe('a reservation', () => {
    const vinteAoMesmoTempo = async (): Promise<Reserva[]> => {
      const vagaId = await novaVaga();
      const turnos = await Promise.all(
        Array.from({ length: 20 }, async () => {
          const turno = await turnoNovo('Anestesiologia');
          await ofertar(turno, vagaId);
          return turno;
        }),
      );
      return Promise.all(turnos.map((turno) => c.vagas.reservar(turno, 'V1')));
    };

    it('of 20 doctors at once has one winner and nineteen honest refusals', async () => {
      const resultados = await vinteAoMesmoTempo();
      expect(resultados.filter((r) => r.tipo === 'reservada')).toHaveLength(1);
      expect(
        resultados.filter((r) => r.tipo === 'recusada' && r.motivo === 'ja_reservada'),
      ).toHaveLength(19);
    });

    it('would be told to several doctors without the lock on the vaga', async () => {
      const desfazer = await mutante(c.banco, 'vagas_reservar', [
        [' for no key update of v', ''],
        ['if v_recusa is null then', 'if v_recusa is null then perform pg_sleep(0.2);'],
      ]);
      await c.banco.sql`alter table vagas disable trigger vaga_guardada`;
      try {
        const resultados = await vinteAoMesmoTempo();
        expect(resultados.filter((r) => r.tipo === 'reservada').length).toBeGreaterThan(1);
      } finally {
        await c.banco.sql`alter table vagas enable trigger vaga_guardada`;
        await desfazer();
      }
    });

    it('called again in the turn, or in a later one, is the same reservation', async () => {
      const turno = await turnoNovo('Anestesiologia');
      const handle = await ofertar(turno, await novaVaga());
      const primeira = await c.vagas.reservar(turno, handle);
      expect(primeira).toMatchObject({ tipo: 'reservada', vaga: { handle: 'V1' } });
      expect(await c.vagas.reservar(turno, ' v1 ')).toEqual(primeira);
      await c.configuracoes.avancarRelogio(leaseMs + 1);
      expect(await c.vagas.reservar(await c.abrir(turno.conversaId), handle)).toEqual(primeira);
      const efeitos = await c.banco
        .sql`select 1 from turno_efeitos where turno_id = ${turno.turnoId}`;
      expect(efeitos).toHaveLength(1);
    });

    it('leaves the vaga among the offers of its own turn, which may run again, and of no later one', async () => {
      const turno = await turnoNovo();
      const handle = await ofertar(turno, await novaVaga());
      await c.vagas.reservar(turno, handle);
      await c.turnos.soltar(turno);
      const deNovo = await c.abrir(turno.conversaId);
      expect(deNovo.ofertas).toMatchObject([{ handle, valorCentavos: 100_000 }]);
      await c.turnos.fechar(deNovo, { tipo: 'responder', partes: ['ok'], progresso: true }, []);
      const [{ telefone } = { telefone: '' }] = await c.banco.sql<{ telefone: string }[]>`
        select valor as telefone from medico_aliases where medico_id = ${turno.medico.id}`;
      await c.receber(telefone, 'e agora?');
      expect((await c.abrir(turno.conversaId)).ofertas).toEqual([]);
    });

    it('refuses what it must, each with its reason', async () => {
      const turno = await turnoNovo('Anestesiologia');
      expect(await c.vagas.reservar(turno, 'V9')).toEqual({
        tipo: 'recusada',
        motivo: 'handle_desconhecido',
      });
      const passada = await ofertar(turno, await novaVaga({ emHoras: -1 }), 1);
      const outra = await ofertar(turno, await novaVaga({ especialidade: 'Pediatria' }), 2);
      const cancelada = await novaVaga();
      await c.banco.sql`update vagas set status = 'cancelada' where id = ${cancelada}`;
      const morta = await ofertar(turno, cancelada, 3);
      await c.vagas.reservar(turno, await ofertar(turno, await novaVaga({ emHoras: 100 }), 4));
      const conflito = await ofertar(turno, await novaVaga({ emHoras: 111 }), 5);
      const colada = await ofertar(turno, await novaVaga({ emHoras: 113, horas: 6 }), 6);
      const motivo = async (handle: string) => {
        const r = await c.vagas.reservar(turno, handle);
        return r.tipo === 'recusada' ? r.motivo : r.tipo;
      };
      expect(await motivo(passada)).toBe('no_passado');
      expect(await motivo(outra)).toBe('outra_especialidade');
      expect(await motivo(morta)).toBe('cancelada');
      expect(await motivo(conflito)).toBe('conflito_de_horario');
      expect(await motivo(colada)).toBe('reservada');
    });

    it('a handle that did not exist yet may be reserved after the search that made it', async () => {
      const turno = await turnoNovo('Anestesiologia');
      expect(await c.vagas.reservar(turno, 'V1')).toMatchObject({ motivo: 'handle_desconhecido' });
      await c.vagas.oferecer(turno, tudo);
      expect(await c.vagas.reservar(turno, 'V1')).toMatchObject({ tipo: 'reservada' });
    });

    /** Of a doctor who accepts vagas at these hours all at once: what he got, and how many pairs of it overlap. */
    const aceitarTudo = async (
      horarios: readonly { readonly emHoras: number; readonly horas: number }[],
    ) => {
      const turno = await turnoNovo('Anestesiologia');
      const handles: string[] = [];
      for (const [i, horario] of horarios.entries()) {
        handles.push(await ofertar(turno, await novaVaga(horario), i + 1));
      }
      await Promise.all(handles.map((handle) => c.vagas.reservar(turno, handle)));
      const [linha] = await c.banco.sql<{ pares: number; reservadas: number }[]>`
        select (select count(*)::int from vagas where medico_id = ${turno.medico.id}) as reservadas,
          count(*)::int as pares
        from vagas a join vagas b on a.medico_id = b.medico_id and a.id < b.id
          and a.inicio < b.fim and b.inicio < a.fim
        where a.medico_id = ${turno.medico.id}`;
      return linha!;
    };

    it('never lets two plantões of a doctor overlap, whatever he accepts and however many at once', async () => {
      const horario = fc.record({
        emHoras: fc.integer({ min: 1, max: 40 }),
        horas: fc.integer({ min: 1, max: 14 }),
      });
      const horarios = fc.array(horario, { minLength: 2, maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(horarios, async (alguns) => {
          const { pares, reservadas } = await aceitarTudo(alguns);
          expect(pares).toBe(0);
          expect(reservadas).toBeGreaterThan(0);
        }),
        { numRuns: 10 },
      );
    });

    it('would let them overlap without the lock on the doctor and the rule of the table', async () => {
      const desfazer = [
        await mutante(c.banco, 'travar_conversa', [[' for no key update', '']]),
        await mutante(c.banco, 'vagas_reservar', [
          ['if v_recusa is null then', 'if v_recusa is null then perform pg_sleep(0.2);'],
        ]),
      ];
      const [regra] = await c.banco.sql<{ def: string }[]>`
        select pg_get_constraintdef(oid) as def from pg_constraint where conname = 'plantoes_nao_se_sobrepoem'`;
      await c.banco.sql`alter table vagas drop constraint plantoes_nao_se_sobrepoem`;
      try {
        const horarios = [1, 2, 3, 4].map((emHoras) => ({ emHoras, horas: 10 }));
        expect((await aceitarTudo(horarios)).pares).toBeGreaterThan(0);
      } finally {
        await c.banco
          .sql`update vagas set status = 'cancelada', medico_id = null where status = 'reservada'`;
        await c.banco.sql.unsafe(
          `alter table vagas add constraint plantoes_nao_se_sobrepoem ${regra!.def}`,
        );
        for (const refazer of desfazer) await refazer();
      }
    });

    it('cannot be broken by writing to the table either', async () => {
      const turno = await turnoNovo('Anestesiologia');
      const reservar = (vagaId: string) => c.banco.sql`
        update vagas set status = 'reservada', medico_id = ${turno.medico.id} where id = ${vagaId}`;
      await reservar(await novaVaga({ emHoras: 200 }));
      await expect(reservar(await novaVaga({ emHoras: 205 }))).rejects.toThrow(/sobrepoem/);
      await expect(reservar(await novaVaga({ emHoras: -1 }))).rejects.toThrow(/past/);
      await expect(reservar(await novaVaga({ especialidade: 'Pediatria' }))).rejects.toThrow(
        /especialidade/,
      );
    });

    it('leaves a history', async () => {
      const turno = await turnoNovo('Anestesiologia');
      const vagaId = await novaVaga();
      await c.vagas.reservar(turno, await ofertar(turno, vagaId));
      const eventos = await c.banco.sql`
        select de, para, medico_id from vaga_eventos where vaga_id = ${vagaId} order by id`;
      expect([...eventos]).toEqual([
        { de: null, para: 'aberta', medico_id: null },
        { de: 'aberta', para: 'reservada', medico_id: turno.medico.id },
      ]);
    });

    it('of two médicos who turn out to be one person, overlapping plantões wait for a gestor', async () => {
      const telefone = novoTelefone();
      const lid = `99${telefone}`;
      const reservarComo = async (pessoa: { telefone: string | null; lid: string | null }) => {
        const { conversaId, medicoId } = await c.receber(telefone, 'oi', { pessoa });
        await c.banco.sql`update medicos set especialidade_id =
          (select id from especialidades where nome = 'Anestesiologia') where id = ${medicoId}`;
        const turno = await c.abrir(conversaId);
        await c.vagas.reservar(turno, await ofertar(turno, await novaVaga({ emHoras: 300 })));
        const desfecho = { tipo: 'responder', partes: ['reservei'], progresso: true } as const;
        await c.turnos.fechar(turno, desfecho, []);
      };
      await reservarComo({ telefone: null, lid });
      await reservarComo({ telefone, lid: null });
      const { medicoId, conversaId } = await c.receber(telefone, 'sou eu', {
        pessoa: { telefone, lid },
      });
      const vagas = await c.banco.sql`
        select status from vagas where medico_id = ${medicoId} order by status`;
      expect([...vagas]).toEqual([{ status: 'em_conflito' }, { status: 'reservada' }]);
      const ofertas = await c.banco.sql`
        select numero from ofertas where conversa_id = ${conversaId} order by numero`;
      expect([...ofertas]).toEqual([{ numero: 1 }, { numero: 2 }]);
    });
  });
});
