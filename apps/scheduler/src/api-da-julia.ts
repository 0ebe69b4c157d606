import { AppError, type NomeAgendado } from '@julia/domain';
import { z } from 'zod';

export interface OpcoesDaApi {
  readonly url: string;
  readonly token: string;
  readonly prazoMs: number;
}

export interface UltimoTick {
  readonly nome: string;
  readonly ultimoTick: Date | null;
  readonly estado: string | null;
}

const disparoSchema = z.object({ execucaoId: z.string(), duplicada: z.boolean() });
const agendadosSchema = z.array(
  z.object({
    nome: z.string(),
    ultimoTick: z.iso
      .datetime()
      .transform((texto) => new Date(texto))
      .nullable(),
    estado: z.string().nullable(),
  }),
);

/** Answers that a later attempt with the same request may turn into a success. */
const passageiros = new Set([408, 425, 429]);

/** The part of our own API that the scheduler speaks. Throws `transient` while it is worth asking again, else `input`. */
export class ApiDaJulia {
  private readonly opcoes: OpcoesDaApi;

  constructor(opcoes: OpcoesDaApi) {
    this.opcoes = opcoes;
  }

  /** Safe to repeat: the key makes it one run. */
  async disparar(nome: NomeAgendado, tick: Date): Promise<{ duplicada: boolean }> {
    const chave = `${nome}@${tick.toISOString()}`;
    const cabecalhos = { 'idempotency-key': chave, 'x-correlation-id': chave };
    return this.pedir('POST', `/jobs/${nome}`, cabecalhos, disparoSchema);
  }

  async ultimosTicks(): Promise<UltimoTick[]> {
    return this.pedir('GET', '/jobs', {}, agendadosSchema);
  }

  async viva(): Promise<void> {
    await this.pedir('GET', '/health', {}, z.unknown());
  }

  private async pedir<S extends z.ZodType>(
    method: 'GET' | 'POST',
    caminho: string,
    cabecalhos: Readonly<Record<string, string>>,
    resposta: S,
  ): Promise<z.output<S>> {
    const { url, token, prazoMs } = this.opcoes;
    let status: number;
    let corpo: unknown;
    try {
      const res = await fetch(`${url}${caminho}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...cabecalhos },
        redirect: 'error',
        signal: AbortSignal.timeout(prazoMs),
      });
      status = res.status;
      corpo = await res.json().catch(() => undefined);
    } catch (cause) {
      throw new AppError('transient', 'API_INDISPONIVEL', 'The api did not answer', {}, { cause });
    }
    if (status >= 500 || passageiros.has(status)) {
      throw new AppError('transient', 'API_INDISPONIVEL', 'The api cannot do it now', { status });
    }
    const lido = resposta.safeParse(corpo);
    if (status >= 400 || !lido.success) {
      throw new AppError('input', 'API_RECUSOU', 'The api refused or is not ours', { status });
    }
    return lido.data;
  }
}
