import Anthropic from '@anthropic-ai/sdk';

export interface Falha {
  /** What the turn records while the doctor waits. */
  readonly codigo: string;
  readonly status: number | null;
  readonly requestId: string | null;
  /** Waiting will not help: somebody has to change a key, a model name or the code. */
  readonly configuracao: boolean;
}

const porStatus: Readonly<Record<number, readonly [codigo: string, configuracao: boolean]>> = {
  400: ['LLM_PEDIDO_INVALIDO', true],
  401: ['LLM_CREDENCIAL', true],
  402: ['LLM_SEM_CREDITO', true],
  403: ['LLM_SEM_PERMISSAO', true],
  404: ['LLM_MODELO_INEXISTENTE', true],
  408: ['LLM_TIMEOUT', false],
  413: ['LLM_PEDIDO_GRANDE', true],
  422: ['LLM_PEDIDO_INVALIDO', true],
  429: ['LLM_LIMITE', false],
  503: ['LLM_SOBRECARGA', false],
  504: ['LLM_TIMEOUT', false],
  529: ['LLM_SOBRECARGA', false],
};

/** Names what went wrong with a call. The doctor is never left silent, so even a wrong key only means "not now". */
export function codigoDoErro(erro: unknown, venceu: boolean): Falha {
  const nada = { status: null, requestId: null, configuracao: false };
  if (venceu || erro instanceof Anthropic.APIConnectionTimeoutError) {
    return { ...nada, codigo: 'LLM_TIMEOUT' };
  }
  if (erro instanceof Anthropic.APIConnectionError) return { ...nada, codigo: 'LLM_CONEXAO' };
  if (erro instanceof Anthropic.APIError && typeof erro.status === 'number') {
    const [codigo, configuracao] =
      porStatus[erro.status] ??
      (erro.status >= 500 ? ['LLM_ERRO_INTERNO', false] : ['LLM_PEDIDO_INVALIDO', true]);
    return { codigo, configuracao, status: erro.status, requestId: erro.requestID ?? null };
  }
  return { ...nada, codigo: 'LLM_RESPOSTA_INVALIDA' };
}
