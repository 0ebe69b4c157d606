import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { withContext } from './context.ts';
import type { Metricas } from './metrics.ts';

/** Probes and scrapes every few seconds would bury everything else. */
const silenciosas = new Set(['/health', '/health/ready', '/metrics']);

function correlationIdDe(request: FastifyRequest): string {
  const recebido = request.headers['x-correlation-id'];
  return typeof recebido === 'string' && /^[\w.:@-]{8,128}$/.test(recebido)
    ? recebido
    : randomUUID();
}

/**
 * One line per request: method, route pattern (never the address, which may carry a token), status, time. The same
 * correlationId is on every line written while the request is handled and on the jobs it publishes.
 */
export function registrarAcessos(app: FastifyInstance, logger: Logger, metricas: Metricas): void {
  const ids = new WeakMap<FastifyRequest, string>();

  app.addHook('onRequest', (request, _reply, done) => {
    const correlationId = correlationIdDe(request);
    ids.set(request, correlationId);
    withContext({ correlationId }, done);
  });
  // The body arrives in the events of the socket, outside of the context opened above.
  app.addHook('preValidation', (request, _reply, done) => {
    withContext({ correlationId: ids.get(request) }, done);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const rota = request.routeOptions.url ?? 'nenhuma';
    const { method: metodo } = request;
    const status = reply.statusCode;
    metricas.http.observe({ metodo, rota, status }, reply.elapsedTime / 1_000);
    const fatos = {
      correlationId: ids.get(request),
      metodo,
      rota,
      status,
      ms: Math.round(reply.elapsedTime),
    };
    if (silenciosas.has(rota)) logger.debug(fatos, 'request done');
    else logger.info(fatos, 'request done');
    done();
  });
}
