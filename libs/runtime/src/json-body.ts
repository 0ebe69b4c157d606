import { AppError } from '@julia/domain';
import type { FastifyAdapter } from '@nestjs/platform-fastify';

/**
 * Every body is read as JSON, whatever its content type says: a message must not be lost over a header. An empty body
 * is `undefined`. A key named `__proto__` is valid JSON: it is dropped, never a reason to refuse.
 */
export function lerCorposComoJson(adapter: FastifyAdapter, bodyLimit: number): void {
  const instance = adapter.getInstance();
  const interpretar = instance.getDefaultJsonParser('remove', 'remove');
  instance.removeAllContentTypeParsers();
  adapter.useBodyParser('*', false, { bodyLimit }, (request, corpo, done) => {
    const texto = corpo.toString();
    if (texto.trim() === '') {
      done(null, undefined);
      return;
    }
    void interpretar(request, texto, (falha, valor) => {
      if (falha) done(new AppError('input', 'CORPO_NAO_JSON', 'O corpo do pedido não é JSON.'));
      else done(null, valor);
    });
  });
}
