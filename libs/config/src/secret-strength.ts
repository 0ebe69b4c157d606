/** Below this a secret can be guessed by trying. */
export const bitsMinimos = 80;

const alfabetos: readonly (readonly [RegExp, number])[] = [
  [/^\d+$/, 10],
  [/^[\da-f]+$/i, 16],
  [/^[a-z]+$|^[A-Z]+$/, 26],
  [/^[a-z\d]+$|^[A-Z\d]+$/, 36],
  [/^[a-z\d]+$/i, 62],
];
/** Words that guessing starts with count as one character each. */
const palavras =
  /senha|secret[ao]?|segredo|password|passwd|admin|token|chave|apikey|julia|whatsapp|evolution|chatwoot|supabase|revoluna|qwerty|teste?|webhook|postgres|redis|medico|plantao/gi;

/** The third and later characters of a run (aaa, 123, cba) tell nothing new; two alike happen by chance. */
function semSequencias(valor: string): string {
  const codigos = Array.from(valor).map((letra) => letra.codePointAt(0) ?? 0);
  const passo = (i: number) => (codigos[i] ?? 0) - (codigos[i - 1] ?? 0);
  return Array.from(valor)
    .filter((_, i) => i < 2 || Math.abs(passo(i)) > 1 || passo(i) !== passo(i - 1))
    .join('');
}

function semRepeticao(valor: string): string {
  for (let periodo = 1; periodo <= valor.length / 2; periodo++) {
    const parte = valor.slice(0, periodo);
    if (parte.repeat(Math.ceil(valor.length / periodo)).startsWith(valor)) return parte;
  }
  return valor;
}

/**
 * A generous estimate of the bits somebody would have to guess: length times the alphabet it seems to be drawn from, less
 * what repeats, runs in sequence or is a word.
 */
export function bitsDeSegredo(valor: string): number {
  const unico = semRepeticao(valor);
  const tamanho = alfabetos.find(([padrao]) => padrao.test(unico))?.[1] ?? 75;
  return semSequencias(unico.replaceAll(palavras, '·')).length * Math.log2(tamanho);
}
