import { describe, expect, it } from '@jest/globals';
import type { Conteudo, ResultadoWebhook } from '@julia/domain';

import {
  comChave,
  conteudoDe,
  enviadaEm,
  lid,
  telefone,
  unico,
  upsert,
} from '../../testing/mensagens.ts';

const texto = (valor: string): Conteudo => ({ tipo: 'texto', texto: valor });

describe('who a message is exchanged with', () => {
  const pn = `${telefone}@s.whatsapp.net`;
  const doLid = `${lid}@lid`;

  it.each([
    ['2.2.3: only the LID', { remoteJid: doLid }, { telefone: null, lid }],
    ['2.3.0: phone in senderPn', { remoteJid: doLid, senderPn: pn }, { telefone, lid }],
    ['2.3.1: swapped', { remoteJid: pn, previousRemoteJid: doLid }, { telefone, lid }],
    ['2.3.4: swapped with alt', { remoteJid: pn, remoteJidAlt: doLid }, { telefone, lid }],
    ['2.3.6: raw with alt', { remoteJid: doLid, remoteJidAlt: pn }, { telefone, lid }],
    ['2.3.7: phone twice', { remoteJid: pn, remoteJidAlt: pn }, { telefone, lid: null }],
    ['2.4.0-rc: swapped', { remoteJid: pn, remoteJidAlt: doLid }, { telefone, lid }],
    ['a device suffix', { remoteJid: `${telefone}:12@s.whatsapp.net` }, { telefone, lid: null }],
    ['a LID with a device', { remoteJid: `${lid}:3@lid` }, { telefone: null, lid }],
    ['the older server', { remoteJid: `${telefone}@c.us` }, { telefone, lid: null }],
    [
      'twelve digits',
      { remoteJid: '554188887777@s.whatsapp.net' },
      { telefone: '5541988887777', lid: null },
    ],
    [
      'LID digits printed as a phone',
      { remoteJid: doLid, remoteJidAlt: `${lid}@s.whatsapp.net` },
      { telefone: null, lid },
    ],
    [
      'our own phone printed as the alternative',
      { remoteJid: doLid, remoteJidAlt: '5511999990099@s.whatsapp.net' },
      { telefone: null, lid },
    ],
    [
      'our own message, whose sender is us',
      { remoteJid: doLid, fromMe: true, senderPn: '5511977770000@s.whatsapp.net' },
      { telefone: null, lid },
    ],
  ])('%s', (_nome, key, pessoa) => {
    expect(unico(comChave(key))).toMatchObject({ tipo: 'evento', evento: { pessoa } });
  });

  it.each([
    ['120363000000000001@g.us', 'grupo'],
    ['status@broadcast', 'status'],
    ['1700000000@broadcast', 'lista_de_transmissao'],
    ['120363000000000009@newsletter', 'newsletter'],
    ['867051314767696@bot', 'bot'],
    ['0@s.whatsapp.net', 'whatsapp'],
  ])('ignores %s, even with the rest unreadable', (remoteJid, motivo) => {
    expect(unico(upsert({ key: { remoteJid } }))).toEqual({ tipo: 'ignorado', motivo });
  });

  it.each([
    telefone,
    'alguem@s.whatsapp.net',
    '123@s.whatsapp.net',
    `${telefone}@outro.servidor`,
    '@s.whatsapp.net',
    '@',
    '',
  ])('quarantines the address %j', (remoteJid) => {
    expect(unico(comChave({ remoteJid }))).toEqual({
      tipo: 'quarentena',
      motivo: 'pessoa_desconhecida',
    });
  });

  it('ignores the chat of the number with itself', () => {
    expect(unico(comChave({ remoteJid: '5511999990099@s.whatsapp.net', fromMe: true }))).toEqual({
      tipo: 'ignorado',
      motivo: 'conversa_consigo_mesmo',
    });
  });

  it.each(['5511999990001', '   ', '+55 11 99999-0001'])('takes %j for no name', (pushName) => {
    expect(unico(upsert({ pushName }))).toMatchObject({ evento: { nome: null } });
  });
});

describe('the content of a message', () => {
  const embrulhar = (vezes: number, message: object): object =>
    vezes === 0 ? message : { ephemeralMessage: { message: embrulhar(vezes - 1, message) } };

  it.each([
    [{ extendedTextMessage: { text: 'oi' } }, texto('oi')],
    [{ messageContextInfo: {}, conversation: 'oi' }, texto('oi')],
    [
      { conversation: '', imageMessage: {} },
      { tipo: 'imagem', legenda: null, mimetype: null },
    ],
    [
      { viewOnceMessageV2Extension: { message: { audioMessage: { seconds: 'x' } } } },
      { tipo: 'audio', segundos: null, mimetype: null },
    ],
    [
      {
        documentWithCaptionMessage: {
          message: { documentMessage: { title: 'a.pdf', caption: 'b' } },
        },
      },
      { tipo: 'documento', nome: 'a.pdf', mimetype: null, legenda: 'b' },
    ],
    [{ lottieStickerMessage: { message: { stickerMessage: {} } } }, { tipo: 'sticker' }],
    [
      { associatedChildMessage: { message: { imageMessage: { caption: 'x' } } } },
      { tipo: 'imagem', legenda: 'x', mimetype: null },
    ],
    [{ ptvMessage: { seconds: 3 } }, { tipo: 'video', legenda: null }],
    [
      { liveLocationMessage: { degreesLatitude: 1, degreesLongitude: 2, caption: 'indo' } },
      { tipo: 'localizacao', latitude: 1, longitude: 2, nome: 'indo', endereco: null },
    ],
    [
      {
        contactsArrayMessage: {
          contacts: [{ displayName: 'A' }, { vcard: 'BEGIN:VCARD\nFN:B\n' }, {}],
        },
      },
      { tipo: 'contato', nomes: ['A', 'B', 'sem nome'] },
    ],
    [{ listResponseMessage: { singleSelectReply: { selectedRowId: 'V1' } } }, texto('V1')],
    [
      { templateButtonReplyMessage: { selectedId: 'sim', selectedDisplayText: 'Sim' } },
      texto('Sim'),
    ],
    [
      {
        interactiveResponseMessage: {
          nativeFlowResponseMessage: { paramsJson: '{"id":"aceito"}' },
        },
      },
      texto('aceito'),
    ],
    [{ interactiveResponseMessage: { body: { text: 'Aceito' } } }, texto('Aceito')],
    [
      { interactiveResponseMessage: { nativeFlowResponseMessage: { paramsJson: 'Sim' } } },
      texto('Sim'),
    ],
    [
      { pollCreationMessageV2: { name: 'Dia?', options: [{ optionName: 'Sim' }, {}] } },
      { tipo: 'enquete', nome: 'Dia?', opcoes: ['Sim'] },
    ],
    [{ pollUpdateMessage: { vote: { selectedOptions: ['Dia', 'Noite'] } } }, texto('Dia, Noite')],
    [
      { reactionMessage: { text: '', key: {} } },
      { tipo: 'reacao', emoji: '', alvoIdProvedor: null },
    ],
    [{ conversation: 'a\u0000b\ud800' }, texto('ab\ufffd')],
    [{ novidadeMessage: { texto: 'x' } }, { tipo: 'desconhecido', tipoOriginal: 'conversation' }],
    [{ locationMessage: {} }, { tipo: 'desconhecido', tipoOriginal: 'conversation' }],
    [{}, { tipo: 'desconhecido', tipoOriginal: 'conversation' }],
    [null, { tipo: 'desconhecido', tipoOriginal: 'conversation' }],
  ])('reads %j', (message, conteudo) => {
    expect(conteudoDe({ message })).toEqual(conteudo);
  });

  it.each([0, 1, 2, 3, 4, 5])('takes %d wrappers off', (vezes) => {
    expect(conteudoDe({ message: embrulhar(vezes, { conversation: 'oi' }) })).toEqual(texto('oi'));
  });

  it('gives up at the sixth wrapper', () => {
    const message = embrulhar(6, { conversation: 'oi' });
    expect(conteudoDe({ message, messageType: 'ephemeralMessage' })).toEqual({
      tipo: 'desconhecido',
      tipoOriginal: 'ephemeralMessage',
    });
  });

  it.each([
    [{ albumMessage: { expectedImageCount: 2 } }, 'cabecalho_de_album'],
    [{ pollUpdateMessage: { vote: { encPayload: {} } } }, 'voto_sem_opcoes'],
    [{ pinInChatMessage: {} }, 'fixar_na_conversa'],
    [{ protocolMessage: { type: 3 } }, 'protocolo_sem_uso'],
  ])('ignores %j', (message, motivo) => {
    expect(unico(upsert({ message }))).toEqual({ tipo: 'ignorado', motivo });
  });

  it('recognises an edit that came as a message', () => {
    const protocolMessage = {
      type: 'MESSAGE_EDIT',
      key: { id: 'ID0' },
      editedMessage: { extendedTextMessage: { text: 'novo' } },
    };
    const message = { editedMessage: { message: { protocolMessage } } };
    expect(unico(upsert({ message }))).toMatchObject({
      evento: { tipo: 'mensagem_editada', idProvedor: 'ID0', texto: 'novo' },
    });
  });

  it('finds the quoted message inside the content too', () => {
    const message = { extendedTextMessage: { text: 'sim', contextInfo: { stanzaId: 'ID0' } } };
    expect(unico(upsert({ message }))).toMatchObject({ evento: { citadaIdProvedor: 'ID0' } });
  });
});

describe('the time of a message', () => {
  it.each([
    ['seconds', 1_795_331_730],
    ['a string', '1795331730'],
    ['a 64-bit integer', { low: 1_795_331_730, high: 0, unsigned: true }],
    ['milliseconds', 1_795_331_730_000],
    ['a 64-bit count of milliseconds', { low: 8_249_616, high: 418, unsigned: false }],
  ])('reads %s', (_nome, messageTimestamp) => {
    const resultado = unico(upsert({ messageTimestamp }));
    expect(resultado).toMatchObject({ tipo: 'evento' });
    const { evento } = resultado as Extract<ResultadoWebhook, { tipo: 'evento' }>;
    expect('enviadaEm' in evento && evento.enviadaEm.slice(0, 7)).toBe('2026-11');
  });

  it.each([
    0,
    -1,
    1_420_070_399,
    4_102_444_800,
    1e20,
    '1e9',
    'ontem',
    null,
    {},
    { low: 1.5, high: 0 },
  ])('quarantines %j', (messageTimestamp) => {
    expect(unico(upsert({ messageTimestamp }))).toEqual({
      tipo: 'quarentena',
      motivo: 'campo_invalido:messageTimestamp',
    });
  });

  it('never reads date_time', () => {
    const sem = unico(upsert({}, { date_time: '1999-01-01T00:00:00Z' }));
    expect(sem).toMatchObject({ evento: { enviadaEm } });
  });
});
