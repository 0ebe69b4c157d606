/**
 * The address WhatsApp itself uses for a destination. It knows Brazilian mobiles of area codes from 31 on without the
 * ninth digit, as Evolution does when it turns a number into an address.
 */
export function jidDeDestino(numero: string): string {
  if (numero.includes('@')) return numero;
  const semNono = /^55(3[1-9]|[4-9]\d)9([7-9]\d{7})$/.exec(numero);
  const digitos = semNono ? `55${semNono[1] ?? ''}${semNono[2] ?? ''}` : numero;
  return `${digitos}@s.whatsapp.net`;
}
