/** What doctors say around an acceptance, as `textoPlano` leaves it: lower case, no accents. */

/** Agrees with whatever was said before. */
export const concorda =
  /^(?:s|ss|sim+|pode|podemos|ok|okay|okey|blz|beleza|show|perfeito|otimo|otima|claro|certo|certeza|manda|interessa|isso|positivo|joia|tranquilo|top|uhum|aham|👍|👌|✅|🤝)$/u;

/** Goes along with an agreement and means nothing besides. */
export const acompanha = new RegExp(
  [
    concorda.source,
    '^(?:eu|nos|e|eh|com|entao|ta|tah|tudo|bem|muito|mto|por|pra|para|p|mim|favor|gentileza|pfv|me|ja|ser|demais|mesmo|aqui|ai|100)$',
    '^(?:oi|ola|opa|bom|boa|dia|tarde|noite|dra?|doutora?|julia|ju|querida|amiga|flor|viu|obrigad[oa]|brigad[oa]|obg|valeu|vlw|grat[oa])$',
    '^(?:esta|fica|ficou|massa|legal|maravilha|excelente|demorou|podem|poderia|esse|essa|plantao|vaga|v\\d+)$',
    '^(?:reservar|confirmar|marcar|fechar|agendar|garantir|aceito|topo|fechado|combinado|confirmado|bora)$',
  ].join('|'),
  'u',
);

export const nega = /^(?:na+o+|naum|nn?|nem|nunca|jamais|nop|nope|negativo|tampouco|sem|👎|❌)$/u;

const problema = 'problemas?|erro|crise|duvidas?|estresse|stress';
const documento = 'documentos?|documentacao|docs?|dados|crm|cpf|rg|diploma|curriculo';

/** Denials that deny nothing, delays that delay nothing. */
export const inofensivo = new RegExp(
  `\\b(?:${[
    `nao (?:tem|ha|vejo|teria|tenho) (?:nenhuma? )?(?:${problema})`,
    `sem (?:nenhuma? )?(?:${problema}|falta|pressa|galho)`,
    'nao tenho (?:nada|compromisso|plantao)(?: marcado)?(?! (?:a ver|contra|com|de|em|pra))',
    'se (?:(?:ela|essa|esse|a vaga|o plantao) )?ainda (?:tiver|houver|estiver)(?: (?:vaga|disponivel|livre|de pe|abert[oa]|vag[oa]))?(?=,|\\.|$| (?:eu|pode|quero|aceito|topo|fecho|pego|reserva)(?![a-z]))',
    'nao se preocup\\w+|nao (?:me )?esquec\\w+|nao vejo a hora|manda ver',
    'obrigad[oa] (?:por|pel[oa]) (?!\\d)\\w+(?: de mim)?',
    '(?:to|tou|estou|tava|estava) (?:mesmo )?precisando(?! de)',
    '(?:qualquer coisa|se precisar)(?: de (?:algo|(?:mais )?alguma coisa|algum documento))?,? me (?:avisa|fala|chama)',
    `(?:(?:mais tarde|depois|amanha|logo|ja|eu|te) )*(?:mando|envio|passo) (?:(?:os|o|a|meus?|minhas?) )*(?:${documento})`,
  ].join('|')})\\b`,
  'gu',
);

/** A question mark that asks for nothing: "pode reservar, tá?". */
export const perguntaDeApoio = /[\s,]+(?:ta|ok|okay|blz|beleza|viu)\s?\?+$/u;

function algum(...padroes: readonly string[]): RegExp {
  return new RegExp(`(?:^| )(?:${padroes.join('|')})(?= |$)`, 'u');
}

/** Not yet, not this one, not like that, or only if. */
export const duvida = algum(
  'acho|talvez|depois|antes|quase|sera|seria|provavelmente|possivelmente|depend\\w+|se|caso|desde que|mas|porem|contudo|ou',
  'so que|apesar|pens\\w+|ver|verei|vejo|verific\\w+|olhar|olhada|chec\\w+|conferir|avali\\w+|analis\\w+|decid\\w+|estud\\w+',
  'consult\\w+|tent\\w+|precis\\w+|esper\\w+|pera|perai|aguard\\w+|calma|cancel\\w+|desist\\w+|esquec\\w+|recus\\w+',
  'outr[oa]s?|prefir\\w+|prefer\\w+|infelizmente|impossivel|dificil|complicad[oa]|ocupad[oa]|viaj\\w+|viagem|ferias|era',
  'estarei|ja (?:tenho|estou|to|tou|tinha|peguei|marquei|fechei)|mais tarde|logo mais|daqui a|(?:pra|para a|fica pra) proxima',
  'te (?:falo|aviso|confirmo|respondo|digo|retorno|chamo)|ja confirmo|(?:hoje|amanha|cedo|(?:a|de|da|pela) (?:noite|tarde|manha)|domingo|segunda|terca|quarta|quinta|sexta|sabado|dia \\d+) (?:eu )?(?:te )?confirmo|confirmo (?:amanha|hoje|logo|em)',
  '(?:a|so|vou|falta) confirmar|confirmar com',
  'ops|na verdade|mentira|zoeira|nada|nenhuma?|longe|deixa(?=$)|pensando bem|engan\\w+|errad\\w+|brinca\\w+',
  'troc\\w+|atras\\w+|mais cedo|exceto|tirando|em vez|no lugar d[eoa]|ja (?:aceitei|topei)',
  '(?:falar|conversar|combinar) com (?!voces?|vcs?|quem)\\w+|vendo|olhando|falta|contanto|sendo|mediante|condicao|t(?:em|enho|eria) que',
  '(?:so|somente|apenas) (?:ate|se|com|das|de|pela|a partir)|(?:reserv\\w+|mim) ate',
  '(?:pra|para|pro|p)(?: [oa])? (?:minha|meu|uma?|el[ea]|dra?|doutora?)',
  'mei[oa] (?:plantao|periodo|turno)|deixa (?:eu|pra|para|quieto|so)|minimo|menos|dev(?:em|endo|ido)|🤔',
  // More money is an offer of his own, a full amount is read elsewhere.
  'acima|a mais|metade|pouco|baix[oa]|liquid[oa]s?|melhor\\w*|aument\\w+|reajust\\w+|negoci\\w+|bonus|adicional',
  '(?:pag\\w+|valor|quero) mais|mais (?:dinheiro|grana|alto)|a partir d[aeo]s?',
  '(?:quero|pego|fico)(?: \\p{L}+){0,3} (?:folga|descanso)',
  'por (?!favor|gentileza|mim)\\w+|quero (?:r )?\\d+',
);

/** Asks before it takes. */
export const pergunta = algum(
  'quanto|quantos|quantas|qto|qnto|qual|quais|onde|quando|quem|como (?!combin\\w+|fal\\w+|sempre)\\w+',
  '(?:q|que) (?:horas?|horario|dias?|valor|hospital|setor|cidade)|saber|entender|detalhes?|info\\w*|opcao|opcoes|duvidas?|pergunt\\w+',
);

const entre = '(?: (?:me|te|lhe|ja|so|ai|primeiro|antes))*';
const deVou = 'querer|aceitar|topar|fechar|fazer|ficar|pegar|assumir|cobrir';
const deQuero = `${deVou}|reservar|confirmar|marcar|agendar|garantir`;
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

/** "vou", "quero" in one line and the rest of the thought in the next. */
export const continua =
  /^(?:vou|vamos|quero|queremos|fico|pego) (?:que|q|pra|para|pro|pros|ao|aos|num|numa|um|uma|n[oa]s?|em|com|ate|mais|so)(?= |$)(?! mim)/u;
