import { randomBytes } from 'node:crypto';

export interface ErroAnthropic {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly corpo: unknown;
}

const tipos: Readonly<Record<number, readonly [tipo: string, mensagem: string]>> = {
  400: ['invalid_request_error', 'Invalid request'],
  401: ['authentication_error', 'invalid bearer token'],
  404: ['not_found_error', 'model not found'],
  413: ['request_too_large', 'Request exceeds the maximum size'],
  429: ['rate_limit_error', 'Number of request tokens has exceeded your rate limit'],
  500: ['api_error', 'Internal server error'],
  529: ['overloaded_error', 'Overloaded'],
};

export const novoIdDePedido = (): string => `req_${randomBytes(12).toString('hex')}`;

export function erroAnthropic(status: number, mensagem?: string): ErroAnthropic {
  const [type, padrao] = tipos[status] ?? ['api_error', 'Internal server error'];
  const id = novoIdDePedido();
  return {
    status,
    headers: { 'request-id': id, ...(status === 429 ? { 'retry-after': '1' } : {}) },
    corpo: { type: 'error', error: { type, message: mensagem ?? padrao }, request_id: id },
  };
}
