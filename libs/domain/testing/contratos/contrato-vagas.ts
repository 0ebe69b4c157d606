import { describe, expect, it } from '@jest/globals';
import type { ContextoTurno } from '../../src/conversa/turnos.ts';
import type { FiltroVagas, Vagas } from '../../src/vaga/vagas.ts';

/** When a vaga begins and how long it takes, counted from now. */
export interface HorarioDeVaga {
  readonly emHoras: number;
  readonly horas: number;
}

export interface PalcoVagas {
  readonly vagas: Vagas;
  /** An open turn of another doctor, of the especialidade of these vagas. */
  turno(): Promise<ContextoTurno>;
}

const tudo: FiltroVagas = {
  especialidade: null,
  regiao: null,
  periodo: null,
  valorMinimoCentavos: null,
  de: null,
  ate: null,
};

/** What every `Vagas` promises. `montar` makes open vagas that nobody else sees. */
export function contratoDeVagas(
  montar: (horarios: readonly HorarioDeVaga[]) => Promise<PalcoVagas>,
): void {
  const dias = (...numeros: readonly number[]) =>
    numeros.map((dia) => ({ emHoras: dia * 24, horas: 12 }));

  describe('an offer', () => {
    it('is of at most five vagas ahead, soonest first, each under a handle it keeps', async () => {
      const { vagas, turno } = await montar([
        ...dias(7, 3, 5, 1, 2, 6),
        { emHoras: -2, horas: 12 },
      ]);
      const contexto = await turno();
      const oferecidas = await vagas.oferecer(contexto, tudo);
      expect(oferecidas).toHaveLength(5);
      const inicios = oferecidas.map(({ inicio }) => inicio.getTime());
      expect(inicios).toEqual([...inicios].sort((a, b) => a - b));
      const diasApos = inicios.map((inicio) => Math.round((inicio - inicios[0]!) / 86_400_000) + 1);
      expect(diasApos).toEqual([1, 2, 3, 5, 6]);
      expect(new Set(oferecidas.map(({ handle }) => handle)).size).toBe(5);
      expect(await vagas.oferecer(contexto, tudo)).toEqual(oferecidas);
    });

    it('is empty when nothing is open', async () => {
      const { vagas, turno } = await montar([]);
      expect(await vagas.oferecer(await turno(), tudo)).toEqual([]);
    });
  });

  describe('a reservation', () => {
    it('is the same when it is asked for again in its turn', async () => {
      const { vagas, turno } = await montar(dias(1));
      const contexto = await turno();
      const [vaga] = await vagas.oferecer(contexto, tudo);
      const reserva = await vagas.reservar(contexto, vaga!.handle);
      expect(reserva).toEqual({ tipo: 'reservada', vaga });
      expect(await vagas.reservar(contexto, vaga!.handle)).toEqual(reserva);
    });

    it('is of the first doctor alone, and offered to nobody after it', async () => {
      const { vagas, turno } = await montar(dias(1));
      const [primeiro, segundo] = [await turno(), await turno()];
      const [dele] = await vagas.oferecer(primeiro, tudo);
      const [minha] = await vagas.oferecer(segundo, tudo);
      expect(await vagas.reservar(primeiro, dele!.handle)).toMatchObject({ tipo: 'reservada' });
      expect(await vagas.reservar(segundo, minha!.handle)).toEqual({
        tipo: 'recusada',
        motivo: 'ja_reservada',
      });
      expect(await vagas.oferecer(segundo, tudo)).toEqual([]);
    });

    it('keeps out what overlaps it for the same doctor, and nothing else', async () => {
      const { vagas, turno } = await montar([
        { emHoras: 24, horas: 12 },
        { emHoras: 30, horas: 12 },
        { emHoras: 36, horas: 6 },
      ]);
      const [contexto, outro] = [await turno(), await turno()];
      const [primeira, sobreposta, colada] = await vagas.oferecer(contexto, tudo);
      const doOutro = await vagas.oferecer(outro, tudo);
      await vagas.reservar(contexto, primeira!.handle);
      expect(await vagas.oferecer(contexto, tudo)).toEqual([colada]);
      expect(await vagas.reservar(contexto, sobreposta!.handle)).toEqual({
        tipo: 'recusada',
        motivo: 'conflito_de_horario',
      });
      expect(await vagas.reservar(contexto, colada!.handle)).toMatchObject({ tipo: 'reservada' });
      expect(await vagas.oferecer(outro, tudo)).toEqual([doOutro[1]]);
    });

    it('of a handle that nobody was given is refused', async () => {
      const { vagas, turno } = await montar(dias(1));
      expect(await vagas.reservar(await turno(), 'V99')).toEqual({
        tipo: 'recusada',
        motivo: 'handle_desconhecido',
      });
    });
  });
}
