import { AppError } from '@julia/domain';

/** `fora` makes the service unready; `degradado` is only shown. */
export type EstadoDependencia = 'ok' | 'degradado' | 'fora';

export interface Verificacao {
  readonly nome: string;
  /** A critical dependency that fails is `fora`; any other is `degradado`. */
  readonly critica: boolean;
  /** Throws when the dependency does not answer. Undefined means ok; some say their state themselves. */
  readonly verificar: () => Promise<RespostaDependencia | undefined>;
}

export interface RespostaDependencia {
  readonly estado: EstadoDependencia;
  /** A code, never a message: this answer is public. */
  readonly motivo?: string;
}

export interface Prontidao {
  readonly status: 'pronto' | 'indisponivel' | 'drenando';
  readonly dependencias: Readonly<Record<string, RespostaDependencia & { readonly ms: number }>>;
}

const validadeMs = 1_000;
const limiteMs = 1_500;

/** Is this process fit for work, and what does it think of its dependencies. */
export class Saude {
  private readonly verificacoes: Verificacao[] = [];
  private drenando = false;
  private guardada: { readonly ate: number; readonly prontidao: Promise<Prontidao> } | undefined;

  registrar(verificacao: Verificacao): void {
    this.verificacoes.push(verificacao);
    this.guardada = undefined;
  }

  /** From now on unready for good, so that nobody sends new work while the process ends. */
  drenar(): void {
    this.drenando = true;
  }

  estaDrenando(): boolean {
    return this.drenando;
  }

  /** Checks at most once a second however often it is asked, so that probes cost dependencies nothing. */
  async prontidao(): Promise<Prontidao> {
    const agora = performance.now();
    if (!this.guardada || this.guardada.ate <= agora) {
      this.guardada = { ate: agora + validadeMs, prontidao: this.verificarTodas() };
    }
    const prontidao = await this.guardada.prontidao;
    return this.drenando ? { ...prontidao, status: 'drenando' } : prontidao;
  }

  private async verificarTodas(): Promise<Prontidao> {
    const pares = await Promise.all(
      this.verificacoes.map(async (v) => [v.nome, await verificarUma(v)] as const),
    );
    const dependencias = Object.fromEntries(pares);
    const fora = pares.some(([, resposta]) => resposta.estado === 'fora');
    return { status: fora ? 'indisponivel' : 'pronto', dependencias };
  }
}

async function verificarUma({ critica, verificar }: Verificacao) {
  const inicio = performance.now();
  const medir = () => Math.round(performance.now() - inicio);
  let relogio: NodeJS.Timeout | undefined;
  const prazo = new Promise<never>((_, rejeitar) => {
    const demorou = () =>
      rejeitar(new AppError('transient', 'SEM_RESPOSTA', 'Dependency did not answer in time'));
    relogio = setTimeout(demorou, limiteMs);
  });
  try {
    const resposta = (await Promise.race([verificar(), prazo])) ?? { estado: 'ok' as const };
    return { ...resposta, ms: medir() };
  } catch (erro) {
    const estado: EstadoDependencia = critica ? 'fora' : 'degradado';
    return { estado, motivo: AppError.from(erro).code, ms: medir() };
  } finally {
    clearTimeout(relogio);
  }
}
