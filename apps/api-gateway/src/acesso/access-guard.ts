import { respostaPadrao } from '@julia/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acessoDe } from './acesso.ts';
import { bearerDe, type Tokens } from './tokens.ts';

export interface TokensDaApi {
  readonly webhook: Tokens;
  readonly api: Tokens;
  readonly jobs: Tokens;
}

const prefixoPublico = '/static/';

/**
 * Refuses before the body is read: a caller without the token costs no memory and learns nothing. A route that does
 * not say who may call it is refused too.
 */
export class AccessGuard {
  private readonly tokens: TokensDaApi;

  constructor(tokens: TokensDaApi) {
    this.tokens = tokens;
  }

  readonly onRequest = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    if (this.permite(request)) {
      done();
      return;
    }
    const { status, codigo, mensagem } = respostaPadrao(401);
    void reply.status(status).send({ codigo, mensagem });
  };

  private permite(request: FastifyRequest): boolean {
    // Fastify puts these together anew at each reading.
    const rota = request.routeOptions;
    if (rota.url === undefined || rota.url.startsWith(prefixoPublico)) return true;
    const bearer = bearerDe(request.headers.authorization);
    switch (acessoDe(rota)) {
      case 'publico':
        return true;
      case 'webhook':
        return this.tokens.webhook.aceita(bearer ?? tokenDoCaminho(request));
      case 'api':
        return this.tokens.api.aceita(bearer);
      case 'jobs':
        return this.tokens.jobs.aceita(bearer);
      case undefined:
        return false;
    }
  }
}

/** `/webhook/evolution/<token>`, for senders that cannot set a header. */
function tokenDoCaminho(request: FastifyRequest): string | undefined {
  const { token } = request.params as { token?: string };
  return token;
}
