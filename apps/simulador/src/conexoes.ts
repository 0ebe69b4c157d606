import type { FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as esperar } from 'node:timers/promises';

/** Ends the call without an answer. */
export function cortar(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  request.raw.socket.destroy();
}

/** Leaves the call open until the client gives up, or `ms` passed; then cuts it. */
export async function travar(
  request: FastifyRequest,
  reply: FastifyReply,
  ms: number,
): Promise<void> {
  reply.hijack();
  const desistiu = new AbortController();
  request.raw.socket.once('close', () => desistiu.abort());
  await esperar(ms, undefined, { signal: desistiu.signal, ref: false }).catch(() => undefined);
  request.raw.socket.destroy();
}

export async function atrasar(ms: number | null): Promise<void> {
  if (ms !== null && ms > 0) await esperar(ms);
}
