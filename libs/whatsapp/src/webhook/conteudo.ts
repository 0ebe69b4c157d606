import type { Conteudo } from '@julia/domain';
import { z } from 'zod';

import {
  ehObjeto,
  lerTexto,
  talvezId,
  talvezNumero,
  talvezTexto,
  textoLimpo,
  type Objeto,
} from './campos.ts';

export type ConteudoLido =
  | { tipo: 'conteudo'; conteudo: Conteudo; citadaIdProvedor: string | null }
  /** An edit or a deletion that came in the place of a message. */
  | { tipo: 'protocolo'; protocolo: unknown }
  | { tipo: 'ruido'; motivo: string };

type Leitor = (bruto: unknown) => Conteudo | null;

function leitor<S extends z.ZodType>(
  schema: S,
  montar: (campos: z.output<S>) => Conteudo | null,
): Leitor {
  return (bruto) => {
    const lido = schema.safeParse(bruto);
    return lido.success ? montar(lido.data) : null;
  };
}

/** The first words found among the fields that may carry them. */
function emTexto(...candidatos: readonly (string | null | undefined)[]): Conteudo | null {
  const texto = candidatos.find((candidato) => candidato);
  return texto ? { tipo: 'texto', texto } : null;
}

const midia = z.object({ caption: talvezTexto, mimetype: talvezTexto });
const video = leitor(midia, ({ caption }) => ({ tipo: 'video', legenda: caption }));
const localizacao = leitor(
  z.object({
    degreesLatitude: z.number(),
    degreesLongitude: z.number(),
    name: talvezTexto,
    address: talvezTexto,
    caption: talvezTexto,
  }),
  (local) => ({
    tipo: 'localizacao',
    latitude: local.degreesLatitude,
    longitude: local.degreesLongitude,
    nome: local.name ?? local.caption,
    endereco: local.address,
  }),
);
const contato = z.object({ displayName: talvezTexto, vcard: talvezTexto });
const nomeDoContato = ({ displayName, vcard }: z.output<typeof contato>): string =>
  displayName ?? /^FN[^:\r\n]*:([^\r\n]+)/m.exec(vcard ?? '')?.[1]?.trim() ?? 'sem nome';
const enquete = leitor(
  z.object({
    name: talvezTexto,
    options: z.array(z.object({ optionName: talvezTexto })).catch([]),
  }),
  ({ name, options }) => ({
    tipo: 'enquete',
    nome: name ?? '',
    opcoes: options.map(({ optionName }) => optionName).filter((opcao) => opcao !== null),
  }),
);

/**
 * One reader per content key, in the order they are tried: the order of keys in a body says nothing
 * (`messageContextInfo` often comes first). Only the named fields are read, so thumbnails and keys stay behind.
 */
const leitores: Readonly<Record<string, Leitor>> = {
  conversation: (bruto) => emTexto(lerTexto(bruto)),
  extendedTextMessage: leitor(z.object({ text: talvezTexto }), ({ text }) => emTexto(text)),
  imageMessage: leitor(midia, ({ caption, mimetype }) => ({
    tipo: 'imagem',
    legenda: caption,
    mimetype,
  })),
  audioMessage: leitor(
    z.object({ seconds: talvezNumero, mimetype: talvezTexto }),
    ({ seconds, mimetype }) => ({ tipo: 'audio', segundos: seconds, mimetype }),
  ),
  videoMessage: video,
  ptvMessage: video,
  documentMessage: leitor(
    z.object({
      fileName: talvezTexto,
      title: talvezTexto,
      mimetype: talvezTexto,
      caption: talvezTexto,
    }),
    ({ fileName, title, mimetype, caption }) => ({
      tipo: 'documento',
      nome: fileName ?? title,
      mimetype,
      legenda: caption,
    }),
  ),
  stickerMessage: leitor(z.object({}), () => ({ tipo: 'sticker' })),
  reactionMessage: leitor(
    z.object({
      text: z.string().transform(textoLimpo).catch(''),
      key: z.object({ id: talvezId }).catch({ id: null }),
    }),
    ({ text, key }) => ({ tipo: 'reacao', emoji: text, alvoIdProvedor: key.id }),
  ),
  locationMessage: localizacao,
  liveLocationMessage: localizacao,
  contactMessage: leitor(contato, (campos) => ({
    tipo: 'contato',
    nomes: [nomeDoContato(campos)],
  })),
  contactsArrayMessage: leitor(z.object({ contacts: z.array(contato) }), ({ contacts }) => ({
    tipo: 'contato',
    nomes: contacts.map(nomeDoContato),
  })),
  listResponseMessage: leitor(
    z.object({
      title: talvezTexto,
      description: talvezTexto,
      singleSelectReply: z.object({ selectedRowId: talvezTexto }).nullable().catch(null),
    }),
    (lista) => emTexto(lista.title, lista.description, lista.singleSelectReply?.selectedRowId),
  ),
  buttonsResponseMessage: leitor(
    z.object({ selectedDisplayText: talvezTexto, selectedButtonId: talvezTexto }),
    (botao) => emTexto(botao.selectedDisplayText, botao.selectedButtonId),
  ),
  templateButtonReplyMessage: leitor(
    z.object({ selectedDisplayText: talvezTexto, selectedId: talvezTexto }),
    (botao) => emTexto(botao.selectedDisplayText, botao.selectedId),
  ),
  interactiveResponseMessage: leitor(
    z.object({
      body: z.object({ text: talvezTexto }).nullable().catch(null),
      nativeFlowResponseMessage: z.object({ paramsJson: talvezTexto }).nullable().catch(null),
    }),
    ({ body, nativeFlowResponseMessage }) =>
      emTexto(body?.text, textoDosParametros(nativeFlowResponseMessage?.paramsJson ?? null)),
  ),
  pollCreationMessage: enquete,
  pollCreationMessageV2: enquete,
  pollCreationMessageV3: enquete,
  // A vote is an answer in words where the version names the options; elsewhere it is only a signal.
  pollUpdateMessage: leitor(
    z.object({ vote: z.object({ selectedOptions: z.array(z.string()) }) }),
    ({ vote }) => emTexto(textoLimpo(vote.selectedOptions.join(', '))),
  ),
  // A clinic's own assistant on the other side writes in these.
  buttonsMessage: leitor(z.object({ contentText: talvezTexto }), (m) => emTexto(m.contentText)),
  listMessage: leitor(z.object({ title: talvezTexto, description: talvezTexto }), (m) =>
    emTexto(m.description, m.title),
  ),
  interactiveMessage: leitor(z.object({ body: z.object({ text: talvezTexto }) }), (m) =>
    emTexto(m.body.text),
  ),
  templateMessage: leitor(
    z.object({ hydratedTemplate: z.object({ hydratedContentText: talvezTexto }) }),
    (m) => emTexto(m.hydratedTemplate.hydratedContentText),
  ),
};

const emOrdem = Object.entries(leitores);

/** Kinds that say nothing by themselves. An album's images follow as messages of their own. */
const ruidos: Readonly<Record<string, string>> = {
  albumMessage: 'cabecalho_de_album',
  senderKeyDistributionMessage: 'chave_de_grupo',
  keepInChatMessage: 'manter_na_conversa',
  pinInChatMessage: 'fixar_na_conversa',
  encReactionMessage: 'reacao_cifrada',
  callLogMesssage: 'registro_de_chamada',
  pollUpdateMessage: 'voto_sem_opcoes',
};

const maxEmbrulhos = 5;

/** What a message carries. `tipoOriginal` names it when nothing here knows it. Never throws. */
export function lerConteudo(
  mensagem: unknown,
  tipoOriginal: string | null,
  contexto: unknown,
): ConteudoLido {
  const nivel = desembrulhar(mensagem);
  if (ehObjeto(nivel['protocolMessage'])) {
    return { tipo: 'protocolo', protocolo: nivel['protocolMessage'] };
  }
  for (const [chave, ler] of emOrdem) {
    if (!Object.hasOwn(nivel, chave)) continue;
    const conteudo = ler(nivel[chave]);
    if (!conteudo) continue;
    const citadaIdProvedor = citada(contexto) ?? citada(contextoDe(nivel[chave]));
    return { tipo: 'conteudo', conteudo, citadaIdProvedor };
  }
  const ruido = Object.keys(ruidos).find((chave) => Object.hasOwn(nivel, chave));
  if (ruido !== undefined) return { tipo: 'ruido', motivo: ruidos[ruido] ?? ruido };
  return {
    tipo: 'conteudo',
    conteudo: { tipo: 'desconhecido', tipoOriginal: (tipoOriginal ?? 'vazia').slice(0, 100) },
    citadaIdProvedor: citada(contexto),
  };
}

/**
 * Takes off what WhatsApp puts around a content (disappearing, view once, edited, caption…): any unknown key whose
 * value holds a `message`, because new wrappers appear more often than new contents.
 */
function desembrulhar(mensagem: unknown): Objeto {
  let nivel: Objeto = ehObjeto(mensagem) ? mensagem : {};
  for (let embrulhos = 0; embrulhos < maxEmbrulhos; embrulhos += 1) {
    if (Object.keys(nivel).some(ehConhecida)) return nivel;
    const dentro = Object.values(nivel)
      .map((valor) => (ehObjeto(valor) ? valor['message'] : null))
      .find(ehObjeto);
    if (!dentro) return nivel;
    nivel = dentro;
  }
  return nivel;
}

function ehConhecida(chave: string): boolean {
  return chave === 'protocolMessage' || Object.hasOwn(leitores, chave);
}

function citada(contexto: unknown): string | null {
  return ehObjeto(contexto) ? talvezId.parse(contexto['stanzaId']) : null;
}

function contextoDe(conteudo: unknown): unknown {
  return ehObjeto(conteudo) ? conteudo['contextInfo'] : null;
}

const parametrosSchema = z.object({
  display_text: talvezTexto,
  title: talvezTexto,
  id: talvezTexto,
});

/** Answers of interactive messages hide in a JSON string. */
function textoDosParametros(json: string | null): string | null {
  if (json === null) return null;
  try {
    const lido = parametrosSchema.safeParse(JSON.parse(json));
    return lido.data?.display_text ?? lido.data?.title ?? lido.data?.id ?? null;
  } catch {
    return json;
  }
}
