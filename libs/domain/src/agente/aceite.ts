import {
  concorda,
  duvida,
  inofensivo,
  nega,
  outroPlano,
  pergunta,
  perguntaDeApoio,
  toma,
  verboAlheio,
} from './palavras-de-aceite.ts';
import { frases, textoPlano } from './texto-plano.ts';

interface Frase {
  readonly palavras: readonly string[];
  readonly texto: string;
  readonly pergunta: boolean;
}

/** A word and the sentence it stands in. */
interface Palavra {
  readonly palavra: string;
  readonly frase: number;
}

/**
 * Whether `aceite` is a piece of what the doctor wrote that plainly accepts. Reserving rests on this, not on the model's
 * word, and asking once more costs less than a wrong reservation: a denial, a doubt or a question in the sentence of
 * those words, or a denial or a doubt after it, makes it none. Words that only agree ("ok", "certo") may answer anything
 * the doctor wrote, so with them the whole text must be free of all that.
 */
export function aceiteConfere(aceite: string, textoDoMedico: string): boolean {
  const dito = lerFrases(aceite).flatMap(({ palavras }) => palavras);
  const lidas = lerFrases(textoDoMedico);
  const texto = lidas.flatMap(({ palavras }, frase) =>
    palavras.map((palavra) => ({ palavra, frase })),
  );
  return texto.some((_, inicio) => {
    const aqui = dito.every((palavra, i) => texto[inicio + i]?.palavra === palavra);
    return aqui && aceita(lidas, texto, inicio, inicio + dito.length);
  });
}

/** The words from `inicio` to before `fim`, read with what stands around them. */
function aceita(
  lidas: readonly Frase[],
  texto: readonly Palavra[],
  inicio: number,
  fim: number,
): boolean {
  const trecho = texto.slice(inicio, fim);
  const afirmam = trecho.filter(
    ({ palavra }, i) =>
      (toma.test(palavra) || concorda.test(palavra)) && !vaiFazerOutraCoisa(texto, inicio + i),
  );
  const [primeira, ultima] = [trecho.at(0)?.frase, trecho.at(-1)?.frase];
  if (afirmam.length === 0 || primeira === undefined || ultima === undefined) return false;

  const explicito = afirmam.some(({ palavra }) => toma.test(palavra));
  const daqui = explicito ? lidas.slice(primeira) : lidas;
  const perguntaveis = explicito ? lidas.slice(primeira, ultima + 1) : lidas;
  // Doctors type in pieces: "não" may be a message of its own.
  const negadaAntes = texto
    .slice(Math.max(0, inicio - 2), inicio)
    .some(({ palavra }) => nega.test(palavra));
  return (
    !negadaAntes &&
    !daqui.some(recua) &&
    !perguntaveis.some((frase) => frase.pergunta || pergunta.test(frase.texto)) &&
    (explicito || !lidas.some((frase) => outroPlano.test(frase.texto)))
  );
}

function recua({ palavras, texto }: Frase): boolean {
  return palavras.some((palavra) => nega.test(palavra)) || duvida.test(texto);
}

/** "vou pensar", "quero saber": the words that agree only help another verb. */
function vaiFazerOutraCoisa(texto: readonly Palavra[], indice: number): boolean {
  const seguintes = texto.slice(indice, indice + 4).map(({ palavra }) => palavra);
  return verboAlheio.test(seguintes.join(' '));
}

function lerFrases(texto: string): Frase[] {
  return frases(texto).map((frase) => {
    const plano = textoPlano(frase)
      .replace(/\s+/g, ' ')
      .replace(perguntaDeApoio, '')
      .replace(inofensivo, ' ');
    const lidas = plano.match(/[\p{L}\p{N}]+|👍|👌|✅|🤝|👎|❌|🤔/gu) ?? [];
    return { palavras: lidas, texto: lidas.join(' '), pergunta: plano.includes('?') };
  });
}
