import Anthropic from '@anthropic-ai/sdk';
import { AppError, type ChamadasLlm, type Log, type Turno } from '@julia/domain';
import { z } from 'zod';
import { codigoDoErro } from './codigo-do-erro.ts';
import { custoMicroUsd, type Tokens } from './precos.ts';

export interface OpcoesDoModelo {
  readonly apiKey: string;
  readonly baseURL: string;
  /** One call, from connecting to the last byte. */
  readonly prazoChamadaMs: number;
}

export interface Pedido {
  readonly modelo: string;
  readonly motivoModelo: string;
  readonly maxTokens: number;
  readonly sistema: Anthropic.TextBlockParam[];
  readonly ferramentas: Anthropic.Tool[];
  readonly mensagens: Anthropic.MessageParam[];
  readonly prazoMs: number;
}

export type Chamada =
  { tipo: 'mensagem'; mensagem: Anthropic.Message } | { tipo: 'indisponivel'; codigo: string };

const contagem = z
  .number()
  .nonnegative()
  .nullish()
  .transform((valor) => valor ?? 0);
/** What we read of an answer; a proxy's page or a foreign server must not get further than here. */
const respostaSchema = z.looseObject({
  content: z.array(
    z.union([
      z.looseObject({ type: z.literal('text'), text: z.string() }),
      z.looseObject({ type: z.literal('tool_use'), id: z.string().min(1), name: z.string() }),
      z.looseObject({ type: z.string().regex(/^(?!text$|tool_use$)/) }),
    ]),
  ),
  stop_reason: z.string(),
  usage: z.object({
    input_tokens: contagem,
    output_tokens: contagem,
    cache_creation_input_tokens: contagem,
    cache_read_input_tokens: contagem,
    cache_creation: z.object({ ephemeral_1h_input_tokens: contagem }).nullish(),
  }),
});

/** One call to the Messages API: deadline, translation of failures, and its line in the account. Never retries. */
export class Modelo {
  private readonly cliente: Anthropic;
  private readonly chamadas: ChamadasLlm;
  private readonly log: Log;
  private readonly prazoChamadaMs: number;

  constructor(opcoes: OpcoesDoModelo, chamadas: ChamadasLlm, log: Log) {
    this.chamadas = chamadas;
    this.log = log;
    this.prazoChamadaMs = opcoes.prazoChamadaMs;
    this.cliente = new Anthropic({
      apiKey: opcoes.apiKey,
      baseURL: opcoes.baseURL,
      // Retries are the turn's business: they are stored, bounded and visible there.
      maxRetries: 0,
      // Its log lines could carry what doctors write.
      logLevel: 'off',
      openTelemetry: false,
    });
  }

  /** Throws the signal's reason when `sinal` aborts; everything else that can go wrong is `indisponivel`. */
  async chamar(pedido: Pedido, turno: Turno, sinal: AbortSignal): Promise<Chamada> {
    const prazoMs = Math.max(1, Math.ceil(Math.min(this.prazoChamadaMs, pedido.prazoMs)));
    const prazo = AbortSignal.timeout(prazoMs);
    const inicio = performance.now();
    let mensagem: Anthropic.Message;
    let tokens: Tokens;
    try {
      mensagem = await this.cliente.messages.create(
        {
          model: pedido.modelo,
          max_tokens: pedido.maxTokens,
          system: pedido.sistema,
          tools: pedido.ferramentas,
          messages: pedido.mensagens,
        },
        // The library's own timeout ends with the headers; a body that never comes needs the signal.
        { signal: AbortSignal.any([sinal, prazo]), timeout: prazoMs },
      );
      tokens = contarTokens(respostaSchema.parse(mensagem).usage);
    } catch (erro) {
      return this.falhou(erro, { pedido, turno, inicio, sinal, venceu: prazo.aborted });
    }
    await this.registrar(pedido, turno, inicio, 'ok', tokens);
    return { tipo: 'mensagem', mensagem };
  }

  private async falhou(
    erro: unknown,
    chamada: {
      pedido: Pedido;
      turno: Turno;
      inicio: number;
      sinal: AbortSignal;
      venceu: boolean;
    },
  ): Promise<Chamada> {
    const { pedido, turno, inicio, sinal } = chamada;
    if (sinal.aborted) {
      await this.registrar(pedido, turno, inicio, 'LLM_ABORTADA');
      throw motivoDoAborto(sinal);
    }
    const falha = codigoDoErro(erro, chamada.venceu);
    await this.registrar(pedido, turno, inicio, falha.codigo);
    const { codigo, status, requestId } = falha;
    const fatos = {
      conversaId: turno.conversaId,
      turnoId: turno.turnoId,
      modelo: pedido.modelo,
      codigo,
      status,
      requestId,
    };
    if (falha.configuracao) this.log.error(fatos, 'modelo recusou a chamada');
    else this.log.warn(fatos, 'modelo indisponível');
    return { tipo: 'indisponivel', codigo };
  }

  private async registrar(
    pedido: Pedido,
    turno: Turno,
    inicio: number,
    resultado: string,
    tokens: Tokens = semTokens,
  ): Promise<void> {
    await this.chamadas.registrar({
      modelo: pedido.modelo,
      finalidade: 'resposta',
      motivoModelo: pedido.motivoModelo,
      conversaId: turno.conversaId,
      turnoId: turno.turnoId,
      tokensEntrada: tokens.entrada,
      tokensCacheEscrita: tokens.cacheEscrita5m + tokens.cacheEscrita1h,
      tokensCacheLeitura: tokens.cacheLeitura,
      tokensSaida: tokens.saida,
      custoMicroUsd: custoMicroUsd(pedido.modelo, tokens),
      latenciaMs: Math.round(performance.now() - inicio),
      resultado,
    });
  }
}

const semTokens: Tokens = {
  entrada: 0,
  cacheEscrita5m: 0,
  cacheEscrita1h: 0,
  cacheLeitura: 0,
  saida: 0,
};

function contarTokens(usage: z.output<typeof respostaSchema>['usage']): Tokens {
  const cacheEscrita1h = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0;
  return {
    entrada: usage.input_tokens,
    cacheEscrita5m: Math.max(0, usage.cache_creation_input_tokens - cacheEscrita1h),
    cacheEscrita1h,
    cacheLeitura: usage.cache_read_input_tokens,
    saida: usage.output_tokens,
  };
}

/** Why the turn was stopped, as an error of ours. */
export function motivoDoAborto(sinal: AbortSignal): AppError {
  const motivo: unknown = sinal.reason;
  if (motivo instanceof AppError) return motivo;
  return new AppError('rule', 'LEASE_PERDIDO', 'The turn was aborted', {}, { cause: motivo });
}
