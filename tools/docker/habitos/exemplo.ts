/** What `.env.example` says of each variable: who reads it. The marks stand in the comment above a block of variables. */
export function leitoresPorVariavel(texto: string): ReadonlyMap<string, readonly string[]> {
  const leitores = new Map<string, readonly string[]>();
  for (const bloco of texto.split(/\n\s*\n/)) {
    const marca = /^# \[([a-z, ]+)\]/m.exec(bloco)?.[1] ?? '';
    const nomes = marca.split(',').map((nome) => nome.trim());
    for (const [, variavel = ''] of bloco.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)) {
      leitores.set(variavel, nomes);
    }
  }
  return leitores;
}
