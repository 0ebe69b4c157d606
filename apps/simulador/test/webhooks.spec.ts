import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Bancada, ate } from './bancada.ts';
import { amostraDeWebhook, diferencasDeForma } from './forma.ts';

const ana = '5511999990001';

describe('webhooks of the simulated Evolution', () => {
  let bancada: Bancada;
  beforeEach(async () => {
    bancada = await Bancada.iniciar();
  });
  afterEach(async () => bancada.encerrar());

  it.each([
    ['telefone', 'upsert.text.v237-lid-swapped', ['key.remoteJidAlt']],
    ['trocado', 'upsert.text.v237-lid-swapped', []],
    ['lid-com-alt', 'upsert.text.v236-lid-with-alt', ['messageContextInfo']],
    ['lid-puro', 'upsert.text.v236-lid-with-alt', ['key.remoteJidAlt', 'messageContextInfo']],
  ])('tells a text of a doctor addressed as %s in the shape of %s', async (lid, nome, ignorar) => {
    const id = await bancada.medicoDiz(ana, 'tem vaga?', { lid });
    const [recebido] = await bancada.webhooks('messages.upsert');
    expect(recebido?.data).toMatchObject({ key: { id }, message: { conversation: 'tem vaga?' } });
    expect(diferencasDeForma(recebido?.corpo, amostraDeWebhook(nome), { ignorar })).toEqual([]);
  });

  it.each([
    [{ tipo: 'audio' }, 'upsert.audio.no-base64', ['mediaKeyTimestamp.', 'waveform']],
    [{ tipo: 'video', legenda: 'olha' }, 'upsert.video', ['messageContextInfo']],
    [
      { tipo: 'documento', nome: 'curriculo.pdf', legenda: 'segue' },
      'upsert.document-with-caption',
      [],
    ],
    [{ tipo: 'sticker' }, 'upsert.sticker', ['messageContextInfo']],
    [{ tipo: 'reacao', emoji: '👍', alvo: '3EB0' }, 'upsert.reaction', ['deviceListMetadata']],
    [{ tipo: 'localizacao', nome: 'Hospital', endereco: 'Rua 1' }, 'upsert.location', []],
    [{ tipo: 'contato', nome: 'Dra. Rita', telefone: '5511988887777' }, 'upsert.contact', []],
    [{ tipo: 'efemera', texto: 'oi' }, 'upsert.ephemeral-wrapper', []],
    [
      { tipo: 'imagem', base64: '/9j/' },
      'upsert.image.base64.v22',
      [
        'contextInfo',
        'imageMessage.',
        'messageContextInfo',
        'participant',
        'remoteJidAlt',
        'addressingMode',
      ],
    ],
  ])('tells %j in the shape of %s', async (conteudo, nome, ignorar) => {
    const pedido = { telefone: ana, conteudo, lid: 'trocado' };
    await bancada.pedir('POST', '/simulador/mensagens', pedido);
    const [recebido] = await bancada.webhooks('messages.upsert');
    expect(diferencasDeForma(recebido?.corpo, amostraDeWebhook(nome), { ignorar })).toEqual([]);
  });

  it('tells what a person typed on the phone as messages.upsert with fromMe', async () => {
    await bancada.pedir('PUT', '/simulador/medicos', { telefone: ana, lid: 'trocado' });
    await bancada.pedir('POST', '/simulador/aparelho', { telefone: ana, texto: 'Aqui é a Rita' });
    const [recebido] = await bancada.webhooks('messages.upsert');
    expect(recebido?.data['key']).toMatchObject({ fromMe: true });
    const sample = amostraDeWebhook('upsert.text.from-phone-human');
    expect(diferencasDeForma(recebido?.corpo, sample)).toEqual([]);
  });

  it('tells edits, deletions and connection changes in the shapes of the samples', async () => {
    const id = await bancada.medicoDiz(ana, 'oi');
    await bancada.pedir('PUT', `/simulador/mensagens/${id}`, { texto: 'olá' });
    await bancada.pedir('DELETE', `/simulador/mensagens/${id}`);
    const editados = await bancada.webhooks('messages.edited', 2);
    const doTipo = (type: number) => editados.find((e) => e.data['type'] === type)?.corpo;
    expect(diferencasDeForma(doTipo(14), amostraDeWebhook('edited.text'))).toEqual([]);
    expect(diferencasDeForma(doTipo(0), amostraDeWebhook('edited.revoke'))).toEqual([]);

    await bancada.ligar('evolution.conexao', { valor: 'close' });
    await bancada.pedir('POST', '/simulador/reconectar');
    const conexoes = await bancada.webhooks('connection.update', 3);
    const doEstado = (state: string) => conexoes.find((c) => c.data['state'] === state)?.corpo;
    for (const [estado, nome] of [
      ['close', 'connection.close-401-loggedout'],
      ['connecting', 'connection.connecting'],
      ['open', 'connection.open'],
    ] as const) {
      expect(diferencasDeForma(doEstado(estado), amostraDeWebhook(nome))).toEqual([]);
    }
  });

  it('tries again after 500, 503 and 429 until it is accepted, then gives the doctor two ticks', async () => {
    const respostas = [500, 503, 429];
    bancada.responder = () => respostas.shift() ?? 200;
    const id = await bancada.medicoDiz(ana, 'oi');
    await bancada.webhooks('messages.upsert', 4);
    await ate(() => bancada.simulador.mundo.mensagem(id)?.status === 'DELIVERY_ACK', 'two ticks');
    expect(bancada.simulador.entregador.contagens).toMatchObject({ tentativas: 4, entregues: 1 });
  });

  it.each([400, 401, 403, 404, 422])(
    'loses an event for good when it is answered %d',
    async (status) => {
      bancada.responder = () => status;
      const id = await bancada.medicoDiz(ana, 'oi');
      await ate(() => bancada.simulador.entregador.contagens.perdidos === 1, 'loss');
      expect(bancada.recebidos).toHaveLength(1);
      expect(bancada.simulador.mundo.mensagem(id)?.status).toBe('SERVER_ACK');
    },
  );

  it('delivers the same message again when the same id is written again', async () => {
    const id = await bancada.medicoDiz(ana, 'oi', { id: 'AC01' });
    expect(await bancada.medicoDiz(ana, 'oi', { id })).toBe('AC01');
    await bancada.webhooks('messages.upsert', 2);
    const conversa = await bancada.pedir('GET', `/simulador/conversas/${ana}`);
    expect(conversa.corpo['mensagens']).toHaveLength(1);
  });

  it('duplicates, loses and reorders by switch', async () => {
    await bancada.ligar('webhook.duplicar', { vezes: 1, valor: 5 });
    await bancada.medicoDiz(ana, 'repetida');
    await bancada.webhooks('messages.upsert', 5);

    await bancada.ligar('webhook.perder', { vezes: 1 });
    await bancada.medicoDiz(ana, 'perdida');
    await bancada.ligar('webhook.reordenar', { vezes: 1, valor: 4_000 });
    await bancada.medicoDiz(ana, 'primeira');
    await bancada.medicoDiz(ana, 'segunda');
    const recebidos = await bancada.webhooks('messages.upsert', 7);
    const textos = recebidos.slice(5).map(({ data }) => data['message']);
    expect(textos).toMatchObject([{ conversation: 'segunda' }, { conversation: 'primeira' }]);
  });

  it('sends any event it is handed', async () => {
    const data = { qualquer: 'coisa' };
    await bancada.pedir('POST', '/simulador/webhook', { event: 'novo.evento', data });
    const [recebido] = await bancada.webhooks('novo.evento');
    expect(recebido?.data).toEqual(data);
  });
});
