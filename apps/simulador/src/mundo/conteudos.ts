import { z } from 'zod';

const texto = z.string();

/** What a doctor can send; `bruto` is put under `message` as it is, for shapes nothing here makes. */
export const conteudoEnviadoSchema = z.discriminatedUnion('tipo', [
  z.object({ tipo: z.literal('texto'), texto }),
  z.object({ tipo: z.literal('imagem'), legenda: texto.optional(), base64: texto.optional() }),
  z.object({ tipo: z.literal('audio'), segundos: z.number().default(7) }),
  z.object({ tipo: z.literal('video'), legenda: texto.optional() }),
  z.object({ tipo: z.literal('documento'), nome: texto, legenda: texto.optional() }),
  z.object({ tipo: z.literal('sticker') }),
  z.object({ tipo: z.literal('reacao'), emoji: texto, alvo: texto }),
  z.object({
    tipo: z.literal('localizacao'),
    latitude: z.number().default(-23.5614),
    longitude: z.number().default(-46.6559),
    nome: texto.optional(),
    endereco: texto.optional(),
  }),
  z.object({ tipo: z.literal('contato'), nome: texto, telefone: texto }),
  z.object({ tipo: z.literal('efemera'), texto }),
  z.object({
    tipo: z.literal('bruto'),
    mensagem: z.record(z.string(), z.unknown()),
    messageType: texto,
  }),
]);
export type ConteudoEnviado = z.output<typeof conteudoEnviadoSchema>;

export interface MensagemWhatsapp {
  readonly message: Readonly<Record<string, unknown>>;
  readonly messageType: string;
  /** What the phone page and the JSON API show. */
  readonly resumo: string;
}

/** Bytes reach a webhook as index objects since 2.3.5. */
function bytes(tamanho: number): Record<string, number> {
  return Object.fromEntries(
    Array.from({ length: tamanho }, (_, i) => [String(i), (i * 7 + 11) % 256]),
  );
}

function midia(mimetype: string): Record<string, unknown> {
  return {
    url: 'https://mmg.whatsapp.net/v/t62.FAKE/FAKE_n.enc?ccb=11-4&mms3=true',
    directPath: '/v/t62.FAKE/FAKE_n.enc?ccb=11-4',
    mediaKey: bytes(32),
    fileSha256: bytes(32),
    fileEncSha256: bytes(32),
    fileLength: { low: 5067, high: 0, unsigned: true },
    mediaKeyTimestamp: { low: 1_795_331_700, high: 0, unsigned: false },
    mimetype,
  };
}

const medidas = (width: number, height: number) => ({ width, height });

const opcional = (campos: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(campos).filter(([, valor]) => valor !== undefined));

export function montarMensagem(conteudo: ConteudoEnviado): MensagemWhatsapp {
  const [messageType, campos, resumo, extra] = porTipo(conteudo);
  return { message: { [messageType]: campos, ...extra }, messageType, resumo };
}

type Montagem = readonly [
  tipo: string,
  campos: unknown,
  resumo: string,
  extra: Readonly<Record<string, unknown>>,
];

function porTipo(conteudo: ConteudoEnviado): Montagem {
  const contexto = { messageContextInfo: { deviceListMetadataVersion: 2 } };
  switch (conteudo.tipo) {
    case 'texto':
      return ['conversation', conteudo.texto, conteudo.texto, contexto];
    case 'imagem': {
      const campos = {
        ...midia('image/jpeg'),
        ...medidas(960, 1280),
        jpegThumbnail: bytes(8),
        viewOnce: false,
        ...opcional({ caption: conteudo.legenda }),
      };
      const extra = { ...contexto, ...opcional({ base64: conteudo.base64 }) };
      return ['imageMessage', campos, `📷 ${conteudo.legenda ?? 'Foto'}`, extra];
    }
    case 'audio': {
      const campos = {
        ...midia('audio/ogg; codecs=opus'),
        seconds: conteudo.segundos,
        ptt: true,
        waveform: bytes(3),
      };
      return ['audioMessage', campos, `🎤 Áudio (${conteudo.segundos} s)`, contexto];
    }
    case 'video': {
      const campos = {
        ...midia('video/mp4'),
        seconds: 12,
        ...medidas(480, 848),
        gifPlayback: false,
        ...opcional({ caption: conteudo.legenda }),
      };
      return ['videoMessage', campos, `🎥 ${conteudo.legenda ?? 'Vídeo'}`, contexto];
    }
    case 'documento': {
      const campos = {
        ...midia('application/pdf'),
        title: conteudo.nome,
        fileName: conteudo.nome,
        pageCount: 1,
        ...opcional({ caption: conteudo.legenda }),
      };
      return ['documentMessage', campos, `📄 ${conteudo.nome}`, contexto];
    }
    case 'sticker':
    case 'reacao':
    case 'localizacao':
    case 'contato':
    case 'efemera':
    case 'bruto':
      return semMidia(conteudo, contexto);
  }
}

function semMidia(
  conteudo: Exclude<
    ConteudoEnviado,
    { tipo: 'texto' | 'imagem' | 'audio' | 'video' | 'documento' }
  >,
  contexto: Readonly<Record<string, unknown>>,
): Montagem {
  switch (conteudo.tipo) {
    case 'sticker':
      return [
        'stickerMessage',
        { ...midia('image/webp'), ...medidas(64, 64), isAnimated: false },
        '🖼️ Figurinha',
        contexto,
      ];
    case 'reacao': {
      const campos = {
        key: { remoteJid: '5511999990099@s.whatsapp.net', id: conteudo.alvo, fromMe: true },
        text: conteudo.emoji,
        senderTimestampMs: { low: -1, high: 418, unsigned: false },
      };
      return ['reactionMessage', campos, `Reagiu com ${conteudo.emoji}`, contexto];
    }
    case 'localizacao': {
      const campos = {
        degreesLatitude: conteudo.latitude,
        degreesLongitude: conteudo.longitude,
        ...opcional({ name: conteudo.nome, address: conteudo.endereco }),
        jpegThumbnail: bytes(1),
      };
      return ['locationMessage', campos, `📍 ${conteudo.nome ?? 'Localização'}`, contexto];
    }
    case 'contato': {
      const vcard = `BEGIN:VCARD\nVERSION:3.0\nFN:${conteudo.nome}\nTEL;type=CELL;waid=${conteudo.telefone}:+${conteudo.telefone}\nEND:VCARD`;
      return [
        'contactMessage',
        { displayName: conteudo.nome, vcard },
        `👤 ${conteudo.nome}`,
        contexto,
      ];
    }
    case 'efemera':
      return [
        'ephemeralMessage',
        {
          message: {
            extendedTextMessage: { text: conteudo.texto, contextInfo: { expiration: 604_800 } },
          },
        },
        conteudo.texto,
        contexto,
      ];
    case 'bruto':
      return [
        conteudo.messageType,
        conteudo.mensagem[conteudo.messageType],
        `[${conteudo.messageType}]`,
        conteudo.mensagem,
      ];
  }
}
