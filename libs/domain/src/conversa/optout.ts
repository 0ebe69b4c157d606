export function pedeOptout(texto: string): boolean {
  return texto === 'STOP';
}
