import { describe, expect, it } from '@jest/globals';
import { eventoWhatsappSchema, type Conteudo } from '@julia/domain';

import { corposDeWebhook } from '../../testing/fixtures.ts';
import {
  comChave,
  enviadaEm,
  instancia,
  lid,
  telefone,
  unico,
  upsert,
} from '../../testing/mensagens.ts';
import { parseMensagemArmazenada, parseWebhook } from './parse-webhook.ts';

const emAmbos = { telefone, lid: null };
const idPropria = '3EB0AAAAAAAAAAAAAAAA01';

type Esperado = Record<string, unknown> | { ignorado: string };

const recebida = (idProvedor: string, conteudo: Conteudo, mais: object = {}): Esperado => ({
  tipo: 'mensagem_recebida',
  instancia,
  idProvedor,
  pessoa: emAmbos,
  nome: 'Contato Teste',
  conteudo,
  citadaIdProvedor: null,
  enviadaEm,
  ...mais,
});
const texto = (valor: string): Conteudo => ({ tipo: 'texto', texto: valor });
const status = (valor: string): Esperado => ({
  tipo: 'status_mudou',
  instancia,
  idProvedor: idPropria,
  status: valor,
});
const conexao = (estado: string, codigo: number): Esperado => ({
  tipo: 'conexao_mudou',
  instancia,
  estado,
  codigo,
  emissao: '2026-11-22T04:15:30.123Z',
});

const id = (fim: string) => `AC91000000000000000000000000${fim.padStart(4, '0')}`;

const esperados: Record<string, Esperado> = {
  'call.offer': { tipo: 'chamada_recebida', instancia, pessoa: emAmbos, video: false },
  'chats.delete': { ignorado: 'evento_sem_uso' },
  'chats.upsert.rename': { ignorado: 'evento_sem_uso' },
  'chats.upsert.unread': { ignorado: 'evento_sem_uso' },
  'connection.close-401-loggedout': conexao('fechada', 401),
  'connection.connecting': conexao('conectando', 200),
  'connection.open': conexao('aberta', 200),
  'connection.refused-qr-limit': conexao('recusada', 428),
  'contacts.upsert.array': { ignorado: 'evento_sem_uso' },
  'delete.v237': { tipo: 'mensagem_apagada', instancia, idProvedor: id('1') },
  'edited.revoke': { tipo: 'mensagem_apagada', instancia, idProvedor: id('1') },
  'edited.text': {
    tipo: 'mensagem_editada',
    instancia,
    idProvedor: id('1'),
    texto: 'Oi, tudo bem? (corrigido)',
    editadaEm: '2026-11-21T21:25:29.729Z',
  },
  'group-participants.update': { ignorado: 'evento_sem_uso' },
  'logout.instance': { ignorado: 'evento_sem_uso' },
  'presence.update': { ignorado: 'evento_sem_uso' },
  'qrcode.limit': { tipo: 'qrcode_mudou', instancia, codigo: null },
  'qrcode.updated': { tipo: 'qrcode_mudou', instancia, codigo: '2@FAKE' },
  'send.message': {
    tipo: 'mensagem_propria',
    instancia,
    idProvedor: idPropria,
    pessoa: emAmbos,
    origem: 'api',
    conteudo: texto('Oi Doutora, tudo bem?'),
    enviadaEm,
  },
  'status.instance.closed': { ignorado: 'evento_sem_uso' },
  'update.delivery_ack': status('entregue'),
  'update.error': status('erro'),
  'update.played': status('reproduzida'),
  'update.read-incoming.v23x': { ignorado: 'status_de_recebida' },
  'update.read': status('lida'),
  'update.server_ack': status('enviada'),
  'upsert.audio.no-base64': recebida(id('F'), {
    tipo: 'audio',
    segundos: 2,
    mimetype: 'audio/ogg; codecs=opus',
  }),
  'upsert.buttons-response': recebida(id('19'), texto('Aceito'), { citadaIdProvedor: idPropria }),
  'upsert.contact': recebida(id('17'), { tipo: 'contato', nomes: ['Dra. Fictícia'] }),
  'upsert.document-with-caption': recebida(id('12'), {
    tipo: 'documento',
    nome: 'curriculo.pdf',
    mimetype: 'application/pdf',
    legenda: 'segue meu currículo',
  }),
  'upsert.ephemeral-wrapper': recebida(id('1E'), texto('mensagem temporária')),
  'upsert.group.v230': { ignorado: 'grupo' },
  'upsert.image.base64.v22': recebida('3EB0000000000000000004', {
    tipo: 'imagem',
    legenda: null,
    mimetype: 'image/jpeg',
  }),
  'upsert.list-response.v22': recebida('3EB0000000000000000006', texto('opcao-b'), {
    citadaIdProvedor: '3EB0000000000000000000000000000000000006',
  }),
  'upsert.location': recebida(id('16'), {
    tipo: 'localizacao',
    latitude: -23.5614,
    longitude: -46.6559,
    nome: 'Hospital Fictício',
    endereco: 'Av. Exemplo, 1000',
  }),
  'upsert.poll-creation-v3': recebida(id('1C'), {
    tipo: 'enquete',
    nome: 'Qual turno?',
    opcoes: ['Dia', 'Noite'],
  }),
  'upsert.reaction': recebida(id('14'), {
    tipo: 'reacao',
    emoji: '👍',
    alvoIdProvedor: idPropria,
  }),
  'upsert.status-broadcast': { ignorado: 'status' },
  'upsert.sticker': recebida(id('13'), { tipo: 'sticker' }),
  'upsert.text.ctwa-ad': recebida(id('D'), texto('Olá! Quero mais informações')),
  'upsert.text.from-phone-human': {
    tipo: 'mensagem_propria',
    instancia,
    idProvedor: '3AFFFFFFFFFFFFFFFFFF',
    pessoa: emAmbos,
    origem: 'aparelho',
    conteudo: texto('Oi, aqui é a Ana, assumi o atendimento'),
    enviadaEm,
  },
  'upsert.text.mention-group': { ignorado: 'grupo' },
  'upsert.text.quoted': recebida(id('B'), texto('Tenho sim'), { citadaIdProvedor: idPropria }),
  'upsert.text.v236-lid-with-alt': recebida(
    '3A000000000000000001',
    texto('Quanto paga o plantão?'),
    { pessoa: { telefone, lid } },
  ),
  'upsert.text.v237-lid-swapped': recebida(id('1'), texto('Oi, tudo bem?')),
  'upsert.text.v240rc-pn': recebida(id('A'), texto('Oi'), { pessoa: { telefone, lid } }),
  'upsert.video': recebida(id('10'), { tipo: 'video', legenda: 'olha' }),
  'upsert.viewonce-absent-stub': recebida(id('20'), {
    tipo: 'desconhecido',
    tipoOriginal: 'viewOnceMessageV2',
  }),
};

describe('parseWebhook', () => {
  it('has an expectation for every sample', () => {
    expect(Object.keys(esperados).sort()).toEqual([...corposDeWebhook.keys()].sort());
  });

  it.each(Object.entries(esperados))('understands the sample %s', (nome, esperado) => {
    const resultado = unico(corposDeWebhook.get(nome));
    if ('ignorado' in esperado) {
      expect(resultado).toEqual({ tipo: 'ignorado', motivo: esperado['ignorado'] });
      return;
    }
    expect(resultado).toEqual({ tipo: 'evento', evento: esperado, chave: expect.any(String) });
    if (resultado.tipo === 'evento') eventoWhatsappSchema.parse(resultado.evento);
  });

  it('copies no bytes along', () => {
    for (const corpo of corposDeWebhook.values()) {
      expect(JSON.stringify(parseWebhook(corpo)).length).toBeLessThan(600);
    }
  });
});

describe('the envelope', () => {
  it.each([
    ['null', null],
    ['a string', 'messages.upsert'],
    ['an array', []],
    ['an object without event', { instance: 'x', data: {} }],
    ['an object without instance', { event: 'messages.upsert', data: {} }],
    ['an empty event name', { event: ' ', instance: 'x' }],
  ])('quarantines what has none: %s', (_nome, corpo) => {
    expect(unico(corpo)).toEqual({ tipo: 'quarentena', motivo: 'sem_envelope' });
  });

  it('counts an event nobody has heard of without keeping it', () => {
    expect(unico({ event: 'novidade', instance: 'x' })).toEqual({
      tipo: 'ignorado',
      motivo: 'evento_desconhecido',
    });
  });

  it.each(['MESSAGES_UPSERT', 'messages-upsert'])('accepts the event spelled %s', (event) => {
    expect(unico(upsert({}, { event })).tipo).toBe('evento');
  });

  it('gives one result per item of an array', () => {
    const { data } = upsert({}) as { data: object };
    const corpo = { event: 'messages.upsert', instance: instancia, data: [data, null, data] };
    expect(parseWebhook(corpo).map(({ tipo }) => tipo)).toEqual(['evento', 'quarentena', 'evento']);
    expect(unico({ ...corpo, data: [] })).toEqual({ tipo: 'ignorado', motivo: 'lista_vazia' });
  });
});

describe('known events that cannot be understood', () => {
  const corpo = (event: string, data: unknown) => ({ event, instance: instancia, data });

  it.each([
    ['messages.upsert', null, 'campo_invalido:data'],
    [
      'messages.upsert',
      { key: { remoteJid: `${telefone}@s.whatsapp.net` } },
      'campo_invalido:key.fromMe',
    ],
    ['messages.update', { key: { id: 'x' }, update: {} }, 'campo_invalido:keyId'],
    ['messages.update', { keyId: 'x', fromMe: true, status: 'VOOU' }, 'campo_invalido:status'],
    ['messages.edited', { type: 14, key: {} }, 'campo_invalido:key.id'],
    ['messages.edited', { key: { id: 'x' } }, 'campo_invalido:type'],
    ['messages.delete', { remoteJid: 'x' }, 'campo_invalido:id'],
    ['connection.update', { state: 'flutuando' }, 'campo_invalido:state'],
    ['call', { id: 'x', status: 'offer', from: 'x' }, 'pessoa_desconhecida'],
  ])('%s %j is quarantined', (event, data, motivo) => {
    expect(unico(corpo(event, data))).toEqual({ tipo: 'quarentena', motivo });
  });

  it.each([
    ['messages.update', { keyId: 'x', fromMe: true, status: 'DELETED' }, 'status_sem_uso'],
    ['messages.update', { keyId: 'x', fromMe: true, status: 'PENDING' }, 'status_sem_uso'],
    ['messages.update', { keyId: 'x', fromMe: true, status: 'READ', remoteJid: '1@g.us' }, 'grupo'],
    ['messages.edited', { type: 3, key: { id: 'x' } }, 'protocolo_sem_uso'],
    ['messages.edited', { type: 'EPHEMERAL_SETTING' }, 'protocolo_sem_uso'],
    ['messages.edited', { type: 14, key: { id: 'x', remoteJid: '1@g.us' } }, 'grupo'],
    ['messages.edited', { type: 14, key: { id: 'x' }, editedMessage: {} }, 'edicao_sem_texto'],
    ['messages.delete', { id: 'x', remoteJid: 'status@broadcast' }, 'status'],
    [
      'call',
      { id: 'x', status: 'terminate', from: `${telefone}@s.whatsapp.net` },
      'chamada_em_andamento',
    ],
    [
      'call',
      { id: 'x', status: 'offer', from: `${telefone}@s.whatsapp.net`, isGroup: true },
      'grupo',
    ],
  ])('%s %j needs no action', (event, data, motivo) => {
    expect(unico(corpo(event, data))).toEqual({ tipo: 'ignorado', motivo });
  });
});

describe('the key of an event', () => {
  const chave = (corpo: unknown) => (unico(corpo) as { chave: string }).chave;

  it('is the same for a repeated delivery and for the copy of a second hook', () => {
    const outra = upsert({}, { destination: 'https://outro.example.test', date_time: 'depois' });
    expect(chave(upsert({}))).toBe('julia-test/messages.upsert/ID1');
    expect(chave(outra)).toBe(chave(upsert({})));
  });

  it('differs by status, by new text, by author and by having content', () => {
    const de = (event: string, data: object) => chave({ event, instance: instancia, data });
    const edicao = (valor: string) =>
      de('messages.edited', { type: 14, key: { id: 'x' }, editedMessage: { conversation: valor } });
    const aviso = (valor: string) =>
      de('messages.update', { keyId: 'x', fromMe: true, status: valor });
    const propria = { remoteJid: `${telefone}@s.whatsapp.net`, fromMe: true };
    const chaves = [
      chave(upsert({})),
      chave(upsert({ message: {} })),
      chave(comChave(propria)),
      chave(upsert({}, { event: 'send.message' })),
      chave(upsert({}, { instance: 'outra' })),
      edicao('a'),
      edicao('b'),
      aviso('READ'),
      aviso('DELIVERY_ACK'),
    ];
    expect(new Set(chaves).size).toBe(chaves.length);
  });

  it('is one per edit, also of one back to earlier words', () => {
    const edicao = (ms: number) =>
      chave({
        event: 'messages.edited',
        instance: 'x',
        data: {
          type: 14,
          key: { id: 'ID1' },
          editedMessage: { conversation: 'sim' },
          timestampMs: { low: ms, high: 418, unsigned: false },
        },
      });
    expect(edicao(1)).toBe(edicao(1));
    expect(edicao(1)).not.toBe(edicao(2));
  });

  it('is one for a deletion told in two ways', () => {
    expect(chave(corposDeWebhook.get('edited.revoke'))).toBe(
      chave(corposDeWebhook.get('delete.v237')),
    );
  });

  it('tells two connections apart by when they were emitted', () => {
    const abriu = (date_time: string) =>
      chave({ event: 'connection.update', instance: 'x', date_time, data: { state: 'open' } });
    expect(abriu('a')).not.toBe(abriu('b'));
    expect(abriu('a')).toBe(abriu('a'));
  });

  it('is made of a clock that cannot be read too; the change then says nothing of its order', () => {
    const corpo = { event: 'connection.update', instance: 'x', data: { state: 'open' } };
    for (const date_time of ['ontem', 7, null, undefined]) {
      expect(unico({ ...corpo, date_time })).toMatchObject({ evento: { emissao: null } });
    }
  });

  it('is fit for a job id', () => {
    for (const corpo of corposDeWebhook.values()) {
      for (const resultado of parseWebhook(corpo)) {
        if (resultado.tipo === 'evento') expect(resultado.chave).toMatch(/^[^:\s]+$/);
      }
    }
    expect(chave(upsert({}, { instance: 'a:b/c' }))).toBe('a%3Ab%2Fc/messages.upsert/ID1');
  });
});

describe('parseMensagemArmazenada', () => {
  const registro = (upsert({}) as { data: object }).data;

  it('reads a record as the event its webhook would have carried', () => {
    expect(parseMensagemArmazenada(instancia, registro)).toMatchObject({
      tipo: 'mensagem_recebida',
      idProvedor: 'ID1',
    });
  });

  it.each([
    null,
    {},
    { ...registro, message: { albumMessage: {} } },
    { ...registro, messageTimestamp: null },
  ])('is null for %j', (bruto) => {
    expect(parseMensagemArmazenada(instancia, bruto)).toBeNull();
  });
});
