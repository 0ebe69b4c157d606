/** No text a person writes is longer; what is longer is media that someone told Evolution to inline. */
const maiorTexto = 65_536;

/** The body as JSON that stays replayable: only very long strings are cut. */
export function enxugarCorpo(corpo: unknown): string {
  return JSON.stringify(corpo, (_chave, valor: unknown) =>
    typeof valor === 'string' && valor.length > maiorTexto
      ? `${valor.slice(0, 256)}… [cortado: ${valor.length} caracteres]`
      : valor,
  );
}
