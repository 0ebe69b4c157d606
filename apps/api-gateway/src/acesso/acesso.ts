import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/**
 * Who may call a route: everybody, Evolution with the webhook's token, holders of the API token, or these and the
 * scheduler, whose token opens `jobs` alone.
 */
export type Acesso = 'publico' | 'webhook' | 'api' | 'jobs';

/** Required on every route: one without it is refused at run time and by a test. */
export const ComAcesso = (acesso: Acesso) => applyDecorators(RouteConfig({ acesso }));

/** What the route says of itself; undefined when it says nothing. */
export function acessoDe({ config }: FastifyRequest['routeOptions']): Acesso | undefined {
  const { acesso } = config as { acesso?: Acesso };
  return acesso;
}
