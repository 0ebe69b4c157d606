import { describe, expect, it } from '@jest/globals';
import { FalhaHttp } from './falha-http.ts';

const deSistema = (code: string, syscall: string) =>
  Object.assign(new Error(code), { code, syscall });
const lancada = (cause: unknown) => Object.assign(new TypeError('fetch failed'), { cause });
const varios = (...errors: Error[]) => lancada(new AggregateError(errors, 'all addresses failed'));

describe('what fetch throws', () => {
  it.each([
    ['a refused connection', lancada(deSistema('ECONNREFUSED', 'connect')), 'conexao_recusada'],
    ['an unknown host', lancada(deSistema('ENOTFOUND', 'getaddrinfo')), 'dns'],
    ['a name server that is away', lancada(deSistema('EAI_AGAIN', 'getaddrinfo')), 'dns'],
    ['no way to the host', lancada(deSistema('EHOSTUNREACH', 'connect')), 'sem_conexao'],
    ['no way to the network', lancada(deSistema('ENETUNREACH', 'connect')), 'sem_conexao'],
    ['a host that does not answer', lancada(deSistema('ETIMEDOUT', 'connect')), 'sem_conexao'],
    [
      'a connection that takes too long to be made',
      lancada(Object.assign(new Error('x'), { code: 'UND_ERR_CONNECT_TIMEOUT' })),
      'sem_conexao',
    ],
    [
      'two addresses, each unreachable in its own way',
      varios(deSistema('ECONNREFUSED', 'connect'), deSistema('ENETUNREACH', 'connect')),
      'sem_conexao',
    ],
  ])('proves that nothing was written: %s', (_caso, erro, codigo) => {
    expect(FalhaHttp.daRede(erro)).toMatchObject({ codigo, nadaEscrito: true, foraDoAr: true });
  });

  it.each([
    ['a connection that breaks', lancada(deSistema('ECONNRESET', 'read')), 'conexao_perdida'],
    ['a write that fails', lancada(deSistema('EPIPE', 'write')), 'conexao_perdida'],
    ['silence on an open connection', lancada(deSistema('ETIMEDOUT', 'read')), 'conexao_perdida'],
    [
      'one address that broke beside one that refused',
      varios(deSistema('ECONNREFUSED', 'connect'), deSistema('ECONNRESET', 'read')),
      'conexao_perdida',
    ],
    ['an error without a code', lancada(new Error('other side closed')), 'conexao_perdida'],
    ['no address at all', varios(), 'conexao_perdida'],
    ['our own deadline', Object.assign(new Error('x'), { name: 'TimeoutError' }), 'prazo_esgotado'],
    ['nothing', undefined, 'conexao_perdida'],
  ])('proves nothing: %s', (_caso, erro, codigo) => {
    expect(FalhaHttp.daRede(erro)).toMatchObject({ codigo, nadaEscrito: false, foraDoAr: true });
  });
});
