import type { ContextoTurno } from '../src/conversa/turnos.ts';
import {
  Vagas,
  type FiltroVagas,
  type MotivoRecusaReserva,
  type Reserva,
  type VagaOferecida,
} from '../src/vaga/vagas.ts';

/** Saturday night, 19h to 7h. */
export function umaVaga(outros: Partial<VagaOferecida> = {}): VagaOferecida {
  return {
    handle: 'V1',
    hospital: 'Hospital São Luiz Itaim',
    cidade: 'São Paulo',
    setor: 'Centro Cirúrgico',
    especialidade: 'Anestesiologia',
    periodo: 'Noturno',
    inicio: new Date('2026-11-28T22:00:00Z'),
    fim: new Date('2026-11-29T10:00:00Z'),
    valorCentavos: 240_000,
    ...outros,
  };
}

/** Open vagas in memory: the first to reserve wins, and a turn that asks again hears what it heard before. */
export class MemoriaVagas extends Vagas {
  readonly filtros: FiltroVagas[] = [];
  /** One entry per reservation that really happened. */
  readonly reservadas: string[] = [];
  readonly recusas = new Map<string, MotivoRecusaReserva>();
  private readonly vagas: readonly VagaOferecida[];
  private readonly efeitos = new Map<string, Reserva>();

  constructor(vagas: readonly VagaOferecida[] = [umaVaga()]) {
    super();
    this.vagas = vagas;
  }

  override oferecer(_contexto: ContextoTurno, filtro: FiltroVagas): Promise<VagaOferecida[]> {
    this.filtros.push(filtro);
    return Promise.resolve(this.vagas.filter(({ handle }) => !this.reservadas.includes(handle)));
  }

  override reservar({ turnoId }: ContextoTurno, handle: string): Promise<Reserva> {
    const chave = `${turnoId}/${handle}`;
    const reserva = this.efeitos.get(chave) ?? this.decidir(handle);
    this.efeitos.set(chave, reserva);
    return Promise.resolve(reserva);
  }

  private decidir(handle: string): Reserva {
    const vaga = this.vagas.find((aberta) => aberta.handle === handle);
    if (!vaga) return { tipo: 'recusada', motivo: 'handle_desconhecido' };
    const motivo =
      this.recusas.get(handle) ?? (this.reservadas.includes(handle) ? 'ja_reservada' : null);
    if (motivo) return { tipo: 'recusada', motivo };
    this.reservadas.push(handle);
    return { tipo: 'reservada', vaga };
  }
}
