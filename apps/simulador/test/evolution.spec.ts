import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Bancada, ate } from './bancada.ts';
import { amostraDeWebhook, amostraRest, diferencasDeForma } from './forma.ts';

const ana = '5511999990001';
const lidDeAna = '100011999990001@lid';

describe('the simulated Evolution API', () => {
  let bancada: Bancada;
  beforeEach(async () => {
    bancada = await Bancada.iniciar();
  });
  afterEach(async () => bancada.encerrar());

  it('answers a send with 201 in the shape of the sample and echoes it as send.message', async () => {
    const resposta = await bancada.enviar(ana, 'oi');
    expect(resposta.status).toBe(201);
    const modelo = amostraRest('sendText.201');
    expect(diferencasDeForma(resposta.corpo, modelo.body)).toEqual([]);
    const [eco] = await bancada.webhooks('send.message');
    expect(eco?.data).toEqual(resposta.corpo);
    expect(eco?.authorization).toBe('Bearer token-do-webhook');
    expect(diferencasDeForma(eco?.corpo, amostraDeWebhook('send.message'))).toEqual([]);
  });

  it('reports SERVER_ACK, DELIVERY_ACK and READ after a send, each in the shape of its sample', async () => {
    await bancada.enviar(ana, 'oi');
    const updates = await bancada.webhooks('messages.update', 3);
    const porStatus = new Map(updates.map((u) => [u.data['status'], u]));
    expect([...porStatus.keys()].toSorted()).toEqual(['DELIVERY_ACK', 'READ', 'SERVER_ACK']);
    for (const [status, nome] of [
      ['SERVER_ACK', 'update.server_ack'],
      ['DELIVERY_ACK', 'update.delivery_ack'],
      ['READ', 'update.read'],
    ] as const) {
      const { corpo } = porStatus.get(status) ?? {};
      expect(diferencasDeForma(corpo, amostraDeWebhook(nome))).toEqual([]);
    }
  });

  it('refuses a wrong key, an unknown instance and an unknown route in the shapes of the samples', async () => {
    const corpo = { number: ana, text: 'oi' };
    const errada = { headers: { apikey: 'errada' } };
    const respostas = [
      ['any.401', await bancada.pedir('POST', '/message/sendText/julia', corpo, errada)],
      ['any.404.instance', await bancada.pedir('POST', '/message/sendText/outra', corpo)],
      ['any.404.route', await bancada.pedir('POST', '/message/nope', corpo)],
    ] as const;
    for (const [nome, resposta] of respostas) {
      const modelo = amostraRest(nome);
      expect(resposta.status).toBe(modelo.status);
      expect(diferencasDeForma(resposta.corpo, modelo.body)).toEqual([]);
    }
    expect(JSON.stringify(respostas[1][1].corpo)).toContain(
      'The \\"outra\\" instance does not exist',
    );
    expect(JSON.stringify(respostas[2][1].corpo)).toContain('Cannot POST /message/nope');
  });

  it('puts schema errors in a list inside the list, and refuses an empty text in words', async () => {
    const semTexto = await bancada.pedir('POST', '/message/sendText/julia', { number: ana });
    expect(semTexto.corpo['response']).toEqual({
      message: [['instance requires property "text"']],
    });
    const vazio = await bancada.enviar(ana, '  ');
    expect([vazio.status, vazio.corpo['response']]).toEqual([
      400,
      { message: ['Text is required'] },
    ]);
  });

  it('shows typing while a presence call is held, and marks what was read', async () => {
    const id = await bancada.medicoDiz(ana, 'oi');
    const presenca = bancada.pedir('POST', '/chat/sendPresence/julia', {
      number: ana,
      presence: 'composing',
      delay: 60,
    });
    const conversa = async () => bancada.pedir('GET', `/simulador/conversas/${ana}`);
    await ate(async () => (await conversa()).corpo['digitando'] === true, 'digitando');
    const resposta = await presenca;
    const sample = amostraRest('sendPresence.201');
    expect(resposta.status).toBe(201);
    expect(diferencasDeForma(resposta.corpo, sample.body)).toEqual([]);
    await ate(async () => (await conversa()).corpo['digitando'] === false, 'fim do digitando');

    const lida = await bancada.pedir('POST', '/chat/markMessageAsRead/julia', {
      readMessages: [{ remoteJid: `${ana}@s.whatsapp.net`, fromMe: false, id }],
    });
    const sampleLida = amostraRest('markMessageAsRead.201');
    expect(diferencasDeForma(lida.corpo, sampleLida.body)).toEqual([]);
    const [update] = await bancada.webhooks('messages.update');
    const sampleUpdate = amostraDeWebhook('update.read-incoming.v23x');
    expect(diferencasDeForma(update?.corpo, sampleUpdate)).toEqual([]);
    expect(bancada.simulador.mundo.mensagem(id)?.status).toBe('READ');
  });

  it('finds stored messages of both directions by key and by a closed interval of time', async () => {
    await bancada.medicoDiz(ana, 'tem vaga?');
    const enviada = await bancada.enviar(ana, 'tenho sim');
    const buscar = async (where: object, resto: object = {}) => {
      const resposta = await bancada.pedir('POST', '/chat/findMessages/julia', { where, ...resto });
      return resposta.corpo['messages'] as { total: number; pages: number; records: object[] };
    };
    const minhas = await buscar({ key: { fromMe: true } });
    const modelo = amostraRest('findMessages.200');
    expect(diferencasDeForma({ messages: minhas }, modelo.body)).toEqual([]);
    expect(minhas.records).toMatchObject([{ key: enviada.corpo['key'] }]);

    expect((await buscar({})).total).toBe(2);
    const umaPorPagina = await buscar({}, { page: 2, offset: 1 });
    expect([umaPorPagina.pages, umaPorPagina.records.length]).toEqual([2, 1]);
    const ontem = { gte: '2020-01-01T00:00:00.000Z', lte: '2020-01-02T00:00:00.000Z' };
    expect((await buscar({ messageTimestamp: ontem })).total).toBe(0);
    expect((await buscar({ messageTimestamp: { gte: '2099-01-01T00:00:00.000Z' } })).total).toBe(2);
  });

  it('answers the connection state, greets as Evolution and serves the page to a browser', async () => {
    const estado = await bancada.pedir('GET', '/instance/connectionState/julia');
    const modelo = amostraRest('connectionState.200');
    expect(diferencasDeForma(estado.corpo, modelo.body)).toEqual([]);
    expect((await bancada.pedir('GET', '/')).corpo).toMatchObject({ status: 200, simulador: true });
    const pagina = await bancada.pedir('GET', '/', undefined, { headers: { accept: 'text/html' } });
    expect(pagina.corpo['texto']).toContain('Simulador da Júlia');
  });

  it('moves the webhook when it is set, as the real one does', async () => {
    const url = `${bancada.simulador.entregador.destino.url}/novo`;
    const webhook = { enabled: true, url, headers: { authorization: 'Bearer outro' }, events: [] };
    const resposta = await bancada.pedir('POST', '/webhook/set/julia', { webhook });
    const modelo = amostraRest('webhook-set.201');
    const ignorar = ['headers'];
    expect(diferencasDeForma(resposta.corpo, modelo.body, { ignorar })).toEqual([]);
    await bancada.medicoDiz(ana, 'oi');
    const [recebido] = await bancada.webhooks('messages.upsert');
    expect(recebido?.authorization).toBe('Bearer outro');
  });

  it('answers a person known only by LID, and folds the ninth digit into one chat', async () => {
    await bancada.medicoDiz(ana, 'oi', { lid: 'lid-puro' });
    expect((await bancada.enviar(lidDeAna, 'oi, tudo bem?')).status).toBe(201);
    const conversa = await bancada.pedir('GET', `/simulador/conversas/${ana}`);
    expect(conversa.corpo['mensagens']).toHaveLength(2);

    const semNono = await bancada.enviar('554199990004', 'oi');
    const comNono = await bancada.enviar('5541999990004', 'oi');
    expect(semNono.corpo['key']).toMatchObject({ remoteJid: '554199990004@s.whatsapp.net' });
    expect(comNono.corpo['key']).toMatchObject({ remoteJid: '554199990004@s.whatsapp.net' });
    const diego = await bancada.pedir('GET', '/simulador/conversas/5541999990004');
    expect(diego.corpo['mensagens']).toHaveLength(2);
  });
});
