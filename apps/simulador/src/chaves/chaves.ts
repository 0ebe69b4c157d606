import { definicao, qualquerAlvo, type NomeChave, type ValorDaChave } from './catalogo.ts';

export interface Ajuste {
  /** Uses left; null: until switched off. */
  readonly vezes: number | null;
  /** Chance of each use, 0 to 1. */
  readonly taxa: number;
  readonly valor: ValorDaChave | null;
  /** The one event or doctor's phone it acts on; null or `*`: all. */
  readonly alvo: string | null;
}

export type EstadoDasChaves = Partial<Record<NomeChave, Ajuste>>;

/** The switches that are on. */
export class Chaves {
  private readonly ligadas = new Map<NomeChave, Ajuste>();
  private readonly ouvintes = new Set<() => void>();
  private readonly sorteio: () => number;

  constructor(sorteio: () => number = Math.random) {
    this.sorteio = sorteio;
  }

  ouvir(ouvinte: () => void): () => void {
    this.ouvintes.add(ouvinte);
    return () => this.ouvintes.delete(ouvinte);
  }

  ligar(nome: NomeChave, ajuste: Partial<Ajuste> = {}): void {
    this.ligadas.set(nome, {
      vezes: ajuste.vezes ?? null,
      taxa: ajuste.taxa ?? 1,
      valor: ajuste.valor ?? definicao(nome).valor?.padrao ?? null,
      alvo: ajuste.alvo ?? definicao(nome).alvos?.[0] ?? null,
    });
    this.avisar();
  }

  desligar(nome: NomeChave): void {
    if (this.ligadas.delete(nome)) this.avisar();
  }

  desligarTodas(): void {
    this.ligadas.clear();
    this.avisar();
  }

  listar(): EstadoDasChaves {
    return Object.fromEntries(this.ligadas);
  }

  /** Without counting a use. */
  espiar(nome: NomeChave): Ajuste | null {
    return this.ligadas.get(nome) ?? null;
  }

  /** Counts one use; null when the switch is off, is meant for another target, or chance spared this one. */
  usar(nome: NomeChave, alvo?: string): Ajuste | null {
    const ajuste = this.ligadas.get(nome);
    if (!ajuste || !acerta(ajuste.alvo, alvo)) return null;
    if (ajuste.taxa < 1 && this.sorteio() >= ajuste.taxa) return null;
    if (ajuste.vezes !== null) {
      if (ajuste.vezes <= 1) this.ligadas.delete(nome);
      else this.ligadas.set(nome, { ...ajuste, vezes: ajuste.vezes - 1 });
      this.avisar();
    }
    return ajuste;
  }

  /** The value of one use as a number; null as in `usar`. */
  usarNumero(nome: NomeChave, alvo?: string): number | null {
    const ajuste = this.usar(nome, alvo);
    return ajuste ? Number(ajuste.valor) : null;
  }

  private avisar(): void {
    for (const ouvinte of this.ouvintes) ouvinte();
  }
}

function acerta(pedido: string | null, alvo: string | undefined): boolean {
  return pedido === null || pedido === qualquerAlvo || pedido === alvo;
}
