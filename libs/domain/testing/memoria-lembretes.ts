import { Lembretes, type ResultadoLembrete } from '../src/conversa/lembretes.ts';
import type { ContextoTurno } from '../src/conversa/turnos.ts';

const maisLongeMs = 90 * 86_400_000;

/** Reminders in memory, one per turn and minute; "now" stands still. */
export class MemoriaLembretes extends Lembretes {
  readonly agendados = new Map<string, { para: Date; texto: string }>();
  private readonly agora: Date;

  constructor(agora = new Date('2026-11-23T13:00:10Z')) {
    super();
    this.agora = agora;
  }

  override agendar(
    { turnoId }: ContextoTurno,
    para: Date,
    texto: string,
  ): Promise<ResultadoLembrete> {
    const chave = `${turnoId}/${Math.floor(para.getTime() / 60_000)}`;
    const guardado = this.agendados.get(chave);
    if (guardado) return Promise.resolve({ tipo: 'agendado', para: guardado.para });
    const faltamMs = para.getTime() - this.agora.getTime();
    if (faltamMs <= 0) return Promise.resolve({ tipo: 'recusado', motivo: 'no_passado' });
    if (faltamMs > maisLongeMs)
      return Promise.resolve({ tipo: 'recusado', motivo: 'longe_demais' });
    this.agendados.set(chave, { para, texto });
    return Promise.resolve({ tipo: 'agendado', para });
  }
}
