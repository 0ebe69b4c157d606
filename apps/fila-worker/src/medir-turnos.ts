import {
  Turnos,
  type Abertura,
  type ContextoTurno,
  type Desfecho,
  type Fechamento,
  type PassoAgente,
  type TextoBloqueado,
} from '@julia/domain';
import type { Metricas } from '@julia/runtime';

/** Turns as they are, and how long the doctor waited for each answer. */
export class TurnosMedidos extends Turnos {
  private readonly turnos: Turnos;
  private readonly metricas: Metricas;
  /** By the turn object itself, which is what a turn is closed with: forgotten with it, however the turn ends. */
  private readonly desdeMs = new WeakMap<ContextoTurno, number>();

  constructor(turnos: Turnos, metricas: Metricas) {
    super();
    this.turnos = turnos;
    this.metricas = metricas;
  }

  override async abrir(conversaId: string, leaseMs: number): Promise<Abertura> {
    const abertura = await this.turnos.abrir(conversaId, leaseMs);
    if (abertura.tipo === 'aberto') {
      const { turno } = abertura;
      const primeira = turno.pendentes[0]?.recebidaEm ?? turno.agora;
      const esperouMs = Math.max(0, turno.agora.getTime() - primeira.getTime());
      this.desdeMs.set(turno, performance.now() - esperouMs);
    }
    return abertura;
  }

  override async fechar(
    contexto: ContextoTurno,
    desfecho: Desfecho,
    bloqueados: readonly TextoBloqueado[],
  ): Promise<Fechamento> {
    const fechamento = await this.turnos.fechar(contexto, desfecho, bloqueados);
    if (fechamento.tipo === 'fechado' && desfecho.tipo === 'handoff') {
      this.metricas.handoffs.inc({ gatilho: desfecho.gatilho });
    }
    const desdeMs = this.desdeMs.get(contexto);
    if (desdeMs !== undefined && fechamento.tipo === 'fechado' && desfecho.tipo === 'responder') {
      this.metricas.resposta.observe((performance.now() - desdeMs) / 1_000);
    }
    return fechamento;
  }

  override renovar(contexto: ContextoTurno, leaseMs: number): Promise<boolean> {
    return this.turnos.renovar(contexto, leaseMs);
  }

  override soltar(contexto: ContextoTurno): Promise<void> {
    return this.turnos.soltar(contexto);
  }

  override guardarPasso(
    contexto: ContextoTurno,
    indice: number,
    passo: PassoAgente,
  ): Promise<void> {
    return this.turnos.guardarPasso(contexto, indice, passo);
  }

  override adiar(contexto: ContextoTurno, esperaMs: number, aviso: string | null) {
    return this.turnos.adiar(contexto, esperaMs, aviso);
  }

  override primeiraDaFila(conversaId: string): Promise<string | null> {
    return this.turnos.primeiraDaFila(conversaId);
  }
}
