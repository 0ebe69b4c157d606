import { lerDinheiro } from './aceite-dinheiro.ts';
import { ehDePraxe, inicioDePergunta } from './aceite-praxe.ts';
import { inofensivo, perguntaDeApoio } from './palavras-de-aceite.ts';
import { meses } from './palavras-de-data.ts';
import { frases, textoPlano } from './texto-plano.ts';

/** A piece of a sentence between two marks, or one that begins to ask something else. */
export interface Oracao {
  readonly palavras: readonly string[];
  /** The same with what was left out as true of the vaga. */
  readonly inteira: readonly string[];
  /** Which sentence of the text it belongs to. */
  readonly frase: number;
  readonly pergunta: boolean;
  /** Asks how things go there, not whether. */
  readonly dePraxe: boolean;
  /** Last of its sentence and ended by no mark: the doctor may have gone on in the next line. */
  readonly aberta: boolean;
}

export interface TextoLido {
  readonly oracoes: readonly Oracao[];
  /** Speaks of money other than the value of the vaga. */
  readonly oferece: boolean;
}

const fronteira = new RegExp(
  `(?<!\\d),|,(?!\\d)|[;()]|:\\s|\\s[-–—]+\\s|(?<=\\?)(?!\\?)|${inicioDePergunta}`,
  'u',
);

const dataNumerica = /(?:\bdia\s)?(?<![\d/])(\d{1,2})\/(\d{1,2})(?:\/(?:\d{4}|\d{2}))?(?![\d/])/g;

/** A text in plain words, without the value of the vaga and what means nothing. */
export function lerFrases(texto: string, valorDaVagaCentavos: number | null): TextoLido {
  const lidas = frases(texto).map((frase, indice) => {
    const plana = textoPlano(frase).replace(/\s+/g, ' ');
    const dinheiro = lerDinheiro(plana, valorDaVagaCentavos);
    const dita = dinheiro.texto
      .replace(/\s+/g, ' ')
      .replace(perguntaDeApoio, '')
      .replace(inofensivo, ' ')
      .replace(dataNumerica, dataEmPalavras);
    const oracoes = dita.split(fronteira).map((oracao) => lerOracao(oracao, indice));
    const aberta = !/[.!?…]$/.test(frase);
    return {
      oferece: dinheiro.oferece,
      oracoes: oracoes
        .filter(({ palavras, pergunta }) => palavras.length > 0 || pergunta)
        .map((oracao, i, todas) => ({ ...oracao, aberta: aberta && i === todas.length - 1 })),
    };
  });
  return {
    oracoes: lidas.flatMap(({ oracoes }) => oracoes),
    oferece: lidas.some(({ oferece }) => oferece),
  };
}

function dataEmPalavras(_trecho: string, dia: string, mes: string): string {
  const nome = meses[Number(mes) - 1];
  return nome === undefined ? `dia ${dia}` : `dia ${dia} de ${nome}`;
}

function lerOracao(oracao: string, frase: number): Oracao {
  const palavras = oracao.match(/[\p{L}\p{N}]+|👍|👌|✅|🤝|👎|❌|🤔/gu) ?? [];
  const pergunta = oracao.includes('?');
  return {
    palavras,
    inteira: palavras,
    frase,
    pergunta,
    dePraxe: ehDePraxe(palavras),
    aberta: false,
  };
}
