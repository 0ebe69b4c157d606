import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventoWhatsappSchema, talvezSemRegistro } from '@julia/domain';

import { respostasRest } from '../../testing/fixtures.ts';
import {
  abrirServidor,
  calar,
  cortar,
  cortarNoMeio,
  json,
  type Resposta,
  type Servidor,
} from '../../testing/servidor.ts';
import type { OpcoesEvolution } from './evolution-http.ts';
import { EvolutionMensageiro } from './evolution-mensageiro.ts';

const destino = { instancia: 'julia-test', numero: '5511999990001' };
const desde = new Date('2026-11-20T12:00:00.000Z');
const ate = new Date('2026-11-20T12:10:00.000Z');

let servidor: Servidor;
let falhas: string[];

function fixture(nome: string): Resposta {
  const { status, body } = respostasRest.get(nome)!.response;
  return json(status, body);
}

function criar(opcoes: Partial<OpcoesEvolution> = {}): EvolutionMensageiro {
  return new EvolutionMensageiro({
    url: servidor.url,
    apiKey: 'TOKEN',
    prazoMs: 5_000,
    registrarFalha: (operacao, codigo) => falhas.push(`${operacao} ${codigo}`),
    ...opcoes,
  });
}

/** Polls a condition of the other side of a socket. */
async function ateQue(condicao: () => boolean): Promise<void> {
  while (!condicao()) await new Promise((seguir) => setImmediate(seguir));
}

beforeEach(async () => {
  servidor = await abrirServidor();
  falhas = [];
});
afterEach(() => servidor.fechar());

const recusada = (codigo: string, mais: object = {}) => ({
  tipo: 'falha_conhecida',
  codigo,
  definitiva: false,
  banimento: false,
  ...mais,
});
const foraDoAr = (codigo: string) => ({ tipo: 'fora_do_ar', codigo });
const incerta = (codigo: string) => ({ tipo: 'incerta', codigo });
const erro400 = (message: unknown) => json(400, { status: 400, response: { message } });

describe('EvolutionMensageiro.enviarTexto', () => {
  it('posts the number and the text, without the delay of Evolution, and returns the id', async () => {
    servidor.responder(fixture('sendText.201'));
    const tentativa = await criar().enviarTexto(destino, 'Oi Doutora, tudo bem?');
    expect(tentativa).toEqual({ tipo: 'aceita', idProvedor: '3EB0AAAAAAAAAAAAAAAA01' });
    expect(servidor.pedidos).toEqual([
      {
        metodo: 'POST',
        caminho: '/message/sendText/julia-test',
        apikey: 'TOKEN',
        corpo: { number: '5511999990001', text: 'Oi Doutora, tudo bem?' },
      },
    ]);
    expect(falhas).toEqual([]);
  });

  it('keeps the path of the address and escapes the name of the instância', async () => {
    servidor.responder(fixture('sendText.201'));
    const lid = { instancia: 'a/b', numero: '100000000000001@lid' };
    await criar({ url: `${servidor.url}/evolution/` }).enviarTexto(lid, 'oi');
    expect(servidor.pedidos[0]).toMatchObject({
      caminho: '/evolution/message/sendText/a%2Fb',
      corpo: { number: '100000000000001@lid' },
    });
  });

  it.each([
    ['any.401', recusada('http_401')],
    ['any.404.instance', recusada('http_404')],
    ['any.404.route', recusada('http_404')],
    ['create.403.name-in-use', recusada('http_403')],
    ['sendText.400.number-not-on-whatsapp', recusada('numero_inexistente', { definitiva: true })],
    ['sendText.400.connection-closed', incerta('conexao_fechada')],
    ['sendText.500', incerta('http_500')],
    ['any.503.license.v240', incerta('http_503')],
    ['connectionState.200', incerta('resposta_sem_id')],
  ])('reads the sample %s', async (nome, esperado) => {
    servidor.responder(fixture(nome));
    expect(await criar().enviarTexto(destino, 'oi')).toEqual(esperado);
    expect(falhas).toEqual([`enviarTexto ${esperado.codigo}`]);
  });

  const invalido = recusada('pedido_invalido', { definitiva: true });
  it.each<[string, Resposta, object]>([
    ['a nested array of schema faults', erro400([['instance requires property "text"']]), invalido],
    ['a schema fault in plain words', erro400('instance requires property "text"'), invalido],
    ['an empty text', erro400(['Text is required']), invalido],
    ['an error in a nested array', erro400([['Error: insert failed']]), incerta(talvezSemRegistro)],
    [
      'an error that mentions the schema',
      erro400(['Error: requires property']),
      incerta(talvezSemRegistro),
    ],
    ['an unknown 400', erro400('Bad Request'), incerta(talvezSemRegistro)],
    ['a 400 without body', (_p, res) => void res.writeHead(400).end(), incerta(talvezSemRegistro)],
    ['an existing number', erro400([{ exists: true }]), incerta(talvezSemRegistro)],
    [
      'a 201 that is no JSON',
      (_p, res) => void res.writeHead(201).end('<html>'),
      incerta('resposta_sem_id'),
    ],
    ['a 201 without id', json(201, { key: {} }), incerta('resposta_sem_id')],
    [
      'a redirect',
      (_p, res) => void res.writeHead(301, { location: '/' }).end(),
      incerta('http_301'),
    ],
    ['too many requests', json(429, {}), incerta('http_429')],
    ['a request timeout', json(408, {}), incerta('http_408')],
    [
      'a 403 that speaks of a ban',
      json(403, { response: { message: 'number is restricted' } }),
      recusada('http_403', { banimento: true }),
    ],
    ['a ban in an unknown 400', erro400(['Error: banned']), incerta(talvezSemRegistro)],
    ['a reset before the answer', cortar, incerta('conexao_perdida')],
    ['a reset in the middle of the answer', cortarNoMeio, incerta('conexao_perdida')],
  ])('takes %s for what it proves', async (_nome, resposta, esperado) => {
    servidor.responder(resposta);
    expect(await criar().enviarTexto(destino, 'oi')).toEqual(esperado);
    expect(servidor.pedidos).toHaveLength(1);
  });

  it('does not know what became of a request that was never answered', async () => {
    servidor.responder(calar);
    expect(await criar({ prazoMs: 80 }).enviarTexto(destino, 'oi')).toEqual(
      incerta('prazo_esgotado'),
    );
  });

  it('does not know what became of a request whose answer never ends', async () => {
    servidor.responder((_pedido, res) => void res.writeHead(201).write('{"key":{"id":"X"}'));
    expect(await criar({ prazoMs: 80 }).enviarTexto(destino, 'oi')).toEqual(
      incerta('prazo_esgotado'),
    );
  });

  it('knows that nothing left when the connection is refused', async () => {
    const { url } = servidor;
    await servidor.fechar();
    expect(await criar({ url }).enviarTexto(destino, 'oi')).toEqual(foraDoAr('conexao_recusada'));
    const porNome = url.replace('127.0.0.1', 'localhost');
    expect(await criar({ url: porNome }).enviarTexto(destino, 'oi')).toEqual(
      foraDoAr('conexao_recusada'),
    );
  });

  it('knows that nothing left when the host has no address', async () => {
    const tentativa = await criar({ url: 'http://evolution.invalid' }).enviarTexto(destino, 'oi');
    expect(tentativa).toEqual(foraDoAr('dns'));
  });
});

describe('the circuit breaker', () => {
  it('refuses at once after five faults in a row, without a request', async () => {
    const estados: string[] = [];
    const mensageiro = criar({ registrarDisjuntor: (r, estado) => estados.push(`${r} ${estado}`) });
    servidor.responder(fixture('sendText.500'));
    for (let i = 0; i < 5; i += 1) await mensageiro.enviarTexto(destino, 'oi');
    expect(await mensageiro.enviarTexto(destino, 'oi')).toEqual(foraDoAr('disjuntor_aberto'));
    expect(servidor.pedidos).toHaveLength(5);
    expect(estados).toEqual(['envio aberto']);
  });

  it('leaves the other resources alone', async () => {
    const mensageiro = criar();
    servidor.responder(fixture('sendText.500'));
    for (let i = 0; i < 6; i += 1) await mensageiro.enviarTexto(destino, 'oi');
    servidor.responder(fixture('connectionState.200'));
    expect(await mensageiro.estadoConexao('julia-test')).toBe('aberta');
  });

  it('stays closed when it is the request that was refused', async () => {
    const mensageiro = criar();
    servidor.responder(fixture('sendText.400.number-not-on-whatsapp'));
    for (let i = 0; i < 8; i += 1) await mensageiro.enviarTexto(destino, 'oi');
    expect(servidor.pedidos).toHaveLength(8);
  });
});

describe('best effort', () => {
  it('shows typing without waiting for it to end', async () => {
    servidor.responder(calar);
    await criar().mostrarDigitando(destino, 3_000.4);
    await ateQue(() => servidor.pedidos.length === 1);
    expect(servidor.pedidos[0]).toMatchObject({
      caminho: '/chat/sendPresence/julia-test',
      corpo: { number: '5511999990001', presence: 'composing', delay: 3_000 },
    });
  });

  it('asks for no typing of no duration', async () => {
    servidor.responder(fixture('connectionState.200'));
    const mensageiro = criar();
    await mensageiro.mostrarDigitando(destino, 0);
    await mensageiro.estadoConexao('julia-test');
    expect(servidor.pedidos).toHaveLength(1);
  });

  it('marks messages as read by the address WhatsApp uses', async () => {
    servidor.responder(fixture('markMessageAsRead.201'));
    const mensageiro = criar();
    await mensageiro.marcarComoLidas(destino, ['A', 'B']);
    await mensageiro.marcarComoLidas({ ...destino, numero: '5541999990006' }, ['C']);
    await mensageiro.marcarComoLidas({ ...destino, numero: '5541969990006' }, ['D']);
    await mensageiro.marcarComoLidas({ ...destino, numero: '1@lid' }, ['E']);
    await mensageiro.marcarComoLidas(destino, []);
    const chaves = servidor.pedidos.flatMap(
      ({ corpo }) => (corpo as { readMessages: object[] }).readMessages,
    );
    expect(chaves).toEqual([
      { remoteJid: '5511999990001@s.whatsapp.net', fromMe: false, id: 'A' },
      { remoteJid: '5511999990001@s.whatsapp.net', fromMe: false, id: 'B' },
      { remoteJid: '554199990006@s.whatsapp.net', fromMe: false, id: 'C' },
      { remoteJid: '5541969990006@s.whatsapp.net', fromMe: false, id: 'D' },
      { remoteJid: '1@lid', fromMe: false, id: 'E' },
    ]);
    expect(falhas).toEqual([]);
  });

  it('swallows failures and counts them', async () => {
    servidor.responder(cortar);
    const mensageiro = criar();
    await mensageiro.mostrarDigitando(destino, 1_000);
    await ateQue(() => falhas.length === 1);
    servidor.responder(fixture('any.401'));
    await mensageiro.marcarComoLidas(destino, ['A']);
    expect(falhas).toEqual(['mostrarDigitando conexao_perdida', 'marcarComoLidas http_401']);
  });
});

describe('EvolutionMensageiro.estadoConexao', () => {
  it.each([
    ['open', 'aberta'],
    ['connecting', 'conectando'],
    ['close', 'fechada'],
  ])('reads %s as %s', async (state, esperado) => {
    servidor.responder(json(200, { instance: { instanceName: 'julia-test', state } }));
    expect(await criar().estadoConexao('julia-test')).toBe(esperado);
    expect(servidor.pedidos[0]?.caminho).toBe('/instance/connectionState/julia-test');
  });

  it.each<[string, Resposta]>([
    ['is down', fixture('sendText.500')],
    ['does not know the instância', fixture('any.404.instance')],
    ['answers something else', json(200, { error: true, message: '[object Object]' })],
    ['cuts the connection', cortar],
  ])('throws transient when the provider %s', async (_nome, resposta) => {
    servidor.responder(resposta);
    await expect(criar().estadoConexao('julia-test')).rejects.toMatchObject({
      kind: 'transient',
      code: 'WHATSAPP_INDISPONIVEL',
    });
    expect(falhas).toHaveLength(1);
  });
});

describe('EvolutionMensageiro.listarMensagens', () => {
  it('asks for both ends of the interval and reads the sample', async () => {
    servidor.responder(fixture('findMessages.200'));
    const eventos = await criar().listarMensagens('Revoluna', desde, ate);
    expect(eventos).toEqual([
      {
        tipo: 'mensagem_propria',
        instancia: 'Revoluna',
        idProvedor: '3EB0A1B2C3D4E5F60718',
        pessoa: { telefone: '5511999990001', lid: null },
        origem: 'aparelho',
        conteudo: { tipo: 'texto', texto: 'oi! tudo bem?' },
        enviadaEm: '2026-11-20T12:01:00.000Z',
      },
    ]);
    eventoWhatsappSchema.parse(eventos?.[0]);
    expect(servidor.pedidos[0]).toMatchObject({
      caminho: '/chat/findMessages/Revoluna',
      corpo: {
        where: {
          messageTimestamp: { gte: '2026-11-20T12:00:00.000Z', lte: '2026-11-20T12:10:00.000Z' },
        },
        page: 1,
      },
    });
  });

  const registro = (id: string, remoteJid = '5511999990001@s.whatsapp.net') => ({
    key: { id, remoteJid, fromMe: false },
    message: { conversation: id },
    messageTimestamp: 1_795_176_060,
  });
  const pagina = (pages: number, records: unknown[]) => ({
    messages: { total: 3, pages, currentPage: 1, records },
  });

  it('reads every page, once each message, and leaves out what is no message of a person', async () => {
    const paginas = [
      [registro('A'), registro('B'), null],
      [registro('B'), registro('G', '1@g.us'), registro('C', '100000000000001@lid')],
    ];
    servidor.responder((pedido, res, req) => {
      const { page } = pedido.corpo as { page: number };
      json(200, pagina(2, paginas[page - 1] ?? []))(pedido, res, req);
    });
    const eventos = await criar().listarMensagens('julia-test', desde, ate);
    expect(eventos?.map((e) => 'idProvedor' in e && e.idProvedor)).toEqual(['A', 'B', 'C']);
    expect(servidor.pedidos).toHaveLength(2);
  });

  it('is empty when nothing is stored', async () => {
    servidor.responder(json(200, pagina(0, [])));
    expect(await criar().listarMensagens('julia-test', desde, ate)).toEqual([]);
  });

  it('throws rather than answer with a part of a list that never ends', async () => {
    servidor.responder(json(200, pagina(1_000, [registro('A')])));
    await expect(criar().listarMensagens('julia-test', desde, ate)).rejects.toMatchObject({
      kind: 'transient',
      context: { codigo: 'paginas_demais' },
    });
    expect(servidor.pedidos).toHaveLength(50);
  });

  it('is null when the provider does not know the instância', async () => {
    servidor.responder(fixture('any.404.instance'));
    expect(await criar().listarMensagens('julia-test', desde, ate)).toBeNull();
    expect(falhas).toEqual([]);
  });

  it.each<[string, Resposta]>([
    ['is down', fixture('sendText.500')],
    ['refuses', fixture('any.401')],
    ['is away and something before it answers 404', fixture('any.404.route')],
    ['is away and a page answers 404', (_p, res) => void res.writeHead(404).end('<html>')],
    ['answers something else', json(200, [])],
  ])('throws transient when the provider %s', async (_nome, resposta) => {
    servidor.responder(resposta);
    await expect(criar().listarMensagens('julia-test', desde, ate)).rejects.toMatchObject({
      kind: 'transient',
    });
  });
});

describe('EvolutionMensageiro.ehSimulador', () => {
  const saudacao = { status: 200, message: 'Welcome to the Evolution API, it is working!' };

  it('is asked once when it is', async () => {
    servidor.responder(json(200, { ...saudacao, simulador: true }));
    const mensageiro = criar();
    expect(await mensageiro.ehSimulador()).toBe(true);
    await servidor.fechar();
    expect(await mensageiro.ehSimulador()).toBe(true);
  });

  it.each<[string, Resposta]>([
    ['the real one', json(200, saudacao)],
    ['a claim in words', json(200, { simulador: 'true' })],
    ['an error that claims it', json(401, { simulador: true })],
    ['a page', (_p, res) => void res.end('<html>')],
  ])('is false for %s', async (_nome, resposta) => {
    servidor.responder(resposta);
    expect(await criar().ehSimulador()).toBe(false);
  });

  it('is no answer while it cannot be reached, and asked again', async () => {
    servidor.responder(cortar);
    const mensageiro = criar();
    for (let i = 0; i < 6; i += 1) {
      await expect(mensageiro.ehSimulador()).rejects.toMatchObject({ kind: 'transient' });
    }
    servidor.responder(json(200, { ...saudacao, simulador: true }));
    expect(await mensageiro.ehSimulador()).toBe(true);
  });
});
