import { meses, nomesDaSemana } from './palavras-de-data.ts';
import { textoPlano } from './texto-plano.ts';

/**
 * A night ends on the next day, and that day may be named as its end only: "tem uma domingo" of the night from Saturday
 * to Sunday would be a vaga nobody has.
 */
export interface PartesDoTexto {
  /** The text without what it says about the end of a plantão. */
  readonly resto: string;
  /** What it says about the end. */
  readonly termino: string;
}

const noMes = `\\d{1,2}\\/\\d{1,2}(?:\\/\\d{2,4})?|\\d{1,2} de (?:${meses.join('|')})|dia \\d{1,2}`;
const naSemana = `(?:${nomesDaSemana.join('|')})(?:[ -]feira)?|depois de amanha|amanha|hoje`;
const data = `(?:(?:${naSemana})(?:[\\s,(]+(?:${noMes}))?|${noMes})`;
const resto = '(?:\\s?h(?:s|rs|oras?)?|:)?(?:[0-5]\\d)?(?: da (?:manha|tarde|noite))?';
const hora = `\\d{1,2}${resto}`;
const deNoite = `(?:1[5-9]|2[0-3])${resto}`;
const deManha = `(?:0?\\d|1[0-2])${resto}`;
const ligado = `(?:[\\s,]+(?:n[oa]|d[eo]|[oa]|as|so|ja|la|pelas|cedo|de manha|${hora}))*\\s+`;
const sai =
  'termin\\w+|termino e|acab[ao]\\w*|encerr\\w+|sai|saindo|saida|(?:fica|ta|esta)(?: \\w+)? (?:livre|liberad[oa])';

const terminos = [
  // "termina domingo", "até domingo", "sai no domingo às 7h"
  new RegExp(`\\b(?:${sai}|ate)${ligado}${data}`, 'g'),
  // "domingo às 7h vc já sai"
  new RegExp(
    `\\b${data}(?:\\s+(?:as|pelas|de manha|cedo|${hora}))*\\s+(?:vc |voce )?(?:ja )?(?:${sai})\\b`,
    'g',
  ),
  // "das 19h de sábado às 7h de domingo", and "das 19h às 7h de domingo", which can only be a night
  new RegExp(`(?<=\\bdas ${hora} d[eo] ${data} )(?:as|ate) ${hora} d[eo] ${data}`, 'g'),
  new RegExp(`(?<=\\bdas ${deNoite} )(?:as|ate) ${deManha} d[eo] ${data}`, 'g'),
  // "de sábado pra domingo", "28 pra 29/11", "sábado (28/11) 19h a domingo"
  new RegExp(
    `(?<=\\b(?:${data}|(?<![\\d.,])\\d{1,2})\\)?(?:,? (?:as )?${hora})? )(?:pra|para|a)(?: o)? ${data}`,
    'g',
  ),
];

export function separarTermino(texto: string): PartesDoTexto {
  return separar(textoPlano(texto), terminos);
}

/** The same of a tool result, which says it in one way only: `"termina":"domingo, 29/11/2026"`. */
export function separarTerminoDaFerramenta(texto: string): PartesDoTexto {
  return separar(textoPlano(texto), [/"termina":"[^"]*"/g]);
}

function separar(plano: string, padroes: readonly RegExp[]): PartesDoTexto {
  const partes: string[] = [];
  const resto = padroes.reduce(
    (sobra, padrao) =>
      sobra.replace(padrao, (parte) => {
        partes.push(parte);
        return ' ';
      }),
    plano,
  );
  return { resto, termino: partes.join('\n') };
}
