import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  esperarAte,
  iniciarProxy,
  iniciarProxyHttp,
  iniciarSupabase,
  type ProxyHttp,
} from '@julia/infra';
import { z } from 'zod';
import {
  criarCenario,
  leaseEnvioMs,
  novoTelefone,
  recebida,
  semLimites,
  type Cenario,
} from '../test/cenario.ts';
import { criarClienteSupabase, SupabaseConfiguracoes, type ClienteSupabase } from './index.ts';
import { SupabaseConversas } from './supabase-conversas.ts';
import { SupabaseEnvios } from './supabase-envios.ts';

describe('ClienteSupabase before answers it did not hope for', () => {
  let servidor: Server;
  let responder: (chamada: number) => { status: number; corpo: string } | null;
  let chamadas = 0;
  let url: string;
  beforeAll(async () => {
    servidor = createServer((_pedido, resposta) => {
      chamadas += 1;
      const r = responder(chamadas);
      if (r) resposta.writeHead(r.status, { 'content-type': 'application/json' }).end(r.corpo);
    });
    await new Promise<void>((ok) => servidor.listen(0, '127.0.0.1', ok));
    url = `http://127.0.0.1:${(servidor.address() as AddressInfo).port}`;
  });
  afterAll(
    () =>
      new Promise((ok) => {
        servidor.closeAllConnections();
        servidor.close(ok);
      }),
  );
  afterEach(() => {
    chamadas = 0;
  });

  const cliente = () => criarClienteSupabase({ url, chave: 'x', prazoMs: 150 });
  const chamar = (de: ClienteSupabase, repetivel = false) =>
    de.chamarRpc('chamadas_llm_gasto_hoje', {}, z.coerce.number(), { repetivel });
  const erro = (code: string, message = 'm', details: string | null = null) =>
    JSON.stringify({ code, message, details, hint: null });

  it.each([
    {
      nome: 'a rule of ours',
      status: 409,
      corpo: erro('PT409', 'm', 'LEASE_PERDIDO'),
      kind: 'rule',
      code: 'LEASE_PERDIDO',
    },
    {
      nome: 'a guard of a table, which only a mistake of ours meets',
      status: 409,
      corpo: erro('PT409', 'm', 'MOVIMENTO_ILEGAL'),
      kind: 'bug',
      code: 'MOVIMENTO_ILEGAL',
    },
    {
      nome: 'an input of ours',
      status: 400,
      corpo: erro('PT400', 'm', 'TEXTO_VAZIO'),
      kind: 'input',
      code: 'TEXTO_VAZIO',
    },
    {
      nome: 'a gateway without a body',
      status: 502,
      corpo: '',
      kind: 'transient',
      code: 'BANCO_INDISPONIVEL',
    },
    {
      nome: 'a page instead of JSON',
      status: 500,
      corpo: '<html>oops</html>',
      kind: 'transient',
      code: 'BANCO_INDISPONIVEL',
    },
    {
      nome: 'too many requests',
      status: 429,
      corpo: '{}',
      kind: 'transient',
      code: 'BANCO_INDISPONIVEL',
    },
    {
      nome: 'a deadlock',
      status: 500,
      corpo: erro('40P01'),
      kind: 'transient',
      code: 'BANCO_INDISPONIVEL',
    },
    {
      nome: 'a deadlock on the embedded edition',
      status: 500,
      corpo: erro('SUP', 'PostgresError: deadlock detected'),
      kind: 'transient',
      code: 'BANCO_INDISPONIVEL',
    },
    {
      nome: 'a database that is away',
      status: 503,
      corpo: erro('PGRST001'),
      kind: 'transient',
      code: 'BANCO_INDISPONIVEL',
    },
    {
      nome: 'a broken check',
      status: 400,
      corpo: erro('23514'),
      kind: 'bug',
      code: 'BANCO_RECUSOU',
    },
    {
      nome: 'a broken check on the embedded edition',
      status: 500,
      corpo: erro('SUP', 'PostgresError: violates check constraint'),
      kind: 'bug',
      code: 'BANCO_RECUSOU',
    },
    { nome: 'a wrong key', status: 401, corpo: '{}', kind: 'bug', code: 'BANCO_RECUSOU' },
    {
      nome: 'an unknown function',
      status: 404,
      corpo: erro('PGRST202'),
      kind: 'bug',
      code: 'BANCO_RECUSOU',
    },
    {
      nome: 'a result of another shape',
      status: 200,
      corpo: '{"a":1}',
      kind: 'bug',
      code: 'RESPOSTA_DO_BANCO_INESPERADA',
    },
  ])('$nome is $kind $code', async ({ status, corpo, kind, code }) => {
    responder = () => ({ status, corpo });
    await expect(chamar(cliente())).rejects.toMatchObject({ kind, code });
    expect(chamadas).toBe(1);
  });

  it('never lets a value of the database into the error', async () => {
    responder = () => ({
      status: 400,
      corpo: erro('22P02', 'invalid input syntax: "5511999"', 'x 5511999'),
    });
    const thrown: unknown = await chamar(cliente()).catch((e: unknown) => e);
    expect(thrown).toMatchObject({ kind: 'bug', context: { codigo: '22P02' } });
    expect(String(thrown) + JSON.stringify(thrown)).not.toContain('5511999');
  });

  it('gives up on silence, and asks again only for what may be repeated', async () => {
    responder = () => null;
    await expect(chamar(cliente())).rejects.toMatchObject({ kind: 'transient' });
    expect(chamadas).toBe(1);
    responder = (n) => (n < 4 ? null : { status: 200, corpo: '7' });
    expect(await chamar(cliente(), true)).toBe(7);
    expect(chamadas).toBe(4);
  });

  it('is transient when nobody listens', async () => {
    const ninguem = criarClienteSupabase({ url: 'http://127.0.0.1:9', chave: 'x', prazoMs: 500 });
    await expect(chamar(ninguem)).rejects.toMatchObject({ kind: 'transient' });
  });

  it('stops asking a database that keeps failing, and comes back by itself', async () => {
    const um = cliente();
    responder = () => ({ status: 503, corpo: '' });
    for (let i = 0; i < 10; i += 1) await chamar(um).catch(() => undefined);
    expect(um.circuitoAberto).toBe(true);
    await expect(chamar(um)).rejects.toMatchObject({
      kind: 'transient',
      context: { circuito: 'aberto' },
    });
    expect(chamadas).toBe(10);
    responder = () => ({ status: 200, corpo: '3' });
    expect(await esperarAte(() => chamar(um))).toBe(3);
    expect(um.circuitoAberto).toBe(false);
  });
});

describe('ClienteSupabase before a database with faults', () => {
  let c: Cenario;
  let proxy: ProxyHttp;
  let cliente: ClienteSupabase;
  beforeAll(async () => {
    c = await criarCenario();
    proxy = await iniciarProxyHttp({ destino: c.banco.urlSupabase });
    cliente = criarClienteSupabase({ url: proxy.url, chave: c.banco.chave, prazoMs: 5_000 });
  });
  afterAll(async () => {
    await proxy.parar();
    await c.banco.parar();
  });

  /** The next answer is lost after the database did the work; the repetition arrives. */
  const perderUma = () => {
    let perdidas = 0;
    proxy.usarGanchos({
      depoisDaResposta: () => {
        perdidas += 1;
        return perdidas === 1 ? 'cortar' : 'seguir';
      },
    });
    return () => perdidas;
  };

  it('a lost answer of a claim is asked for again and is the same claim', async () => {
    const { mensagens } = await c.responder(novoTelefone());
    const envios = new SupabaseEnvios(cliente);
    const respostas = perderUma();
    const r = await envios.reivindicar(mensagens[0]!, semLimites, leaseEnvioMs);
    expect(respostas()).toBe(2);
    expect(r).toMatchObject({ tipo: 'enviar' });
  });

  it('a lost answer of a registration stores the message once', async () => {
    const respostas = perderUma();
    const { conversaId } = await new SupabaseConversas(cliente).registrarRecebida(
      recebida(novoTelefone(), 'oi'),
      { silencioMs: 0, maximoMs: 0 },
      99,
    );
    expect(respostas()).toBe(2);
    const linhas = await c.banco.sql`select 1 from mensagens where conversa_id = ${conversaId}`;
    expect(linhas).toHaveLength(1);
  });

  it('a Postgres that is cut off or away is transient, and what could be repeated was', async () => {
    const { hostname, port, pathname, username } = new URL(c.banco.urlPostgres);
    const tcp = await iniciarProxy({ destino: { host: hostname, porta: Number(port) } });
    const urlPostgres = `postgres://${username}@127.0.0.1:${tcp.porta}${pathname}`;
    const supabase = await iniciarSupabase({ urlPostgres, conexoes: 3 });
    const { url, chave } = supabase;
    const configuracoes = new SupabaseConfiguracoes(
      criarClienteSupabase({ url, chave, prazoMs: 4_000 }),
    );
    try {
      expect((await configuracoes.ler()).versaoEsquema).toBe(6);
      tcp.cortarConexoes();
      expect((await configuracoes.ler()).versaoEsquema).toBe(6);
      await tcp.falhar({ tipo: 'recusar' });
      await expect(configuracoes.ler()).rejects.toMatchObject({ kind: 'transient' });
      await tcp.falhar({ tipo: 'nenhuma' });
      expect((await esperarAte(() => configuracoes.ler())).versaoEsquema).toBe(6);
    } finally {
      await supabase.parar();
      await tcp.parar();
    }
  });
});
