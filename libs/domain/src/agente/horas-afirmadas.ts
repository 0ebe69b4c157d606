import { horasCitadas, type HoraCitada } from './citacoes.ts';

const duracao = '(?:6|12|24)\\s?h(?:s|rs)?(?!\\p{L}|\\d)';
/**
 * The usual lengths of a plantão said without "de", unless they begin a range or name a part of the day: "são 12h", but
 * not "plantão 6h às 12h". A doctor who accepts "o plantão 6h" may mean the hour: only Júlia's words are read like this.
 */
const duracoesUsuais = [
  new RegExp(
    `(?<!\\p{L})(?:s[ãa]o|plant[ãa]o|plant[õo]es|turnos?|noturnos?|diurnos?)\\s+(?:(?:noturno|diurno)s?\\s+)?(?:de\\s+)?${duracao}(?!\\s?\\d|\\s*(?:[aà]s?|at[ée]|da|-|–)(?!\\p{L}))`,
    'giu',
  ),
  new RegExp(`(?<!\\p{L}|\\d)${duracao}\\s+(?:noturn|diurn)[oa]s?(?!\\p{L})`, 'giu'),
];

/** Times of day in what Júlia writes. */
export function horasAfirmadas(texto: string): HoraCitada[] {
  const semDuracoes = duracoesUsuais.reduce(
    (sobra, padrao) => sobra.replace(padrao, ' '),
    texto.normalize('NFC'),
  );
  return horasCitadas(semDuracoes, 'exata');
}
