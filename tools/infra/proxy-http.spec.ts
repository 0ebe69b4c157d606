import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { iniciarProxyHttp } from './proxy-http.ts';
import type { ProxyHttp } from './proxy-http.ts';

describe('iniciarProxyHttp', () => {
  let alvo: Server;
  let destino: string;
  let proxy: ProxyHttp;
  const recebidos: string[] = [];

  beforeEach(async () => {
    recebidos.length = 0;
    alvo = createServer((pedido, resposta) => {
      let corpo = '';
      pedido.setEncoding('utf8').on('data', (parte) => (corpo += String(parte)));
      pedido.on('end', () => {
        recebidos.push(`${pedido.method} ${pedido.url} ${corpo}`);
        resposta.writeHead(201, { 'x-alvo': 'sim' });
        if (pedido.url !== '/fluxo') resposta.end(`eco ${corpo}`);
        else resposta.write('primeira parte');
      });
    });
    await new Promise<void>((resolve) => alvo.listen(0, '127.0.0.1', resolve));
    destino = `http://127.0.0.1:${(alvo.address() as AddressInfo).port}`;
    proxy = await iniciarProxyHttp({ destino });
  });
  afterEach(async () => {
    await proxy.parar();
    alvo.closeAllConnections();
    alvo.close();
  });

  const pedir = (corpo = 'oi', caminho = '/x', sinal?: AbortSignal): Promise<Response> =>
    fetch(proxy.url + caminho, { method: 'POST', body: corpo, signal: sinal });

  it('is transparent when no fault is set', async () => {
    const resposta = await pedir('á'.repeat(200_000));
    expect(resposta.status).toBe(201);
    expect(resposta.headers.get('x-alvo')).toBe('sim');
    expect(await resposta.text()).toHaveLength(200_004);
  });

  it('streams an answer that has not ended', async () => {
    const resposta = await pedir('', '/fluxo');
    const leitor = resposta.body?.getReader();
    const { value } = (await leitor?.read()) ?? {};
    expect(new TextDecoder().decode(value)).toBe('primeira parte');
    await leitor?.cancel();
  });

  it('cuts exactly the k-th crossing before the target sees it', async () => {
    proxy.usarGanchos({ antesDeEncaminhar: ({ k }) => (k === 2 ? 'cortar' : 'seguir') });
    await pedir('um');
    await expect(pedir('dois')).rejects.toThrow();
    await pedir('três');
    expect(recebidos).toEqual(['POST /x um', 'POST /x três']);
    expect(proxy.travessias).toBe(3);
  });

  it('cuts after the answer: the target did the work and the client does not know', async () => {
    const vistas: unknown[] = [];
    proxy.usarGanchos({
      depoisDaResposta: ({ k, metodo, caminho, status, corpo }) => {
        vistas.push({ k, metodo, caminho, status, corpo: corpo.toString() });
        return 'cortar';
      },
    });
    await expect(pedir('um')).rejects.toThrow();
    expect(recebidos).toEqual(['POST /x um']);
    expect(vistas).toEqual([{ k: 1, metodo: 'POST', caminho: '/x', status: 201, corpo: 'um' }]);
  });

  it('holds a crossing for as long as the hook takes', async () => {
    const { promise: porteira, resolve: abrir } = Promise.withResolvers<undefined>();
    const { promise: chegou, resolve: avisar } = Promise.withResolvers<undefined>();
    proxy.usarGanchos({
      antesDeEncaminhar: () => {
        avisar(undefined);
        return porteira;
      },
    });
    const pedido = pedir();
    await chegou;
    expect(recebidos).toEqual([]);
    abrir(undefined);
    expect((await pedido).status).toBe(201);
  });

  it('counts anew, and leaves out what it is told to ignore', async () => {
    const outro = await iniciarProxyHttp({
      destino,
      ignorar: ({ caminho }) => caminho === '/saude',
    });
    try {
      await fetch(`${outro.url}/saude`);
      await fetch(`${outro.url}/x`);
      expect(outro.travessias).toBe(1);
      outro.recomecarContagem();
      expect(outro.travessias).toBe(0);
    } finally {
      await outro.parar();
    }
  });

  it.each([{ tipo: 'reset' }, { tipo: 'recusar' }] as const)(
    'forwards nothing under $tipo and recovers on the same port',
    async (falha) => {
      await pedir('antes');
      await proxy.falhar(falha);
      await expect(pedir('durante')).rejects.toThrow();
      await proxy.falhar({ tipo: 'nenhuma' });
      expect((await pedir('depois')).status).toBe(201);
      expect(recebidos).toEqual(['POST /x antes', 'POST /x depois']);
    },
  );

  it('never answers from a black hole', async () => {
    await proxy.falhar({ tipo: 'buraco-negro' });
    await expect(pedir('oi', '/x', AbortSignal.timeout(100))).rejects.toThrow(/timeout/);
    expect(recebidos).toEqual([]);
  });

  it('loses the answer of work that was done', async () => {
    await proxy.falhar({ tipo: 'perder-resposta' });
    await expect(pedir()).rejects.toThrow();
    expect(recebidos).toEqual(['POST /x oi']);
  });

  it('answers with a status by itself', async () => {
    await proxy.falhar({ tipo: 'status', status: 529, corpo: '{"type":"error"}' });
    const resposta = await pedir();
    expect([resposta.status, await resposta.text()]).toEqual([529, '{"type":"error"}']);
    expect(recebidos).toEqual([]);
  });

  it('waits as long as the latency says', async () => {
    await proxy.falhar({ tipo: 'latencia', ms: 60 });
    const inicio = performance.now();
    expect((await pedir()).status).toBe(201);
    expect(performance.now() - inicio).toBeGreaterThanOrEqual(55);
  });
});
