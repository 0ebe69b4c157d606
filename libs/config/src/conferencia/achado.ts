/** Where a person looks for the cause. */
export type Grupo =
  | 'arquivo .env'
  | 'api'
  | 'worker'
  | 'scheduler'
  | 'migrações'
  | 'evolution'
  | 'chatwoot'
  | 'slack'
  | 'banco'
  | 'borda'
  | 'compose';

/** One finding; `problema` is Portuguese and never carries a value. */
export interface Achado {
  readonly grupos: readonly Grupo[];
  /** Null when a whole line is meant. */
  readonly variavel: string | null;
  readonly linha?: number;
  readonly nivel: 'erro' | 'aviso';
  readonly problema: string;
}

export type Variaveis = Readonly<Record<string, string | undefined>>;

/** Blank is absent, as everywhere. */
export function valorDe(env: Variaveis, nome: string): string | undefined {
  const valor = env[nome]?.trim();
  return valor === '' ? undefined : valor;
}

/** The same problem of the same variable is said once, with all who have it. */
export function juntar(achados: readonly Achado[]): Achado[] {
  const porChave = new Map<string, Achado>();
  for (const achado of achados) {
    const chave = JSON.stringify([achado.variavel, achado.problema, achado.linha]);
    const outro = porChave.get(chave);
    const grupos = [...new Set([...(outro?.grupos ?? []), ...achado.grupos])];
    porChave.set(chave, { ...(outro ?? achado), grupos });
  }
  return [...porChave.values()];
}
