import type { ContextoTurno } from '../src/conversa/turnos.ts';
import {
  Vagas,
  type FiltroVagas,
  type MotivoRecusaReserva,
  type Reserva,
  type VagaOferecida,
} from '../src/vaga/vagas.ts';
import { umTurno, umaVaga } from './builders.ts';
import { RelogioParado } from './relogio-parado.ts';

const maisOferecidas = 5;

/** Open vagas in memory: the first to reserve wins, and a turn that asks again hears what it heard before. */
export class MemoriaVagas extends Vagas {
  readonly filtros: FiltroVagas[] = [];
  /** One entry per reservation that really happened. */
  readonly reservadas: string[] = [];
  readonly recusas = new Map<string, MotivoRecusaReserva>();
  private readonly vagas: readonly VagaOferecida[];
  private readonly relogio: RelogioParado;
  private readonly efeitos = new Map<string, Reserva>();
  private readonly plantoes: { readonly conversaId: string; readonly vaga: VagaOferecida }[] = [];

  constructor(
    vagas: readonly VagaOferecida[] = [umaVaga()],
    relogio = new RelogioParado(umTurno().agora),
  ) {
    super();
    this.vagas = [...vagas].sort((a, b) => Number(a.inicio) - Number(b.inicio));
    this.relogio = relogio;
  }

  /** Whatever the filter asks for, which is only remembered. */
  override oferecer(contexto: ContextoTurno, filtro: FiltroVagas): Promise<VagaOferecida[]> {
    this.filtros.push(filtro);
    const livres = this.vagas.filter((vaga) => this.impedimento(contexto, vaga) === null);
    return Promise.resolve(livres.slice(0, maisOferecidas));
  }

  override reservar(contexto: ContextoTurno, handle: string): Promise<Reserva> {
    const chave = `${contexto.turnoId}/${handle}`;
    const reserva = this.efeitos.get(chave) ?? this.decidir(contexto, handle);
    this.efeitos.set(chave, reserva);
    return Promise.resolve(reserva);
  }

  private decidir(contexto: ContextoTurno, handle: string): Reserva {
    const vaga = this.vagas.find((aberta) => aberta.handle === handle);
    if (!vaga) return { tipo: 'recusada', motivo: 'handle_desconhecido' };
    const motivo = this.recusas.get(handle) ?? this.impedimento(contexto, vaga);
    if (motivo) return { tipo: 'recusada', motivo };
    this.reservadas.push(handle);
    this.plantoes.push({ conversaId: contexto.conversaId, vaga });
    return { tipo: 'reservada', vaga };
  }

  private impedimento(
    { conversaId }: ContextoTurno,
    vaga: VagaOferecida,
  ): MotivoRecusaReserva | null {
    if (this.reservadas.includes(vaga.handle)) return 'ja_reservada';
    if (vaga.inicio <= this.relogio.agora()) return 'no_passado';
    const conflita = this.plantoes.some(
      (plantao) =>
        plantao.conversaId === conversaId &&
        plantao.vaga.inicio < vaga.fim &&
        vaga.inicio < plantao.vaga.fim,
    );
    return conflita ? 'conflito_de_horario' : null;
  }
}
