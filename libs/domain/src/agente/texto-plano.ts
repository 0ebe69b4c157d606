/** Lower case without accents, ligatures or invisible characters: what the rules about texts match against. */
export function textoPlano(texto: string): string {
  return texto
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase();
}

/** Sentences of a text with their final mark; a dot inside a number or a short title (`Dr.`) ends none. */
export function frases(texto: string): string[] {
  return texto
    .split(/\n+|(?<=[!?…])\s+|(?<=(?<!\b(?:dra?|sra?|hosp|sto|sta))\.)\s+/i)
    .map((frase) => frase.trim())
    .filter((frase) => frase !== '');
}
