import {
  alvo,
  esse,
  fim,
  oferta,
  outraIdeia,
  paraODia,
  reforco,
  vaga,
} from './palavras-de-aceite-alvo.ts';
import { acompanha } from './palavras-de-aceite.ts';

/**
 * The verbs of acceptance serve other matters too ("vou pra praia", "quero que pare", "o consultório tá fechado"), so
 * each counts only between words known to go with a yes. What is not known is not taken for one.
 */
interface Verbo {
  readonly verbo: RegExp;
  readonly antes: (antes: string) => boolean;
  readonly depois: RegExp;
}

const fala = `(?:(?:${reforco})(?: |$))*`;
const nada = '(?!)';
const fazer = 'fazer|pegar|assumir|cobrir|fechar';
const querer = 'querer|aceitar|topar|ficar(?= com)';
const acoes = `${fazer}|${querer}`;

/** The end, a vaga, another thought or one of the `complementos`. */
const segue = (complementos = nada, verbos = 'fazer') =>
  new RegExp(
    `^(?:(?:${reforco}|me|${verbos})(?: |$))*(?:$|(?:(?:com )?(?:${alvo})|${outraIdeia}|${complementos})(?= |$))`,
    'u',
  );

/** After "vou", which says little: "vou fazer esse", not "vou às 7" nor "vou fazer o plantão do HC". */
const segueComVerbo = (complementos: string) => {
  const nomeia = `(?:${querer})(?: |$)${fala}(?:$|(?:com )?(?:${alvo}|${outraIdeia})(?= |$))`;
  const aponta = `(?:${fazer})(?: |$)${fala}(?:$|(?:${esse}|${outraIdeia})(?= |$))`;
  return new RegExp(
    `^${fala}(?:$|(?:${outraIdeia}|${complementos})(?= |$)|${nomeia}|${aponta})`,
    'u',
  );
};

const palavras = (texto: string) => texto.split(' ').filter((palavra) => palavra !== '');
const soAbre = (antes: string) => palavras(antes).every((palavra) => acompanha.test(palavra));
const pedido = /^(?:quero|queria|gostaria|q|que|voces?|vcs?|ja)$/u;
const soPede = (antes: string) =>
  palavras(antes).every((palavra) => acompanha.test(palavra) || pedido.test(palavra));

/** A habit, a limit, another time, or a noun that looks like the verb. */
const naoAgora =
  /(?:^| )(?:so|somente|apenas|unic[oa]|sempre|geralmente|normalmente|costum\w+|antes|primeiro|ainda|enquanto|que vem|fui|foi|ser|sido|sera)(?= |$)|(?:^| )(?:o|a|os|as|um|uma|n[oa]|d[oa]|ao|de|em|minha|meu|sua|seu|ate|pra|para|sem|com|ja)$/u;
const que = '(?:q|que)(?: (?:eu|tb|tambem|sim|super))*$';
/** "O mínimo que eu aceito", but "avisa que eu aceito" and "claro que aceito". */
const queQualifica = new RegExp(`(?:^| )${que}`, 'u');
const queAfirma = new RegExp(
  `(?:^| )(?:claro|certeza|logico|obvio|avis\\w+|diz\\w*|fal[ae]\\w*|confirm\\w+|respond\\w+)(?: (?:pra|para|pro|a|ao|el[ea]s?|la|o|hospital|pessoal|ai|sim))* ${que}`,
  'u',
);
const digoEu = (antes: string) =>
  !naoAgora.test(antes) && (!queQualifica.test(antes) || queAfirma.test(antes));

const ajuda =
  /(?:^| )(?:pd|pode|podem|poderia|quero|queremos|queria|gostaria de|bora|vamos|favor|querer|topo|aceito)(?: (?:me|ja|sim|entao|tb|tambem))*$/u;
const ajudado = (antes: string) => ajuda.test(antes);

const verbos: readonly Verbo[] = [
  { verbo: /^(?:aceito|aceitei|topo|topei)$/u, antes: digoEu, depois: segue(oferta, acoes) },
  {
    verbo: /^(?:fecho|confirmo)$/u,
    antes: digoEu,
    depois: segue(`${paraODia}|(?:minha )?presenca|e`),
  },
  {
    verbo: /^(?:quero|queremos)$/u,
    antes: digoEu,
    depois: segue(nada, `${acoes}|reservar|confirmar|garantir|marcar|agendar`),
  },
  {
    verbo: /^assumo$/u,
    antes: soAbre,
    depois: new RegExp(`^${fala}(?:$|${outraIdeia}|${esse})`, 'u'),
  },
  // "Faço" alone may be of anything: only when it points at the vaga.
  { verbo: /^faco$/u, antes: soAbre, depois: new RegExp(`^${fala}(?:${esse})`, 'u') },
  {
    verbo: /^fazer$/u,
    antes: (antes) =>
      /(?:^| )(?:posso|consigo)$/u.test(antes) && soAbre(antes.replace(/\S+$/u, '')),
    depois: new RegExp(`^${fala}(?:${esse})`, 'u'),
  },
  {
    verbo: /^garant[ae]$/u,
    antes: soPede,
    depois: new RegExp(`^(?=.)${segue().source.slice(1)}`, 'u'),
  },
  { verbo: /^pego$/u, antes: digoEu, depois: segue() },
  {
    verbo: /^fico$/u,
    antes: digoEu,
    depois: new RegExp(`^(?:sim+ ?)?(?:$|com (?:${alvo})(?= |$))`, 'u'),
  },
  { verbo: /^vou$/u, antes: soAbre, depois: segueComVerbo(`ness[ea] (?:${vaga})|nesse$`) },
  { verbo: /^(?:vamos|bora)$/u, antes: soAbre, depois: segueComVerbo(`ness[ea]${fim}|reservar`) },
  {
    verbo: /^(?:fechado|fechou|fechamos|combinado|confirmado|dale)$/u,
    antes: soAbre,
    depois: segue(oferta),
  },
  { verbo: /^partiu$/u, antes: soAbre, depois: segue(`plantao|${oferta}`) },
  {
    verbo: /^(?:confirma|fecha)$/u,
    antes: (antes) => soAbre(antes) && !antes.endsWith('me'),
    depois: segue(paraODia),
  },
  { verbo: /^reserv[ae]$/u, antes: soPede, depois: segue(`${oferta}|(?:no )?meu nome`) },
  {
    verbo: /^reservar$/u,
    antes: (antes) => antes === '' || ajudado(antes),
    // The plainest words there are: only another thing or somebody else could be meant.
    depois:
      /^(?!(?:um|uma|so|somente|apenas|outr[oa]s?|com(?= (?!certeza|prazer|muito|todo|o maior))|em nome|mesa|hotel|quarto|sala|passagem)(?: |$))/u,
  },
  {
    verbo: /^(?:marcar|agendar|garantir|escalar|encaixar|colocar|incluir|botar)$/u,
    antes: ajudado,
    depois: segue(`${oferta}|meu nome|n[oa] (?:${vaga}|escala)`),
  },
  {
    verbo: /^(?:confirmar|fechar)$/u,
    antes: ajudado,
    depois: segue(`${paraODia}|meu nome|(?:minha )?presenca`),
  },
  {
    verbo: /^(?:coloca|poe|escala|encaixa|inclui|marca)$/u,
    antes: (antes) => soPede(antes) && /(?:^| )me$/u.test(antes),
    depois: segue(`${oferta}|n[oa] (?:${vaga}|escala)`),
  },
  {
    verbo: /^reservad[oa]$/u,
    antes: (antes) =>
      /(?:^| )deix(?:a|ar|e)(?: (?:j[aá]|ess[ea]|el[ea]|[oa]))?(?: (?:plantao|vaga))?$/u.test(
        antes,
      ),
    depois: segue(),
  },
  {
    verbo: /^segur(?:a|ar)$/u,
    antes: (antes) => soPede(antes) || ajudado(antes),
    depois: new RegExp(`^(?:(?:pra|para) (?:mim|gente)|${alvo})(?= |$)`, 'u'),
  },
  {
    verbo: /^conta(?:r)?$/u,
    antes: (antes) => soAbre(antes),
    depois: new RegExp(
      `^comigo(?:$| (?:${reforco}|${outraIdeia}|ness[ea]|${paraODia})(?= |$))`,
      'u',
    ),
  },
  {
    verbo: /^dentro$/u,
    antes: (antes) => /(?:^| )(?:to|tou|estou|tamo|tamos|estamos)$/u.test(antes),
    depois: new RegExp(`^${fala}(?:$|[dn]ess[ea]${fim}|(?:${outraIdeia})(?= |$))`, 'u'),
  },
];

/** Whether the word at `lugar` takes the vaga, between what its clause says before and after it. */
export function tomaAVaga(palavras: readonly string[], lugar: number): boolean {
  const possiveis = verbos.filter(({ verbo }) => verbo.test(palavras[lugar] ?? ''));
  if (possiveis.length === 0) return false;
  const antes = palavras.slice(0, lugar).join(' ');
  const depois = palavras.slice(lugar + 1).join(' ');
  return possiveis.some((verbo) => verbo.antes(antes) && verbo.depois.test(depois));
}
