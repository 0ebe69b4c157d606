import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';
import { z } from 'zod';
import type { Simulador } from '../simulador.ts';
import { novoId } from '../mundo/identificadores.ts';
import { erroDaEvolution, erroDeEsquema } from './erros.ts';
import { dono } from './eventos.ts';

const configuracaoSchema = z.object({
  webhook: z.object({
    enabled: z.boolean(),
    url: z.string(),
    headers: z.record(z.string(), z.string()).default({}),
    byEvents: z.boolean().default(false),
    base64: z.boolean().default(false),
    events: z.array(z.string()).optional(),
  }),
});

/** The per-instance webhook: where events go and with which static headers. */
export function rotasDeWebhook(
  app: FastifyInstance,
  { entregador, relogio }: Simulador,
  guarda: preHandlerAsyncHookHandler,
): void {
  const criadoEm = relogio.agora().toISOString();
  let eventos: readonly string[] = [];

  const linha = () => ({
    id: idDaLinha,
    url: entregador.destino.url,
    headers: entregador.destino.headers,
    enabled: entregador.destino.enabled,
    events: eventos,
    webhookByEvents: false,
    webhookBase64: false,
    createdAt: criadoEm,
    updatedAt: relogio.agora().toISOString(),
    instanceId: dono.instanceId,
  });
  const idDaLinha = novoId.deRegistro();

  app.post('/webhook/set/:instancia', { preHandler: guarda }, async (request, reply) => {
    const pedido = configuracaoSchema.safeParse(request.body);
    if (!pedido.success) {
      const erro = erroDeEsquema('instance.webhook requires property "enabled"');
      return reply.code(erro.status).send(erro.corpo);
    }
    const { enabled, url, headers, events } = pedido.data.webhook;
    if (enabled && !events) {
      // The real one reads the length of the missing list.
      const erro = erroDaEvolution(500, "Cannot read properties of undefined (reading 'length')");
      return reply.code(erro.status).send(erro.corpo);
    }
    eventos = events ?? [];
    Object.assign(entregador.destino, { enabled, url, headers });
    return reply.code(201).send(linha());
  });
  app.get('/webhook/find/:instancia', { preHandler: guarda }, () => linha());
}
