import type { FastifyInstance } from 'fastify';
import { pagina } from './html.ts';

/** Evolution's greeting; `simulador` is what tells the two apart. */
const boasVindas = {
  status: 200,
  message: 'Welcome to the Evolution API, it is working!',
  version: '2.3.7',
  clientName: 'simulador',
  manager: 'http://simulador.local/manager',
  documentation: 'https://doc.evolution-api.com',
  whatsappWebVersion: '2.3000.1025190524',
  simulador: true,
};

/** `GET /`: the phone page for a browser, Evolution's greeting for everybody else. */
export function rotasDaPagina(app: FastifyInstance): void {
  app.get('/', (request, reply) => {
    if (!(request.headers.accept ?? '').includes('text/html')) return reply.send(boasVindas);
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header(
        'content-security-policy',
        "default-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:",
      )
      .send(pagina);
  });
}
