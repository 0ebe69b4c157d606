export interface VariavelDoExemplo {
  readonly nome: string;
  /** The value written there; empty when the person has to fill it in. */
  readonly valor: string;
  /** Services that read it, as the comment above says: `api`, `worker`, `scheduler`, or `todos`. */
  readonly leitores: readonly string[];
  readonly comentario: string;
}

/** Reads `.env.example`: each variable with the comment block above it. Neighbouring variables share one comment. */
export function lerExemplo(texto: string): VariavelDoExemplo[] {
  const variaveis: VariavelDoExemplo[] = [];
  for (const bloco of texto.split(/\n\s*\n/)) {
    const linhas = bloco.split('\n');
    const comentario = linhas.filter((linha) => linha.startsWith('#')).join('\n');
    const marca = /^# \[([a-z, ]+)\]/m.exec(comentario)?.[1] ?? '';
    const leitores = marca.split(',').map((nome) => nome.trim());
    for (const linha of linhas) {
      const variavel = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(linha);
      if (!variavel?.[1]) continue;
      variaveis.push({ nome: variavel[1], valor: variavel[2] ?? '', leitores, comentario });
    }
  }
  return variaveis;
}
