import fastifyStatic from '@fastify/static';
import { Metricas } from '@julia/runtime';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccessGuard } from './acesso/access-guard.ts';
import { Tokens } from './acesso/tokens.ts';
import type { Config } from './app.config.ts';
import { contarRecusas } from './webhook/contar-recusas.ts';
import { PedirRecuperacao } from './webhook/pedir-recuperacao.ts';

/** What happens around every request of the api, before Nest sees it. */
export async function prepararHttp(app: NestFastifyApplication, config: Config): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  const guarda = new AccessGuard({
    webhook: new Tokens([config.EVOLUTION_WEBHOOK_TOKEN, config.EVOLUTION_WEBHOOK_TOKEN_ANTERIOR]),
    api: new Tokens([config.JULIA_API_TOKEN]),
    jobs: new Tokens([config.JULIA_JOBS_TOKEN, config.JULIA_API_TOKEN]),
  });
  fastify.addHook('onRequest', guarda.onRequest);
  fastify.addHook('onResponse', contarRecusas(app.get(Metricas), app.get(PedirRecuperacao)));
  if (config.STATIC_DIR !== undefined) {
    await app.register(fastifyStatic, {
      root: config.STATIC_DIR,
      prefix: '/static/',
      decorateReply: false,
      index: false,
      dotfiles: 'ignore',
    });
  }
}
