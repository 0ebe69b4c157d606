import { parseEnv } from 'node:util';

export interface VariavelDoExemplo {
  readonly nome: string;
  /** The value written there; empty when the person has to fill it in. */
  readonly valor: string;
  /** Who reads it, as the comment above says: `api`, `worker`, `scheduler`, `todos`, or something of Compose. */
  readonly leitores: readonly string[];
  readonly comentario: string;
}

/** Reads `.env.example`: each variable with the comment block above it. Neighbouring variables share one comment. */
export function lerExemplo(texto: string): VariavelDoExemplo[] {
  const variaveis: VariavelDoExemplo[] = [];
  const valores = parseEnv(texto);
  for (const bloco of texto.split(/\n\s*\n/)) {
    const linhas = bloco.split('\n');
    const comentario = linhas.filter((linha) => linha.startsWith('#')).join('\n');
    const marca = /^# \[([a-z, ]+)\]/m.exec(comentario)?.[1] ?? '';
    const leitores = marca.split(',').map((nome) => nome.trim());
    for (const linha of linhas) {
      const variavel = /^([A-Z][A-Z0-9_]*)=/.exec(linha);
      if (!variavel?.[1]) continue;
      const [, nome] = variavel;
      variaveis.push({ nome, valor: valores[nome] ?? '', leitores, comentario });
    }
  }
  return variaveis;
}
