import { randomUUID } from 'node:crypto';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import {
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  circuitBreaker,
  handleWhen,
  isBrokenCircuitError,
  retry,
  wrap,
  type IPolicy,
} from 'cockatiel';
import { AppError } from '@julia/domain';
import type { z } from 'zod';
import { ehTransitorio, traduzirErro } from './erros.ts';
import { paraJson } from './json.ts';
import type { Database, Json } from './types.gen.ts';

type Funcao = keyof Database['public']['Functions'];
type Argumentos<F extends Funcao> = Database['public']['Functions'][F]['Args'];

export interface OpcoesSupabase {
  readonly url: string;
  readonly chave: string;
  /** Longest wait for one answer of the database. */
  readonly prazoMs: number;
}

interface OpcoesChamada {
  /**
   * The function gives the same result when it runs twice with the same arguments, so a lost answer may be asked for
   * again.
   */
  readonly repetivel: boolean;
}

/** Failures in a row that open the circuit, and how long it stays open before one call tries again. */
const falhasAteAbrir = 10;
const meiaAberturaMs = 3_000;
const repeticoes = 2;

/** Calls functions of the database: the one place with timeout, retry, circuit breaker, parsing and translation. */
export class ClienteSupabase {
  private readonly supabase: SupabaseClient<Database>;
  private readonly disjuntor = circuitBreaker(handleWhen(ehTransitorio), {
    halfOpenAfter: meiaAberturaMs,
    breaker: new ConsecutiveBreaker(falhasAteAbrir),
  });
  private readonly comRepeticao: IPolicy;

  constructor(supabase: SupabaseClient<Database>) {
    this.supabase = supabase;
    this.comRepeticao = wrap(
      retry(handleWhen(ehTransitorio), {
        maxAttempts: repeticoes,
        backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 1_000 }),
      }),
      this.disjuntor,
    );
  }

  /** Throws `transient` BANCO_INDISPONIVEL, `rule` or `input` with the database's code, or `bug`. */
  async chamarRpc<F extends Funcao, S extends z.ZodType>(
    funcao: F,
    argumentos: Argumentos<F>,
    resultado: S,
    { repetivel }: OpcoesChamada,
  ): Promise<z.output<S>> {
    const politica: IPolicy = repetivel ? this.comRepeticao : this.disjuntor;
    const limpos = paraJson(argumentos);
    let dados: unknown;
    try {
      dados = await politica.execute(() => this.umaVez(funcao, limpos));
    } catch (thrown) {
      if (!isBrokenCircuitError(thrown)) throw thrown;
      const contexto = { funcao, circuito: 'aberto' };
      throw new AppError('transient', 'BANCO_INDISPONIVEL', 'Database circuit is open', contexto);
    }
    const lido = resultado.safeParse(dados);
    if (lido.success) return lido.data;
    const campos = lido.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new AppError('bug', 'RESPOSTA_DO_BANCO_INESPERADA', 'Unexpected result shape', {
      funcao,
      campos,
    });
  }

  /** True while calls fail at once instead of asking the database. */
  get circuitoAberto(): boolean {
    return this.disjuntor.state === CircuitState.Open;
  }

  private async umaVez(funcao: Funcao, argumentos: Json): Promise<unknown> {
    const { data, error, status } = await this.supabase.rpc(funcao, argumentos as never);
    if (error) throw traduzirErro(funcao, status, error);
    return data;
  }
}

/** Service-role client; for servers only. */
export function criarClienteSupabase({ url, chave, prazoMs }: OpcoesSupabase): ClienteSupabase {
  const supabase = createClient<Database>(url, chave, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: {
      fetch: (entrada, init) => {
        const prazo = AbortSignal.timeout(prazoMs);
        const signal = init?.signal ? AbortSignal.any([init.signal, prazo]) : prazo;
        return fetch(entrada, { ...init, signal });
      },
    },
  });
  return new ClienteSupabase(supabase);
}

/** Proof of a claim, made by the caller so that a repeated call finds its own claim. */
export function novoToken(): string {
  return randomUUID();
}
