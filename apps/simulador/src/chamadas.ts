export interface EnvioRecebido {
  readonly numero: string;
  readonly texto: string;
  readonly em: string;
  /** HTTP status answered, or `trava` / `corta`. */
  readonly resultado: string;
}

export interface ChamadaDoModelo {
  readonly modelo: string;
  readonly em: string;
  readonly resultado: string;
  readonly ferramentas: readonly string[];
}

/** Enough for a test to read back, small enough to forget about. */
const maximoGuardado = { envios: 5_000, modelo: 5_000, corpos: 50 } as const;

function guardar<T>(lista: T[], item: T, maximo: number): void {
  lista.push(item);
  if (lista.length > maximo) lista.shift();
}

/** What was asked of the outside world, for tests to read back. */
export class Chamadas {
  private porRota = new Map<string, number>();
  private envios: EnvioRecebido[] = [];
  private modelo: ChamadaDoModelo[] = [];
  private corpos: unknown[] = [];
  private totalModelo = 0;

  contar(rota: string): void {
    this.porRota.set(rota, (this.porRota.get(rota) ?? 0) + 1);
  }

  registrarEnvio(envio: EnvioRecebido): void {
    guardar(this.envios, envio, maximoGuardado.envios);
  }

  registrarModelo(chamada: ChamadaDoModelo, corpo: unknown): void {
    this.totalModelo += 1;
    guardar(this.modelo, chamada, maximoGuardado.modelo);
    guardar(this.corpos, corpo, maximoGuardado.corpos);
  }

  resumo() {
    return {
      evolution: Object.fromEntries(this.porRota),
      sendText: this.envios,
      llm: { total: this.totalModelo, chamadas: this.modelo },
    };
  }

  /** Request bodies of the latest calls to the model, oldest first. */
  corposDoModelo(): readonly unknown[] {
    return this.corpos;
  }

  zerar(): void {
    this.porRota = new Map();
    this.envios = [];
    this.modelo = [];
    this.corpos = [];
    this.totalModelo = 0;
  }
}
