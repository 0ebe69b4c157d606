import { AppError } from '@julia/domain';
import type { FastifyAdapter } from '@nestjs/platform-fastify';

/**
 * Every body is read as JSON, whatever its content type says: a message must not be lost over a header. An empty body
 * is `undefined`. A key named `__proto__` is valid JSON: it is dropped, never a reason to refuse.
 * Nest must be told to bring no parser of its own (`bodyParser: false`).
 */
export function lerCorposComoJson(adapter: FastifyAdapter, bodyLimit: number): void {
  const instance = adapter.getInstance();
  const interpretar = instance.getDefaultJsonParser('remove', 'remove');
  const opcoes = { parseAs: 'string', bodyLimit } as const;
  instance.removeAllContentTypeParsers();
  // The usual type by its own name as well: Fastify finds a named parser at once and the other only after a search.
  for (const tipo of ['application/json', '*']) {
    instance.addContentTypeParser<string>(tipo, opcoes, (request, texto, done) => {
      if (!/\S/.test(texto)) {
        done(null, undefined);
        return;
      }
      void interpretar(request, texto, (falha, valor) => {
        if (falha) done(new AppError('input', 'CORPO_NAO_JSON', 'O corpo do pedido não é JSON.'));
        else done(null, valor);
      });
    });
  }
}
