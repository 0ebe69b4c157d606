import { beforeEach, expect, it } from '@jest/globals';
import type { Lembretes } from '../../src/conversa/lembretes.ts';
import type { ContextoTurno } from '../../src/conversa/turnos.ts';

export interface PalcoLembretes {
  readonly lembretes: Lembretes;
  /** An open turn of a doctor nobody has seen before. */
  turno(): Promise<ContextoTurno>;
  /** The doctor of this turn opts out. */
  optout(turno: ContextoTurno): Promise<void>;
  agora(): Promise<Date>;
}

const umaHoraMs = 3_600_000;
const umDiaMs = 24 * umaHoraMs;

/** What every `Lembretes` promises. */
export function contratoDeLembretes(montar: () => Promise<PalcoLembretes>): void {
  let palco: PalcoLembretes;
  beforeEach(async () => {
    palco = await montar();
  });
  const daquiA = async (ms: number) => new Date((await palco.agora()).getTime() + ms);

  it('keeps one reminder per turn and minute: asked again, the answer is the first one', async () => {
    const { lembretes } = palco;
    const turno = await palco.turno();
    const para = await daquiA(umDiaMs);
    const resultado = await lembretes.agendar(turno, para, 'oi, vc pediu pra eu chamar');
    expect(resultado).toEqual({ tipo: 'agendado', para });
    expect(await lembretes.agendar(turno, para, 'outro texto')).toEqual(resultado);
    const depois = new Date(para.getTime() + umaHoraMs);
    expect(await lembretes.agendar(turno, depois, 'de novo')).toEqual({
      tipo: 'agendado',
      para: depois,
    });
    expect(await lembretes.agendar(await palco.turno(), para, 'de outra pessoa')).toEqual(
      resultado,
    );
  });

  it('refuses what is past, and what is more than 90 days ahead', async () => {
    const { lembretes } = palco;
    const turno = await palco.turno();
    expect(await lembretes.agendar(turno, await daquiA(-umaHoraMs), 'x')).toEqual({
      tipo: 'recusado',
      motivo: 'no_passado',
    });
    expect(await lembretes.agendar(turno, await daquiA(91 * umDiaMs), 'x')).toEqual({
      tipo: 'recusado',
      motivo: 'longe_demais',
    });
    expect(await lembretes.agendar(turno, await daquiA(89 * umDiaMs), 'x')).toMatchObject({
      tipo: 'agendado',
    });
  });

  it('refuses who opted out, because it could never leave', async () => {
    const turno = await palco.turno();
    await palco.optout(turno);
    expect(await palco.lembretes.agendar(turno, await daquiA(umDiaMs), 'x')).toEqual({
      tipo: 'recusado',
      motivo: 'optout',
    });
  });
}
