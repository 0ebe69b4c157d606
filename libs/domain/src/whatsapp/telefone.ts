/**
 * The one canonical form of a phone: E.164 digits without `+`. WhatsApp knows Brazilian mobiles of some area codes
 * without the ninth digit; both forms are one person, so it is always put back.
 */
export function canonizarTelefone(bruto: string): string {
  const digitos = bruto.replace(/\D/g, '');
  const semNono = /^55(\d{2})([6-9]\d{7})$/.exec(digitos);
  return semNono ? `55${semNono[1]}9${semNono[2]}` : digitos;
}
