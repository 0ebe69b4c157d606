import { Lembretes, type ResultadoLembrete } from '../src/conversa/lembretes.ts';
import type { ContextoTurno } from '../src/conversa/turnos.ts';
import { umTurno } from './builders.ts';
import { RelogioParado } from './relogio-parado.ts';

const maisLongeMs = 90 * 86_400_000;

/** Reminders in memory, one per turn and minute. */
export class MemoriaLembretes extends Lembretes {
  readonly agendados = new Map<string, { para: Date; texto: string }>();
  /** Conversations whose doctor opted out. */
  readonly semConsentimento = new Set<string>();
  private readonly relogio: RelogioParado;

  constructor(relogio = new RelogioParado(umTurno().agora)) {
    super();
    this.relogio = relogio;
  }

  override agendar(
    { conversaId, turnoId }: ContextoTurno,
    para: Date,
    texto: string,
  ): Promise<ResultadoLembrete> {
    const chave = `${turnoId}/${Math.floor(para.getTime() / 60_000)}`;
    const guardado = this.agendados.get(chave);
    if (guardado) return Promise.resolve({ tipo: 'agendado', para: guardado.para });
    const motivo = this.recusa(conversaId, para);
    if (motivo) return Promise.resolve({ tipo: 'recusado', motivo });
    this.agendados.set(chave, { para, texto });
    return Promise.resolve({ tipo: 'agendado', para });
  }

  private recusa(
    conversaId: string,
    para: Date,
  ): Extract<ResultadoLembrete, { tipo: 'recusado' }>['motivo'] | null {
    if (this.semConsentimento.has(conversaId)) return 'optout';
    const faltamMs = para.getTime() - this.relogio.agora().getTime();
    if (faltamMs <= 0) return 'no_passado';
    return faltamMs > maisLongeMs ? 'longe_demais' : null;
  }
}
