import { pergunta } from './perguntas.ts';
import { frases, textoPlano } from './texto-plano.ts';

export interface Confirmacao {
  readonly trecho: string;
  /** What must have been done for it to be true; a stored reminder is enough for `combinado`. */
  readonly de: 'reserva' | 'combinado' | 'retirada';
  /** "I did it" rather than "it is done". */
  readonly ato: boolean;
}

const dia = 'sabado|domingo|segunda|terca|quarta|quinta|sexta|dia \\d{1,2}|\\d{1,2}\\/\\d{1,2}';
/** "É seu", but not "é seu aniversário". */
const seu = `(?:seu|sua|teu|tua)\\b(?!\\s+(?!(?:entao|viu|ja|agora|mesmo|sim|ta|ok|ne|se|quando|assim|caso|n[oa]|ness[ea]|d[eoa]s?|em|pra|para|por|as|dra?|doutora?|e|${dia})\\b)[a-z])`;

interface Padrao extends Omit<Confirmacao, 'trecho'> {
  readonly padrao: RegExp;
}

const padroes: readonly Padrao[] = [
  {
    de: 'reserva',
    ato: true,
    padrao:
      /\b(?:reservei|confirmei|garanti|fechei|acabei de (?:reservar|confirmar|fechar|garantir|agendar))\b/g,
  },
  {
    de: 'reserva',
    ato: true,
    padrao:
      /\b(?:segurei|separei(?! (?:aqui )?(?:uma?s?|uns|duas|dois|tres|\d+|alguma?s|alguns|vagas|opcoes)\b|.{0,30}\b(?:opcao|(?:pra|para) (?:te |vc )?(?:mostrar|ver|olhar)))|(?:coloquei|botei|inclui|anotei|registrei) (?:o )?(?:seu nome|vc|voce)|te (?:coloquei|botei)(?! (?:em contato|pra falar|com)\b)|te (?:escalei|encaixei|inclui))\b/g,
  },
  {
    de: 'reserva',
    ato: false,
    padrao: /\breservad[oa]s?\b|\bdeixei (?:\w+ ){0,2}separad[oa]s?\b/g,
  },
  { de: 'combinado', ato: false, padrao: /\b(?:confirmad|garantid)[oa]s?\b/g },
  {
    de: 'combinado',
    ato: false,
    padrao: /\b(?:ta|esta|ficou|fica|deixei|plantao|vaga) (?:tudo )?fechad[oa]\b/g,
  },
  {
    de: 'reserva',
    ato: false,
    padrao: new RegExp(
      `(?:\\b(?:plantao|vaga|${dia})\\b[^,;:]{0,40}? eh|\\b(?:a vaga|o plantao|ess[ea] (?:plantao|vaga))(?: ja)? e|\\b(?:ess[ea]|est[ea]|el[ea])(?: ja)? eh|(?:^|[,;:] )(?:ja )?eh) (?:todo |toda )?${seu}`,
      'g',
    ),
  },
  {
    de: 'reserva',
    ato: false,
    padrao: new RegExp(
      `(?<!\\b(?:uma?|outr[oa]|alguma?|nenhuma?|qual|cada|tod[oa])\\s)\\b(?:plantao|vaga)(?: ja)? ${seu}`,
      'g',
    ),
  },
  {
    de: 'reserva',
    ato: false,
    padrao:
      /\breserva (?:(?:ja )?(?:ta|esta|foi) )?(?:feita|concluida|efetuada|efetivada|realizada)\b/g,
  },
  { de: 'reserva', ato: false, padrao: /\b(?:ta|esta) (?:na escala|escalad[oa])\b/g },
  {
    de: 'reserva',
    ato: false,
    padrao: new RegExp(
      `\\bte (?:espero|esperamos|aguardo|aguardamos|espera|esperam|vejo)\\b(?=.*(?:\\b(?:${dia}|amanha|hoje|la|plantao|hospital)\\b|\\d\\s?h\\b))`,
      'g',
    ),
  },
  { de: 'combinado', ato: false, padrao: /\b(?:agendei|marquei|agendad[oa]s?|marcad[oa]s?)\b/g },
  {
    de: 'retirada',
    ato: true,
    padrao:
      /\b(?:cancelei|desmarquei|descadastrei|te (?:tirei|retirei|removi|exclui)|(?:tirei|retirei|removi|exclui|apaguei) (?:vc|voce|(?:o )?seu (?:nome|contato|numero|cadastro|plantao)|(?:a )?sua reserva))\b/g,
  },
  {
    de: 'retirada',
    ato: false,
    padrao:
      /\b(?:foi|foram|ta|esta|ficou|plantao|vaga|reserva) (?:ja )?(?:cancelad|desmarcad)[oa]s?\b|(?:^|[,;:] )(?:ja )?cancelad[oa](?=\s*(?:[.!,]|$))/g,
  },
];

const hipotese =
  /\b(?:nao|nem|nunca|sem|quando|caso|assim que|depois d[eao]|apos|antes|quer|quiser|posso|podemos|precisa|preciso|falta|seria|se (?:vc|voce|eu|der|for|quiser|topar|confirmar|fechar|tiver|puder|o|a))\b/;
const condicaoAntes =
  /\bse (?:vc|voce|eu|der|for|quiser|topar|confirmar|fechar|tiver|puder)\b|\b(?:quando|caso|assim que|posso|quer que|topando|confirmando|aceitando)\b|\b(?:me (?:confirma|da (?:um |o )?(?:ok|sim))|so (?:me )?(?:confirmar|topar|dizer|falar|avisar|dar)(?: [^\s,]+){0,2}?)(?: aqui| ai)? (?:que|e) [^,]*$/;
const seAceitar =
  '(?:assim que|quando|se|caso|logo que|depois que)(?: (?:vc|voce|me|for|tiver|der))* (?:me )?(?:confirm(?:ar|e)|topar|aceitar|fechar|der o? ?ok|disser)';
/** "Fica reservado assim que vc me confirmar"; "…, se quiser" only when nothing follows that it could belong to. */
const condicaoDepois = new RegExp(
  `^[^,;:]*\\b${seAceitar}\\b|^[^,;:]*,? \\b(?:${seAceitar}|se (?:vc |voce )?quiser)\\s*[.!]*$`,
);
const negacao = /\b(?:nao|nem|nunca)(?:\s+\w+){0,3}\s*$/;
/** "Already taken by someone else" or "you already hold another one" is a refusal, not a confirmation. */
const deOutro =
  /\b(?:reservad|confirmad|garantid|fechad)[oa]s? (?:\w+ )?(?:por|pra|para|pro|com) (?:um |uma )?(?:outr|algue|colega)|\bja (?:foi|foram|tinha sido) (?:reservad|fechad|preenchid)[oa]s?(?! (?:pra|para) (?:vc|voce|ti)| no seu)|\bbate com\b|\boutr[oa] (?:plantao|vaga)\b.{0,25}\b(?:reservad|confirmad|marcad|escalad)|\b(?:na escala|escalad[oa]) (?:\w+ )?(?:um |uma )?outr[oa]\b/;

/** Claims that something was reserved, scheduled or taken back. Questions, conditions and denials are none. */
export function confirmacoes(texto: string): Confirmacao[] {
  return frases(texto).flatMap((frase) => {
    const plano = textoPlano(frase.normalize('NFC').replace(/(?<!\p{L})é(?!\p{L})/giu, 'eh'));
    if (deOutro.test(plano)) return [];
    return padroes.flatMap(({ padrao, de, ato }) => {
      const afirmada = [...plano.matchAll(padrao)].find((achado) => {
        const antes = plano.slice(0, achado.index);
        const depois = plano.slice(achado.index + achado[0].length);
        return ato ? !negacao.test(antes) : !pergunta(plano) && !condicional(antes, depois);
      });
      return afirmada ? [{ trecho: afirmada[0], de, ato }] : [];
    });
  });
}

function condicional(antes: string, depois: string): boolean {
  const oracao = antes.split(/[,;:]/).at(-1) ?? '';
  return hipotese.test(oracao) || condicaoAntes.test(antes) || condicaoDepois.test(depois);
}

/** Whether a text, be it a tool's or a person's, tells of something cancelled. */
export function dizCancelado(texto: string): boolean {
  return /\bcancelad[oa]s?\b|\bcancel(?:ou|aram|amos|ei)\b/.test(textoPlano(texto));
}
