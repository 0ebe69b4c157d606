import type { Metricas } from '@julia/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acessoDe } from '../acesso/acesso.ts';
import type { PedirRecuperacao } from './pedir-recuperacao.ts';

/** Deliveries that were not stored, by the name they are counted under. */
const recusas: Readonly<Record<number, string>> = {
  400: 'nao_json',
  401: 'nao_autorizado',
  413: 'grande_demais',
  500: 'erro',
  503: 'indisponivel',
};

/** Counts refused deliveries and asks for what they carried. What is not JSON never came from Evolution. */
export function contarRecusas(metricas: Metricas, recuperacao: PedirRecuperacao) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const resultado = recusas[reply.statusCode];
    if (resultado !== undefined && acessoDe(request.routeOptions) === 'webhook') {
      metricas.webhooks.inc({ resultado });
      if (reply.statusCode !== 400) recuperacao.perdeu();
    }
    done();
  };
}
