import type { GatilhoHandoff } from './turnos.ts';

/**
 * Texts Júlia sends without the model. Variants are drawn by a seed (the turn's id), so that a turn that runs again
 * says the same.
 */
const textos = {
  optout: [
    'Tranquilo, já te tirei da lista e não mando mais msg. Se um dia quiser plantão é só chamar!',
    'Beleza, tirei seu contato aqui e não te mando mais nada. Precisando é só me chamar!',
  ],
  resumo: [
    'Opa, essa msg ficou bem grande e não consegui ver tudo. Consegue me resumir em poucas linhas?',
    'Eita, veio bastante coisa de uma vez. Me resume o principal, por favor?',
  ],
  audio: [
    'Opa, agora não consigo ouvir áudio por aqui. Consegue me mandar por escrito?',
    'Tô sem conseguir ouvir áudio aqui, me escreve rapidinho o que precisa?',
  ],
  video: ['Não consigo abrir vídeo por aqui. Me conta por escrito o que vc precisa?'],
  arquivo: [
    'Não consigo abrir o que vc mandou por aqui. Me conta por escrito o que precisa?',
    'Opa, isso não abre pra mim aqui. Consegue me escrever?',
  ],
  espera: [
    'Oi! Recebi sua msg, já já te respondo, tá?',
    'Vi sua msg aqui! Só um instante que já te respondo',
  ],
  pedido_humano: [
    'Claro! Já tô chamando alguém da equipe pra falar com vc, tá?',
    'Beleza, vou te passar pra uma pessoa da equipe. Já já te respondem por aqui!',
  ],
  juridico: ['Entendi. Vou passar agora pra minha supervisora, ela vai te responder por aqui, tá?'],
  sentimento_negativo: [
    'Poxa, sinto muito por isso. Vou chamar minha supervisora pra falar com vc agora.',
    'Desculpa mesmo por isso. Já tô chamando a supervisora pra resolver com vc.',
  ],
  agente: ['Vou chamar uma pessoa da equipe pra te ajudar com isso, já já te respondem por aqui!'],
  llm_indisponivel: ['Vou pedir pra alguém da equipe te responder por aqui, tá? Já já te chamam!'],
} as const satisfies Record<string, readonly [string, ...string[]]>;

export type ChaveTexto = keyof typeof textos;

/** Same seed, same variant. */
export function textoFixo(chave: ChaveTexto, semente: string): string {
  const variantes: readonly string[] = textos[chave];
  let soma = 0;
  for (const letra of semente) soma = (soma * 31 + letra.charCodeAt(0)) >>> 0;
  return variantes[soma % variantes.length] ?? textos[chave][0];
}

/** What the doctor reads when a person takes over; null where Júlia just falls silent. */
export function textoDeTransicao(gatilho: GatilhoHandoff, semente: string): string | null {
  if (gatilho === 'limite_respostas' || gatilho === 'manual') return null;
  return textoFixo(gatilho, semente);
}
