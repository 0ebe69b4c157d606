import { textoPlano } from './texto-plano.ts';

const afirma =
  /^(?:s|ss|sim+|pode|podemos|quero|queremos|aceito|aceitei|topo|topei|bora|fecho|fechado|fechou|fechamos|fecha|reserva|reserve|reservar|confirmo|confirma|confirmado|combinado|ok|okay|okey|blz|beleza|show|perfeito|otimo|otima|claro|certo|certeza|manda|vamos|fico|pego|vou|interessa|isso|positivo|partiu|joia|tranquilo|top|uhum|aham|dale|👍|👌|✅|🤝)$/u;
const nega = /^(?:nao|n|nem|nunca|jamais)$/;
/** Words of someone who is still asking, or asking for something else. */
const hesita =
  /^(?:quanto|quantos|qual|quais|onde|quando|saber|entender|cancelar|cancela|desistir|desisto|outro|outra|outros|outras|talvez|acho|depois|pensar)$/;

/**
 * Whether `aceite` is a piece of what the doctor wrote that plainly accepts: the words are there in that order, one of
 * them agrees, none denies, and no denial stands right before them. Reserving rests on this, not on the model's word.
 */
export function aceiteConfere(aceite: string, textoDoMedico: string): boolean {
  const dito = palavras(aceite);
  const texto = palavras(textoDoMedico);
  if (!dito.some((palavra) => afirma.test(palavra))) return false;
  if (dito.some((palavra) => nega.test(palavra) || hesita.test(palavra))) return false;
  return texto.some((_, inicio) => {
    const aqui = dito.every((palavra, i) => texto[inicio + i] === palavra);
    const antes = texto.slice(Math.max(0, inicio - 2), inicio);
    return aqui && !antes.some((palavra) => nega.test(palavra));
  });
}

function palavras(texto: string): string[] {
  return textoPlano(texto).match(/[\p{L}\p{N}]+|👍|👌|✅|🤝/gu) ?? [];
}
