import { semFatosDaVaga } from './aceite-fatos-da-vaga.ts';
import { lerFrases, type Oracao } from './aceite-frases.ts';
import type { PlantaoDoAceite } from './aceite-plantao.ts';
import { tomaAVaga } from './aceite-verbos.ts';
import {
  acompanha,
  concorda,
  continua,
  duvida,
  nega,
  outroPlano,
  pergunta,
  verboAlheio,
} from './palavras-de-aceite.ts';

/** A word and where it stands. */
interface Palavra {
  readonly palavra: string;
  readonly oracao: Oracao;
  /** Counted within its clause. */
  readonly lugar: number;
}

/**
 * Whether `aceite` is a piece of what the doctor wrote that plainly accepts. Reserving rests on this, not on the model's
 * word, and asking once more costs less than a wrong reservation: a denial, a doubt or a question in the sentence of
 * those words, or a denial or a doubt after it, makes it none; asking for the address and the like is no doubt. Words
 * that only agree ("ok", "certo") may answer anything the doctor wrote, so with them the whole text must say no more
 * than that. An amount other than `valorDaVagaCentavos`, or any while that is not known, is an offer of his own. What is
 * true of the `plantao` may be said besides.
 */
export function aceiteConfere(
  aceite: string,
  textoDoMedico: string,
  valorDaVagaCentavos: number | null = null,
  plantao: PlantaoDoAceite | null = null,
): boolean {
  const lidas = lerFrases(textoDoMedico, valorDaVagaCentavos);
  if (lidas.oferece) return false;
  const dito = lerFrases(aceite, valorDaVagaCentavos);
  return (
    aceitaCom(dito.oracoes, lidas.oracoes) ||
    (plantao !== null &&
      aceitaCom(semFatosDaVaga(dito, plantao).oracoes, semFatosDaVaga(lidas, plantao).oracoes))
  );
}

function aceitaCom(aceite: readonly Oracao[], oracoes: readonly Oracao[]): boolean {
  const dito = palavrasDe(aceite);
  const texto = palavrasDe(oracoes);
  return texto.some((_, inicio) => {
    const aqui = dito.every(({ palavra }, i) => texto[inicio + i]?.palavra === palavra);
    return aqui && aceita(oracoes, texto, inicio, inicio + dito.length);
  });
}

/** The words from `inicio` to before `fim`, read with what stands around them. */
function aceita(
  oracoes: readonly Oracao[],
  texto: readonly Palavra[],
  inicio: number,
  fim: number,
): boolean {
  const trecho = texto.slice(inicio, fim);
  const [primeira, ultima] = [trecho.at(0)?.oracao.frase, trecho.at(-1)?.oracao.frase];
  if (primeira === undefined || ultima === undefined) return false;
  // Doctors type in pieces: "não" may be a message of its own.
  const antes = texto.slice(Math.max(0, inicio - 2), inicio);
  if (antes.some(({ palavra }) => nega.test(palavra))) return false;

  const toma = trecho.find((_, i) => tomaAqui(texto, inicio + i));
  if (!toma) return trecho.some(({ palavra }) => concorda.test(palavra)) && soConcorda(oracoes);
  const sabida = oracoes.indexOf(toma.oracao);
  const conta = oracoes.filter(
    ({ frase, dePraxe }, i) => frase >= primeira && !(dePraxe && i > sabida),
  );
  return !recua(conta) && !perguntaAlgo(conta.filter(({ frase }) => frase <= ultima));
}

/** Nothing in the text but agreement and courtesy. */
function soConcorda(oracoes: readonly Oracao[]): boolean {
  const palavras = oracoes.flatMap((oracao) => oracao.palavras);
  return (
    palavras.every((palavra) => acompanha.test(palavra)) &&
    !recua(oracoes) &&
    !perguntaAlgo(oracoes) &&
    !outroPlano.test(palavras.join(' '))
  );
}

function recua(oracoes: readonly Oracao[]): boolean {
  return (
    oracoes.some(({ inteira }) => inteira.some((palavra) => nega.test(palavra))) ||
    porFrase(oracoes).some((texto) => duvida.test(texto))
  );
}

function perguntaAlgo(oracoes: readonly Oracao[]): boolean {
  return (
    oracoes.some((oracao) => oracao.pergunta) ||
    porFrase(oracoes).some((texto) => pergunta.test(texto))
  );
}

/** The words of each sentence, whatever marks stand between them. */
function porFrase(oracoes: readonly Oracao[]): string[] {
  const textos = new Map<number, string[]>();
  for (const { frase, inteira } of oracoes) {
    textos.set(frase, [...(textos.get(frase) ?? []), ...inteira]);
  }
  return [...textos.values()].map((palavras) => palavras.join(' '));
}

function tomaAqui(texto: readonly Palavra[], indice: number): boolean {
  const aqui = texto[indice];
  if (!aqui) return false;
  const { palavras, aberta } = aqui.oracao;
  const ultima = aqui.lugar === palavras.length - 1;
  const seguintes = juntar(texto.slice(indice, indice + 4));
  // "vou pensar", "quero\nsaber", "vou\npra praia": a verb of its own, or a line that goes on in the next one.
  const outraCoisa = verboAlheio.test(seguintes) || (aberta && ultima && continua.test(seguintes));
  return tomaAVaga(palavras, aqui.lugar) && !outraCoisa;
}

function juntar(palavras: readonly Palavra[]): string {
  return palavras.map(({ palavra }) => palavra).join(' ');
}

function palavrasDe(oracoes: readonly Oracao[]): Palavra[] {
  return oracoes.flatMap((oracao) =>
    oracao.palavras.map((palavra, lugar) => ({ palavra, oracao, lugar })),
  );
}
