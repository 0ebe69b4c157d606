import { valoresCitados } from './citacoes.ts';

/** A sentence without the value of the vaga, and whether it still speaks of money. */
export interface Dinheiro {
  readonly texto: string;
  readonly oferece: boolean;
}

const ufs = 'ac|al|ap|am|ba|ce|df|es|go|ma|mt|ms|mg|pa|pb|pr|pe|pi|rj|rn|rs|ro|rr|sc|sp|se|to';
const documentos =
  'crm|rqe|coren|cpf|cnpj|rg|cnh|pis|cep|telefone|tel|celular|cel|whats\\w*|matricula';
/** Numbers that are no amount: of a telephone, of a document, the year of a date. */
const naoSaoDinheiro = [
  /(?<![\d.,])(?:\+?55\s?)?\(?\d{2}\)?\s?9?\s?\d{4}[\s.-]?\d{4}(?!\d)/g,
  new RegExp(
    `\\b(?:${documentos})\\b(?:[\\s:/.-]+(?:e|eh|o|de|do|n|no|num|numero|${ufs})(?![a-z]))*[\\s:/.-]*\\d[\\d./-]*`,
    'g',
  ),
  /(?<=\b(?:jan|fev|mar|abr|mai|jun|jul|ago|set|out|nov|dez)[a-z]*\s(?:de\s)?)20\d\d\b/g,
  /\b100 ?%/g,
];

/** A price that is no full amount: "em 25", "20%", "dois e quinhentos", "o dobro". */
const precoSemValor = [
  /\b(?:com|em|por|a partir de|acima de|mais de|entre)\s+(?:uns\s+|r\$\s*)?\d{1,2}(?![\d/:.]|\s?(?:h|hs|hrs|horas?|m|min\w*|seg\w*|dias?|semanas?|anos?|plant\w+|colegas?|medic\w+|de [a-z]\w+|as|ate|x)\b)/,
  /r\$|%|\b(?:por ?cento|mil(?! (?:desculpas|perdoes|vezes|obrigad\w+|beijos))|reais|contos?|pilas?|dobro)\b/,
  /\b(?:duzentos|trezentos|quatrocentos|quinhentos|seiscentos|setecentos|oitocentos|novecentos)\b/,
];

const antesDoValor =
  '(?:\\b(?:n?o|n?esse) valor\\s+)?(?:\\b(?:por|pelos?|com|em|nos|de|a partir de)\\s+)?(?:\\b(?:os|uns|esses|r\\$)\\s+)?';

/** Reads the money of a sentence that `textoPlano` left. With the value unknown only "esse de 2400" means the vaga. */
export function lerDinheiro(plano: string, valorDaVagaCentavos: number | null): Dinheiro {
  let resto = plano;
  for (const padrao of naoSaoDinheiro) resto = resto.replace(padrao, ' ');
  let texto = plano;
  let outro = false;
  // No year is taken for one here: R$ 2.026 is a price.
  for (const { centavos, trecho } of valoresCitados(resto, 'tolerante', 0)) {
    const proprio = valorProprio(trecho, valorDaVagaCentavos !== null);
    const daVaga = valorDaVagaCentavos === null || centavos === valorDaVagaCentavos;
    if (!daVaga || !proprio.test(resto)) outro = true;
    texto = texto.replace(proprio, ' ');
    resto = resto.replace(proprio, ' ');
  }
  return { texto, oferece: outro || precoSemValor.some((padrao) => padrao.test(resto)) };
}

function valorProprio(trecho: string, conhecido: boolean): RegExp {
  const literal = trecho.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    conhecido
      ? `${antesDoValor}${literal}(?!\\d)(?:\\s*(?:reais|contos?|pilas?)\\b)?`
      : `(?<=\\b(?:ess[ea]|est[ea]|aquel[ea])\\s(?:plantao\\s|vaga\\s)?)de\\s+${literal}(?!\\d)`,
  );
}
