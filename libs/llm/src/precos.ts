/** US dollars per million tokens, which is the same number as micro-dollars per token. */
interface Preco {
  readonly entrada: number;
  readonly saida: number;
  /** Default: a tenth of the input price. */
  readonly cacheLeitura?: number;
  /** Prompts above this many tokens cost `longo` as a whole. */
  readonly longo?: { readonly acimaDe: number; readonly entrada: number; readonly saida: number };
}

/** Prices published by the provider, November 2026. */
const precos: Readonly<Record<string, Preco>> = {
  'claude-haiku-5-5': {
    entrada: 0.1,
    saida: 0.5,
    longo: { acimaDe: 100_000, entrada: 0.5, saida: 2.5 },
  },
  'claude-haiku-4-5': { entrada: 1, saida: 5 },
  'claude-sonnet-5-5': { entrada: 2, saida: 10, cacheLeitura: 0.1 },
  'claude-sonnet-5': { entrada: 2, saida: 10 },
  'claude-sonnet-4-6': { entrada: 3, saida: 15 },
  'claude-opus-5-5': { entrada: 4, saida: 20 },
  'claude-fable-5-1': { entrada: 10, saida: 50 },
};
/** A model without a known price is charged like the dearest one, so that the budget never runs over unseen. */
const desconhecido: Preco = { entrada: 10, saida: 50 };

export interface Tokens {
  readonly entrada: number;
  readonly cacheEscrita5m: number;
  readonly cacheEscrita1h: number;
  readonly cacheLeitura: number;
  readonly saida: number;
}

/** Cost of one call in millionths of a US dollar. The three kinds of input are disjoint. */
export function custoMicroUsd(modelo: string, tokens: Tokens): number {
  const preco = precoDe(modelo);
  const { entrada, cacheEscrita5m, cacheEscrita1h, cacheLeitura, saida } = tokens;
  const prompt = entrada + cacheEscrita5m + cacheEscrita1h + cacheLeitura;
  const faixa = preco.longo && prompt > preco.longo.acimaDe ? preco.longo : preco;
  const leitura = faixa === preco ? (preco.cacheLeitura ?? faixa.entrada / 10) : faixa.entrada / 10;
  return Math.ceil(
    entrada * faixa.entrada +
      cacheEscrita5m * faixa.entrada * 1.25 +
      cacheEscrita1h * faixa.entrada * 2 +
      cacheLeitura * leitura +
      saida * faixa.saida,
  );
}

/** Dated ids (`claude-haiku-4-5-20251001`) cost what their family costs; the longest name that fits wins. */
function precoDe(modelo: string): Preco {
  const [nome] = Object.keys(precos)
    .filter((familia) => modelo === familia || modelo.startsWith(`${familia}-`))
    .sort((a, b) => b.length - a.length);
  return (nome === undefined ? undefined : precos[nome]) ?? desconhecido;
}
