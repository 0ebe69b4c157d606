/** How people shorten what the patterns look for. Not "pra": written out it would be the order to stop, "para". */
const abreviaturas: Readonly<Record<string, string>> = {
  n: 'nao',
  nn: 'nao',
  naum: 'nao',
  q: 'que',
  vc: 'voce',
  vcs: 'voces',
  msg: 'mensagem',
  msgs: 'mensagens',
  msn: 'mensagem',
  zap: 'whatsapp',
  whats: 'whatsapp',
  pfv: 'por favor',
  pfvr: 'por favor',
  tb: 'tambem',
  obg: 'obrigado',
  obgd: 'obrigado',
  to: 'estou',
  ta: 'esta',
  tao: 'estao',
  eh: 'e',
};

/**
 * A text as the pattern families read it: one string per clause, lower case, without accents or cedillas, drawn-out
 * letters shortened, abbreviations written out, one space between words. Commas separate clauses: what follows one
 * may turn the meaning round ("não, quero receber as vagas").
 */
export function oracoes(texto: string): string[] {
  return texto
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/(\p{L})\1{2,}/gu, '$1')
    .split(/[.!?;,:\n\r…()]+|\s[-–—]\s/u)
    .map(escreverPorExtenso)
    .filter((oracao) => oracao !== '');
}

function escreverPorExtenso(oracao: string): string {
  return oracao
    .split(/[^\p{L}\p{N}]+/u)
    .filter((palavra) => palavra !== '')
    .map((palavra) => (Object.hasOwn(abreviaturas, palavra) ? abreviaturas[palavra] : palavra))
    .join(' ');
}

/** A family of patterns for one meaning, with the phrases of another meaning that look alike. */
export interface FamiliaDePadroes {
  readonly nome: string;
  readonly padrao: RegExp;
  /** A clause that also matches this does not mean it. */
  readonly exceto?: RegExp;
  /** When any clause said with it matches this, none of them means it: "me tira", "surgiu um imprevisto". */
  readonly excetoSeDito?: RegExp;
}

export function combina({ padrao, exceto }: FamiliaDePadroes, oracao: string): boolean {
  return padrao.test(oracao) && exceto?.test(oracao) !== true;
}

/** True when a clause means one of the families and nothing of all that was said with it shows otherwise. */
export function dizAlguma(
  familias: readonly FamiliaDePadroes[],
  partes: readonly string[],
  ditas: readonly string[] = partes,
): boolean {
  return familias.some(
    (familia) =>
      partes.some((oracao) => combina(familia, oracao)) &&
      !ditas.some((oracao) => familia.excetoSeDito?.test(oracao)),
  );
}

/** A pattern from its pieces, so that a long family stays readable; a space between pieces is written out. */
export function padrao(...pedacos: readonly string[]): RegExp {
  return new RegExp(pedacos.join(''), 'u');
}
