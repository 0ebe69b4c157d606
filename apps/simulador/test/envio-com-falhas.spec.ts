import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Bancada } from './bancada.ts';
import { amostraDeWebhook, amostraRest, diferencasDeForma } from './forma.ts';

const ana = '5511999990001';

describe('sending under faults', () => {
  let bancada: Bancada;
  beforeEach(async () => {
    bancada = await Bancada.iniciar();
  });
  afterEach(async () => bancada.encerrar());

  const noCelular = () => bancada.simulador.mundo.mensagensDe(ana).map(({ texto }) => texto);
  const registradas = async () => {
    const where = { key: { fromMe: true } };
    const resposta = await bancada.pedir('POST', '/chat/findMessages/julia', { where });
    return (resposta.corpo['messages'] as { total: number }).total;
  };

  it('sends, echoes and never answers', async () => {
    await bancada.ligar('envio.enviada-mas-timeout', { vezes: 1, valor: 'com-eco' });
    await expect(bancada.enviar(ana, 'oi', 150)).rejects.toThrow();
    await bancada.webhooks('send.message');
    expect([noCelular(), await registradas()]).toEqual([['oi'], 1]);
    expect((await bancada.enviar(ana, 'de novo')).status).toBe(201);
  });

  it('sends without an echo, then cuts the connection', async () => {
    await bancada.ligar('envio.enviada-mas-cortada', { vezes: 1, valor: 'sem-eco' });
    await expect(bancada.enviar(ana, 'oi')).rejects.toThrow();
    await bancada.webhooks('messages.update', 3);
    expect(bancada.recebidos.some(({ event }) => event === 'send.message')).toBe(false);
    expect([noCelular(), await registradas()]).toEqual([['oi'], 1]);
  });

  it('sends and answers 400 with an "Error:" text, with or without a stored row, never with an echo', async () => {
    await bancada.ligar('envio.enviada-mas-400', { vezes: 1, valor: 'com-registro' });
    const comRegistro = await bancada.enviar(ana, 'um');
    await bancada.ligar('envio.enviada-mas-400', { vezes: 1, valor: 'sem-registro' });
    const semRegistro = await bancada.enviar(ana, 'dois');
    const modelo = amostraRest('sendText.400.connection-closed');
    for (const resposta of [comRegistro, semRegistro]) {
      expect(resposta.status).toBe(400);
      expect(diferencasDeForma(resposta.corpo, modelo.body)).toEqual([]);
      expect(JSON.stringify(resposta.corpo)).toContain('"Error: ');
    }
    expect([noCelular(), await registradas()]).toEqual([['um', 'dois'], 1]);
    expect(bancada.recebidos.some(({ event }) => event === 'send.message')).toBe(false);
  });

  it('sends and answers 500', async () => {
    await bancada.ligar('envio.enviada-mas-500', { vezes: 1 });
    const resposta = await bancada.enviar(ana, 'oi');
    const modelo = amostraRest('sendText.500');
    expect(resposta.status).toBe(500);
    expect(diferencasDeForma(resposta.corpo, modelo.body)).toEqual([]);
    expect(noCelular()).toEqual(['oi']);
  });

  it('answers 201 for what it loses', async () => {
    await bancada.ligar('envio.perdida', { vezes: 1 });
    expect((await bancada.enviar(ana, 'oi')).status).toBe(201);
    expect([noCelular(), await registradas()]).toEqual([[], 0]);
  });

  it('refuses without sending: number not on WhatsApp, connection closed, HTTP errors, cut calls', async () => {
    await bancada.ligar('envio.numero-inexistente', { vezes: 1 });
    const inexistente = await bancada.enviar(ana, 'oi');
    const sample = amostraRest('sendText.400.number-not-on-whatsapp');
    expect(diferencasDeForma(inexistente.corpo, sample.body)).toEqual([]);

    await bancada.ligar('envio.banida', { vezes: 1 });
    expect((await bancada.enviar(ana, 'oi')).status).toBe(403);

    await bancada.ligar('evolution.conexao', { valor: 'close' });
    const fechada = await bancada.enviar(ana, 'oi');
    expect(fechada.corpo).toEqual(amostraRest('sendText.400.connection-closed').body);
    const estado = await bancada.pedir('GET', '/instance/connectionState/julia');
    expect(estado.corpo['instance']).toMatchObject({ state: 'close' });
    await bancada.pedir('POST', '/simulador/reconectar');

    await bancada.ligar('erro.sendText', { vezes: 1, valor: 503 });
    expect((await bancada.enviar(ana, 'oi')).status).toBe(503);
    await bancada.ligar('evolution.derrubar', { vezes: 1 });
    await expect(bancada.enviar(ana, 'oi')).rejects.toThrow();
    await bancada.ligar('evolution.travar', { vezes: 1 });
    await expect(bancada.enviar(ana, 'oi', 100)).rejects.toThrow();
    expect(noCelular()).toEqual([]);
    expect((await bancada.enviar(ana, 'agora foi')).status).toBe(201);
  });

  it('keeps one tick, or reports ERROR, by switch', async () => {
    await bancada.ligar('envio.sem-confirmacao', { vezes: 1 });
    const muda = await bancada.enviar(ana, 'muda');
    await bancada.ligar('envio.status-erro', { vezes: 1 });
    const recusada = await bancada.enviar(ana, 'recusada');
    const updates = await bancada.webhooks('messages.update', 2);
    const deErro = updates.find(({ data }) => data['status'] === 'ERROR');
    expect(diferencasDeForma(deErro?.corpo, amostraDeWebhook('update.error'))).toEqual([]);
    const id = (resposta: typeof muda) => (resposta.corpo['key'] as { id: string }).id;
    expect(deErro?.data['keyId']).toBe(id(recusada));
    expect(bancada.simulador.mundo.mensagem(id(muda))?.status).toBe('PENDING');
  });

  it('holds a route for as long as its latency says', async () => {
    await bancada.ligar('latencia.findMessages', { vezes: 1, valor: 400 });
    const corpo = { where: {} };
    const opcoes = { prazoMs: 100 };
    await expect(
      bancada.pedir('POST', '/chat/findMessages/julia', corpo, opcoes),
    ).rejects.toThrow();
    expect((await bancada.pedir('POST', '/chat/findMessages/julia', corpo)).status).toBe(200);
  });
});
