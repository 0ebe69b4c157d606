/** A metric as an expression asks for it, with the labels it selects by. */
export interface Seletor {
  readonly metrica: string;
  readonly rotulos: readonly string[];
}

const palavras = new Set(['and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan']);
const agrupamento = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;

/** Metrics of a PromQL expression. Enough for our own rules; not a parser of the language. */
export function seletores(expressao: string): Seletor[] {
  const limpa = semTextos(expressao).replace(agrupamento, ' ');
  const achados: Seletor[] = [];
  for (const { 0: inteiro, 1: metrica = '', 2: chaves = '', index } of limpa.matchAll(
    /(?<![\w.:])([a-zA-Z_:][\w:]*)\s*(\{[^}]*\})?/g,
  )) {
    const chamada = /^\s*\(/.test(limpa.slice(index + inteiro.length));
    if (chamada || palavras.has(metrica.toLowerCase())) continue;
    achados.push({ metrica, rotulos: nomesDeRotulos(chaves) });
  }
  return achados;
}

/** Labels that results are grouped by. */
export function agrupamentos(expressao: string): string[] {
  return [...semTextos(expressao).matchAll(agrupamento)].flatMap(([, nomes = '']) =>
    nomes
      .split(',')
      .map((nome) => nome.trim())
      .filter((nome) => nome !== ''),
  );
}

function semTextos(expressao: string): string {
  return expressao.replace(/"(?:[^"\\]|\\.)*"/g, '""');
}

function nomesDeRotulos(chaves: string): string[] {
  return [...chaves.matchAll(/([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)/g)].map(([, nome = '']) => nome);
}
