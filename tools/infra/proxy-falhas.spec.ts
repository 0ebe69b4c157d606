import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { esperarAte } from './espera.ts';
import { iniciarProxy } from './proxy-falhas.ts';
import type { ProxyTcp } from './proxy-falhas.ts';
import { redisDeTeste } from './redis-de-teste.ts';
import type { RedisDeTeste } from './redis-de-teste.ts';

describe('iniciarProxy', () => {
  let redis: RedisDeTeste;
  let proxy: ProxyTcp;
  const conexoes: Socket[] = [];

  beforeAll(async () => {
    redis = await redisDeTeste();
  });
  beforeEach(async () => {
    proxy = await iniciarProxy({ destino: { host: '127.0.0.1', porta: redis.porta } });
  });
  afterEach(async () => {
    for (const conexao of conexoes.splice(0)) conexao.destroy();
    await proxy.parar();
  });
  afterAll(() => redis.parar());

  async function abrir(porta = proxy.porta): Promise<Socket> {
    const conexao = connect(porta, '127.0.0.1');
    conexoes.push(conexao);
    await once(conexao, 'connect');
    return conexao;
  }

  /** The answer to one command, or how the connection ended instead. */
  async function comando(conexao: Socket, linha: string): Promise<string> {
    conexao.write(`${linha}\r\n`);
    return Promise.race([
      once(conexao, 'data').then(([dados]) => String(dados).trim()),
      once(conexao, 'close').then(() => 'cortada'),
    ]).catch(() => 'cortada');
  }
  const direto = async (linha: string): Promise<string> => comando(await abrir(redis.porta), linha);

  it('is transparent when no fault is set, and counts crossings', async () => {
    const conexao = await abrir();
    expect(await comando(conexao, 'SET a 1')).toBe('+OK');
    expect(await comando(conexao, 'GET a')).toBe('$1\r\n1');
    expect(proxy.travessias).toBe(2);
  });

  it('cuts exactly the k-th crossing before forwarding', async () => {
    proxy.usarGanchos({ antesDeEncaminhar: ({ k }) => (k === 2 ? 'cortar' : 'seguir') });
    const conexao = await abrir();
    expect(await comando(conexao, 'SET b 1')).toBe('+OK');
    expect(await comando(conexao, 'SET b 2')).toBe('cortada');
    expect(await direto('GET b')).toBe('$1\r\n1');
  });

  it('cuts after the answer, when the work is done', async () => {
    proxy.usarGanchos({ depoisDaResposta: () => 'cortar' });
    expect(await comando(await abrir(), 'SET c 1')).toBe('cortada');
    expect(await direto('GET c')).toBe('$1\r\n1');
  });

  it('loses the answer of work that was done', async () => {
    await proxy.falhar({ tipo: 'perder-resposta' });
    expect(await comando(await abrir(), 'SET d 1')).toBe('cortada');
    expect(await direto('GET d')).toBe('$1\r\n1');
  });

  it('swallows everything in a black hole, and new connections work afterwards', async () => {
    await proxy.falhar({ tipo: 'buraco-negro' });
    const perdida = await abrir();
    perdida.write('SET e 1\r\n');
    await proxy.falhar({ tipo: 'nenhuma' });
    expect(await comando(await abrir(), 'SET e 2')).toBe('+OK');
    expect(await direto('GET e')).toBe('$1\r\n2');
  });

  it('refuses connections, cuts those that were open, and recovers on the same port', async () => {
    const aberta = await abrir();
    const fim = once(aberta, 'close').catch(() => undefined);
    aberta.on('error', () => undefined);
    await proxy.falhar({ tipo: 'recusar' });
    await fim;
    await expect(abrir()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await proxy.falhar({ tipo: 'nenhuma' });
    expect(await comando(await abrir(), 'PING')).toBe('+PONG');
  });

  it('resets what arrives', async () => {
    await proxy.falhar({ tipo: 'reset' });
    const conexao = connect(proxy.porta, '127.0.0.1');
    conexoes.push(conexao);
    conexao.on('error', () => undefined);
    await esperarAte(() => conexao.destroyed, 2_000, 'o corte');
  });
});
