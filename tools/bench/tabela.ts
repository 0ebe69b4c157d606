/** Prints rows under headings, right-aligned after the first column. */
export function imprimirTabela(
  cabecalho: readonly string[],
  linhas: readonly (readonly (string | number)[])[],
): void {
  const textos = [cabecalho, ...linhas.map((linha) => linha.map(String))];
  const larguras = cabecalho.map((_, i) =>
    Math.max(...textos.map((linha) => (linha[i] ?? '').length)),
  );
  for (const linha of textos) {
    console.log(
      linha
        .map((t, i) => (i === 0 ? t.padEnd(larguras[i] ?? 0) : t.padStart(larguras[i] ?? 0)))
        .join('  '),
    );
  }
}

export function percentil(valores: readonly number[], p: number): number {
  const ordenados = [...valores].sort((a, b) => a - b);
  return ordenados[Math.min(ordenados.length - 1, Math.floor((p / 100) * ordenados.length))] ?? 0;
}
