/** What doctors say around an acceptance, as `textoPlano` leaves it: lower case, no accents. */

/** Agrees with whatever was said before. */
export const concorda =
  /^(?:s|ss|sim+|pode|podemos|ok|okay|okey|blz|beleza|show|perfeito|otimo|otima|claro|certo|certeza|manda|interessa|isso|positivo|joia|tranquilo|top|uhum|aham|👍|👌|✅|🤝)$/u;

/** Takes the vaga in so many words. */
export const toma =
  /^(?:quero|queremos|aceito|aceitei|topo|topei|bora|fecho|fechado|fechou|fechamos|fecha|reserva|reserve|reservar|confirmo|confirma|confirmado|combinado|vamos|vou|fico|pego|partiu|dale)$/u;

export const nega = /^(?:na+o+|naum|nn?|nem|nunca|jamais|nop|nope|negativo|tampouco|sem|👎|❌)$/u;

/** Denials that deny nothing. */
export const inofensivo =
  /\b(?:nao (?:tem|ha|vejo|teria|tenho) (?:nenhuma? )?(?:problemas?|erro|crise|duvidas?|estresse|stress)|nao se preocup\w+|nao (?:me )?esquec\w+|nao vejo a hora|sem (?:nenhuma? )?(?:duvidas?|problemas?|erro|falta|crise|estresse|stress|pressa|galho))\b/gu;

/** A question mark that asks for nothing: "pode reservar, tá?". */
export const perguntaDeApoio = /[\s,]+(?:ta|ok|okay|blz|beleza|viu)\s?\?+$/u;

function algum(...padroes: readonly string[]): RegExp {
  return new RegExp(`(?:^| )(?:${padroes.join('|')})(?= |$)`, 'u');
}

/** Not yet, not this one, not like that, or only if. */
export const duvida = algum(
  'acho|talvez|depois|quase|sera|seria|provavelmente|possivelmente|depend\\w+|se|caso|desde que|mas|porem|contudo|ou',
  'so que|apesar|pens\\w+|ver|verei|vejo|verific\\w+|olhar|olhada|chec\\w+|conferir|avali\\w+|analis\\w+|decid\\w+|estud\\w+',
  'consult\\w+|tent\\w+|precis\\w+|esper\\w+|pera|perai|aguard\\w+|calma|cancel\\w+|desist\\w+|esquec\\w+|recus\\w+',
  'outr[oa]s?|prefir\\w+|prefer\\w+|infelizmente|impossivel|dificil|complicad[oa]|ocupad[oa]|viaj\\w+|viagem|ferias|era',
  'estarei|ja (?:tenho|estou|to|tou|tinha|peguei|marquei|fechei)|mais tarde|logo mais|daqui a|(?:pra|para a|fica pra) proxima',
  'te (?:falo|aviso|confirmo|respondo|digo|retorno|chamo)|ja confirmo|confirmo (?:amanha|hoje|logo|em)',
  'deixa (?:eu|pra|para|quieto|so)|minimo|menos|devendo|🤔',
  // Another price is an offer of his own.
  'por (?!favor|gentileza|mim)\\w+|quero (?:r )?\\d+',
);

/** Asks before it takes. */
export const pergunta = algum(
  'quanto|quantos|quantas|qto|qnto|qual|quais|onde|quando|quem|como (?!combin\\w+|fal\\w+|sempre)\\w+',
  '(?:q|que) (?:horas?|horario|dias?|valor|hospital|setor|cidade)|saber|entender|detalhes?|info\\w*|opcao|opcoes|duvidas?|pergunt\\w+',
);

const entre = '(?: (?:me|te|lhe|ja|so|ai|primeiro|antes))*';
const deVou = 'querer|aceitar|topar|fechar|ficar|pegar|assumir|cobrir|reservar';
const deQuero = `${deVou}|confirmar|fazer|marcar|agendar|garantir`;
const dePode = `${deQuero}|ser|anotar|colocar|botar|contar|separar|deixar|incluir|encaixar|segurar|escalar`;
const alheio = (proprios: string) =>
  `${entre} (?!(?:${proprios})(?: |$))\\p{L}+(?:ar|er|ir)(?= |$)`;
const vouOutro = `(?:vou|vamos)${alheio(deVou)}`;
const queroOutro = `(?:quero|queremos)${alheio(deQuero)}`;

/** Begins with a verb that only helps one which takes no vaga: "vou pensar", "quero saber", "pode explicar". */
export const verboAlheio = new RegExp(
  `^(?:${vouOutro}|${queroOutro}|(?:pode|podemos)${alheio(dePode)})`,
  'u',
);

/** The same anywhere, but for what the doctor asks Júlia to do. */
export const outroPlano = new RegExp(`(?:^| )(?:${vouOutro}|${queroOutro})`, 'u');
