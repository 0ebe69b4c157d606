/** About as long as a person's message on WhatsApp gets (DOMAIN §3). */
const tamanhoIdeal = 400;
const maxPartes = 4;

/** An abbreviation's dot ends no sentence. */
const fimDeFrase =
  /(?<!\b(?:dra?|sra?|profa?|av|al|r|n[oº]|tel|obs|ex|ps)\.)(?<=[.!?…]["')\]]?)\s+/iu;

/**
 * The messages a reply is sent as: one per paragraph, long paragraphs cut between sentences (between words when a
 * sentence alone is longer), at most four. Nothing is lost but white space at the cuts; no part is empty.
 */
export function dividirResposta(texto: string): string[] {
  const partes = texto
    .split(/\r?\n\s*\n/)
    .map((paragrafo) => paragrafo.trim())
    .filter((paragrafo) => paragrafo !== '')
    .flatMap(dividirParagrafo);
  return juntarExcesso(partes);
}

function dividirParagrafo(paragrafo: string): string[] {
  if (paragrafo.length <= tamanhoIdeal) return [paragrafo];
  const frases = paragrafo.split(fimDeFrase).filter((frase) => frase !== '');
  return encher(frases.flatMap((frase) => (cabe(frase) ? [frase] : encher(frase.split(/\s+/)))));
}

/** Joins neighbours for as long as they fit together; what is too long alone stays whole. */
function encher(pedacos: readonly string[]): string[] {
  const partes: string[] = [];
  for (const pedaco of pedacos) {
    const junto = [partes.at(-1), pedaco].filter(Boolean).join(' ');
    if (partes.length > 0 && cabe(junto)) partes[partes.length - 1] = junto;
    else partes.push(pedaco);
  }
  return partes;
}

function cabe(texto: string): boolean {
  return texto.length <= tamanhoIdeal;
}

/** Beyond four parts the two shortest neighbours become one, however long: a fifth message is worse. */
function juntarExcesso(partes: readonly string[]): string[] {
  const juntas = [...partes];
  while (juntas.length > maxPartes) {
    const tamanhos = juntas.slice(1).map((parte, i) => parte.length + (juntas[i]?.length ?? 0));
    const menor = tamanhos.indexOf(Math.min(...tamanhos));
    juntas.splice(menor, 2, juntas.slice(menor, menor + 2).join('\n'));
  }
  return juntas;
}
