import {
  Turnos,
  type Abertura,
  type ContextoTurno,
  type Desfecho,
  type Fechamento,
  type PassoAgente,
  type TextoBloqueado,
} from '../src/conversa/turnos.ts';

/** One scripted opening; remembers how the turn went. */
export class RoteiroTurnos extends Turnos {
  readonly passos: PassoAgente[] = [];
  readonly adiamentos: { esperaMs: number; aviso: string | null }[] = [];
  fechado: { desfecho: Desfecho; bloqueados: readonly TextoBloqueado[] } | null = null;
  fechamento: Fechamento = { tipo: 'fechado', mensagens: ['saida-1'], proximoEmMs: null };
  leaseValido = true;
  primeira: string | null = null;
  /** Whether the lease was given back without closing the turn. */
  solto = false;
  private readonly abertura: Abertura;

  constructor(abertura: Abertura) {
    super();
    this.abertura = abertura;
  }

  override abrir(): Promise<Abertura> {
    return Promise.resolve(this.abertura);
  }

  override renovar(): Promise<boolean> {
    return Promise.resolve(this.leaseValido);
  }

  override soltar(): Promise<void> {
    this.solto = true;
    return Promise.resolve();
  }

  override guardarPasso(
    _contexto: ContextoTurno,
    indice: number,
    passo: PassoAgente,
  ): Promise<void> {
    this.passos[indice] = passo;
    return Promise.resolve();
  }

  override adiar(
    _contexto: ContextoTurno,
    esperaMs: number,
    aviso: string | null,
  ): Promise<{ mensagemId: string | null }> {
    this.adiamentos.push({ esperaMs, aviso });
    return Promise.resolve({ mensagemId: aviso === null ? null : 'aviso-1' });
  }

  override fechar(
    _contexto: ContextoTurno,
    desfecho: Desfecho,
    bloqueados: readonly TextoBloqueado[],
  ): Promise<Fechamento> {
    this.fechado = { desfecho, bloqueados };
    return Promise.resolve(this.fechamento);
  }

  override primeiraDaFila(): Promise<string | null> {
    return Promise.resolve(this.primeira);
  }
}
