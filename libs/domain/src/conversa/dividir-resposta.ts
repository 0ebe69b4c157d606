export function dividirResposta(texto: string): string[] {
  return [texto];
}
