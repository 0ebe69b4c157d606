import Fastify, { type FastifyInstance } from 'fastify';
import { ZodError } from 'zod';
import { rotaAoVivo } from './api/ao-vivo.ts';
import { rotasDaApi } from './api/rotas.ts';
import { erroAnthropic } from './anthropic/erros.ts';
import { rotasDaAnthropic } from './anthropic/rotas.ts';
import { erroDaEvolution, rotaInexistente } from './evolution/erros.ts';
import { rotasDaEvolution } from './evolution/rotas.ts';
import { rotasDaPagina } from './pagina/rotas.ts';
import type { Simulador } from './simulador.ts';

const limiteDeCorpo = 32 * 1024 * 1024;

/** HTTP in front of a simulador: Evolution, Anthropic, its own API and the phone page on one port. */
export function criarServidor(simulador: Simulador): FastifyInstance {
  const app = Fastify({
    bodyLimit: limiteDeCorpo,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  });
  app.addHook('onClose', () => simulador.zerar());
  app.setNotFoundHandler((request, reply) => {
    const { status, corpo } = semRota(request.method, request.url);
    return reply.code(status).send(corpo);
  });
  app.setErrorHandler((erro, request, reply) => {
    const { status, corpo } = comErro(erro, request.url);
    return reply.code(status).send(corpo);
  });
  app.get('/health', () => ({ status: 'ok', servico: 'simulador' }));
  rotasDaPagina(app);
  rotasDaEvolution(app, simulador);
  rotasDaAnthropic(app, simulador);
  void app.register(
    (api, _opcoes, pronto) => {
      rotasDaApi(api, simulador);
      rotaAoVivo(api, simulador);
      pronto();
    },
    { prefix: '/simulador' },
  );
  return app;
}

interface Falha {
  readonly status: number;
  readonly corpo: unknown;
}

function semRota(metodo: string, url: string): Falha {
  if (url.startsWith('/v1/')) return erroAnthropic(404, 'Not Found');
  if (url.startsWith('/simulador/')) return { status: 404, corpo: { erro: 'rota desconhecida' } };
  return rotaInexistente(metodo, url);
}

/** Each neighbour reports what went wrong in its own shape. */
function comErro(erro: unknown, url: string): Falha {
  const status = erro instanceof ZodError ? 400 : statusDe(erro);
  const texto = erro instanceof Error ? erro.message : String(erro);
  if (url.startsWith('/v1/')) return erroAnthropic(status, texto);
  if (url.startsWith('/simulador/')) return { status, corpo: { erro: texto } };
  return erroDaEvolution(status, status === 400 ? [texto] : texto);
}

function statusDe(erro: unknown): number {
  if (typeof erro !== 'object' || erro === null || !('statusCode' in erro)) return 500;
  return typeof erro.statusCode === 'number' ? erro.statusCode : 500;
}
