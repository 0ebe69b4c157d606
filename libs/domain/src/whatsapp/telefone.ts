/**
 * The one canonical form of a phone: E.164 digits without `+`. WhatsApp knows Brazilian mobiles of some area codes
 * without the ninth digit; both forms are one person, so it is always put back. Landlines have none.
 *
 * Bare digits are taken as E.164, as they come from WhatsApp: 51987654321 is a mobile of Peru. What a person wrote as
 * a Brazilian number (trunk zero, or punctuation without `+`: `(11) 98765-4321`) gets its country code.
 */
export function canonizarTelefone(bruto: string): string {
  const digitos = comPais(bruto.trim());
  const semNono = /^55([1-9]{2})([6-9]\d{7})$/.exec(digitos);
  return semNono ? `55${semNono[1] ?? ''}9${semNono[2] ?? ''}` : digitos;
}

/** Area code and number, as written within Brazil. */
const nacional = /^[1-9]{2}(?:9\d{8}|[2-9]\d{7})$/;

function comPais(bruto: string): string {
  if (/^[1-9]\d*$/.test(bruto)) return bruto;
  const digitos = bruto.replace(/\D/g, '');
  if (bruto.startsWith('+') || digitos.startsWith('00')) return digitos.replace(/^0+/, '');
  // A trunk zero, with or without the two digits that choose a carrier.
  const aposZero = /^0(?:[1-9]\d(?=\d{10}))?(\d{10,11})$/.exec(digitos)?.[1];
  if (aposZero !== undefined && nacional.test(aposZero)) return `55${aposZero}`;
  const escritoPorGente = /\D/.test(bruto);
  return escritoPorGente && nacional.test(digitos) ? `55${digitos}` : digitos;
}
