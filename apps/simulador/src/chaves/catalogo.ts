export type ValorDaChave = string | number;

interface Definicao {
  readonly grupo: 'Evolution' | 'Envio' | 'Webhooks' | 'Modelo' | 'Lentidão';
  /** What the phone page shows. */
  readonly rotulo: string;
  /** What may be set beside on/off; absent: nothing. */
  readonly valor?: {
    readonly padrao: ValorDaChave;
    readonly unidade?: string;
    readonly opcoes?: readonly ValorDaChave[];
  };
  /** Events it can be narrowed to, the default first; absent: the switch looks at nothing or at the doctor's phone. */
  readonly alvos?: readonly string[];
}

/** A switch whose target is this looks at everything. */
export const qualquerAlvo = '*';

/** Without a target of its own a switch for one webhook would fall on whichever status event comes along. */
const alvos = ['messages.upsert', 'send.message', 'messages.update', qualquerAlvo];

const ms = (padrao: number) => ({ padrao, unidade: 'ms' });
const http = (padrao: number) => ({ padrao, unidade: 'HTTP' });

/** Every fault that can be switched on, for the next N uses or until switched off. */
export const catalogo = {
  'latencia.sendText': { grupo: 'Lentidão', rotulo: 'sendText demora', valor: ms(3_000) },
  'latencia.sendPresence': { grupo: 'Lentidão', rotulo: 'sendPresence demora', valor: ms(3_000) },
  'latencia.markMessageAsRead': {
    grupo: 'Lentidão',
    rotulo: 'markMessageAsRead demora',
    valor: ms(3_000),
  },
  'latencia.connectionState': {
    grupo: 'Lentidão',
    rotulo: 'connectionState demora',
    valor: ms(3_000),
  },
  'latencia.findMessages': { grupo: 'Lentidão', rotulo: 'findMessages demora', valor: ms(3_000) },
  'latencia.messages': { grupo: 'Lentidão', rotulo: 'Modelo demora', valor: ms(5_000) },
  'latencia.webhook': {
    grupo: 'Lentidão',
    rotulo: 'Webhook sai atrasado',
    valor: ms(3_000),
    alvos,
  },

  'erro.sendText': { grupo: 'Evolution', rotulo: 'sendText responde erro', valor: http(500) },
  'erro.sendPresence': {
    grupo: 'Evolution',
    rotulo: 'sendPresence responde erro',
    valor: http(500),
  },
  'erro.markMessageAsRead': {
    grupo: 'Evolution',
    rotulo: 'markMessageAsRead responde erro',
    valor: http(500),
  },
  'erro.connectionState': {
    grupo: 'Evolution',
    rotulo: 'connectionState responde erro',
    valor: http(500),
  },
  'erro.findMessages': {
    grupo: 'Evolution',
    rotulo: 'findMessages responde erro',
    valor: http(500),
  },
  'evolution.derrubar': { grupo: 'Evolution', rotulo: 'Corta a conexão sem fazer nada' },
  'evolution.travar': { grupo: 'Evolution', rotulo: 'Trava sem fazer nada' },
  'evolution.conexao': {
    grupo: 'Evolution',
    rotulo: 'WhatsApp desconectado',
    valor: { padrao: 'close', opcoes: ['close', 'connecting'] },
  },

  'envio.enviada-mas-timeout': {
    grupo: 'Envio',
    rotulo: 'Envia, mas nunca responde',
    valor: { padrao: 'com-eco', opcoes: ['com-eco', 'sem-eco'] },
  },
  'envio.enviada-mas-400': {
    grupo: 'Envio',
    rotulo: 'Envia, mas responde 400',
    valor: { padrao: 'com-registro', opcoes: ['com-registro', 'sem-registro'] },
  },
  'envio.enviada-mas-500': {
    grupo: 'Envio',
    rotulo: 'Envia, mas responde 500',
    valor: { padrao: 'com-eco', opcoes: ['com-eco', 'sem-eco'] },
  },
  'envio.enviada-mas-cortada': {
    grupo: 'Envio',
    rotulo: 'Envia e corta a conexão',
    valor: { padrao: 'com-eco', opcoes: ['com-eco', 'sem-eco'] },
  },
  'envio.perdida': { grupo: 'Envio', rotulo: 'Responde 201, mas não envia' },
  'envio.numero-inexistente': { grupo: 'Envio', rotulo: 'Número não tem WhatsApp' },
  'envio.banida': { grupo: 'Envio', rotulo: 'Número restrito pelo WhatsApp (403)' },
  'envio.sem-confirmacao': { grupo: 'Envio', rotulo: 'Fica num tique só (PENDING)' },
  'envio.status-erro': { grupo: 'Envio', rotulo: 'Recusada depois de aceita (ERROR)' },

  'webhook.duplicar': {
    grupo: 'Webhooks',
    rotulo: 'Webhook repetido',
    valor: { padrao: 3, unidade: 'cópias' },
    alvos,
  },
  'webhook.reordenar': {
    grupo: 'Webhooks',
    rotulo: 'Webhook chega depois do seguinte',
    valor: ms(2_000),
    alvos,
  },
  'webhook.perder': { grupo: 'Webhooks', rotulo: 'Webhook nunca sai', alvos },

  'llm.erro': {
    grupo: 'Modelo',
    rotulo: 'Responde erro',
    valor: { padrao: 529, opcoes: [429, 529, 500, 400, 401, 404, 413] },
  },
  'llm.timeout': { grupo: 'Modelo', rotulo: 'Nunca responde' },
  'llm.derrubar': { grupo: 'Modelo', rotulo: 'Corta a conexão' },
  'llm.recusa': { grupo: 'Modelo', rotulo: 'Recusa responder' },
  'llm.vazia': { grupo: 'Modelo', rotulo: 'Resposta vazia' },
  'llm.truncada': { grupo: 'Modelo', rotulo: 'Texto cortado no meio' },
  'llm.ferramenta-truncada': { grupo: 'Modelo', rotulo: 'Ferramenta cortada no meio' },
  'llm.ferramenta-desconhecida': { grupo: 'Modelo', rotulo: 'Ferramenta que não existe' },
  'llm.entrada-invalida': { grupo: 'Modelo', rotulo: 'Ferramenta com entrada inválida' },
  'llm.duas-ferramentas': { grupo: 'Modelo', rotulo: 'Duas ferramentas de uma vez' },
  'llm.ferramentas-sem-fim': { grupo: 'Modelo', rotulo: 'Nunca para de chamar ferramentas' },
  'llm.diz-ser-humana': { grupo: 'Modelo', rotulo: 'Diz que é humana' },
  'llm.inventa-valor': { grupo: 'Modelo', rotulo: 'Inventa vaga e valor' },
  'llm.confirma-sem-reservar': { grupo: 'Modelo', rotulo: 'Confirma sem reservar' },
  'llm.markdown': { grupo: 'Modelo', rotulo: 'Responde em markdown' },
  'llm.promessa-sem-ferramenta': { grupo: 'Modelo', rotulo: 'Promete e não faz' },
  'llm.texto': {
    grupo: 'Modelo',
    rotulo: 'Responde exatamente isto',
    valor: { padrao: 'Oi! Tudo bem?' },
  },
} as const satisfies Record<string, Definicao>;

export type NomeChave = keyof typeof catalogo;

export const nomesDeChaves = Object.keys(catalogo) as readonly NomeChave[];

export function ehNomeDeChave(nome: string): nome is NomeChave {
  return Object.hasOwn(catalogo, nome);
}

export function definicao(nome: NomeChave): Definicao {
  return catalogo[nome];
}
