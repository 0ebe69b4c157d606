import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { withContext } from './context.ts';
import type { Metricas } from './metrics.ts';

/** Probes and scrapes every few seconds would bury everything else. */
const silenciosas = new Set(['/health', '/health/ready', '/metrics']);

/** The caller's own id when it is one, else a new one; Fastify keeps it as `request.id`. */
export function correlationIdDe({ headers }: { readonly headers: IncomingHttpHeaders }): string {
  const recebido = headers['x-correlation-id'];
  return typeof recebido === 'string' && /^[\w.:@-]{8,128}$/.test(recebido)
    ? recebido
    : randomUUID();
}

/**
 * One line per request: method, route pattern (never the address, which may carry a token), status, time. The same
 * correlationId is on every line written while the request is handled and on the jobs it publishes.
 */
export function registrarAcessos(app: FastifyInstance, logger: Logger, metricas: Metricas): void {
  // These facts are ours and hold no words of a caller: there is nothing to hide in them, and hiding costs time.
  const acessos = logger.child({}, { redact: [] });

  app.addHook('onRequest', (request, _reply, done) => {
    withContext({ correlationId: request.id }, done);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const rota = request.routeOptions.url ?? 'nenhuma';
    const { method: metodo } = request;
    const status = reply.statusCode;
    const decorridoMs = reply.elapsedTime;
    metricas.http.observe({ metodo, rota, status }, decorridoMs / 1_000);
    const fatos = {
      correlationId: request.id,
      metodo,
      rota,
      status,
      ms: Math.round(decorridoMs),
    };
    if (silenciosas.has(rota)) acessos.debug(fatos, 'request done');
    else acessos.info(fatos, 'request done');
    done();
  });
}
