import { combina, oracoes, type FamiliaDePadroes } from './normalizar-texto.ts';

const palavrasNegativas: readonly FamiliaDePadroes[] = [
  { nome: 'absurdo', padrao: /\babsurd[oa]s?\b/u },
  { nome: 'ridiculo', padrao: /\bridicul[oa]s?\b/u },
  {
    nome: 'vergonha',
    padrao: /\bvergonh(?:a|os[oa]s?)\b/u,
    exceto: /\b(?:com|tenho|morr\w+ de) vergonha\b/u,
  },
  {
    nome: 'desrespeito',
    padrao: /\bdesrespeit\w+|\bfalta de (?:respeito|consideracao|educacao)\b/u,
  },
  {
    nome: 'nunca_mais',
    padrao: /\bnunca mais\b/u,
    exceto: /\bnunca mais (?:vi|fui|peguei|tive|dei|fiz|consegui)\b/u,
  },
  { nome: 'pessimo', padrao: /\bpessim[oa]s?\b/u },
  { nome: 'horrivel', padrao: /\bhorrive(?:l|is)\b/u },
  { nome: 'odio', padrao: /\bodei[oa]\b|\bodio\b/u },
  // Rabies is the same word.
  {
    nome: 'raiva',
    padrao: /\braiva\b/u,
    exceto:
      /\b(?:vacina\w*|soro|profilaxia|anti|casos?|virus|contra) (?:\w+ ){0,2}raiva\b|\braiva (?:humana|canina|animal)\b/u,
  },
  { nome: 'inaceitavel', padrao: /\binaceitave(?:l|is)\b/u },
  { nome: 'escandalo', padrao: /\bescandal(?:o|os[oa])s?\b/u },
  { nome: 'palhacada', padrao: /\bpalhacadas?\b|\bpalhac[oa]s?\b/u },
  { nome: 'safado', padrao: /\bsafad(?:[oa]s?|eza)\b/u },
  {
    nome: 'mentiroso',
    padrao:
      /\bmentir(?:os[oa]s?|am)\b|\bmentiras? (?:de voces?|d[ae] (?:julia|revoluna|empresa))\b/u,
  },
];

/** A first contact from an unknown number is asked whether it is one of these: they count once, and not in a question. */
const suspeita: FamiliaDePadroes = {
  nome: 'suspeita',
  padrao:
    /\bgolp(?:e|es|istas?)\b|\bfraud(?:e|es|ulent[oa])\b|\bmentiras?\b(?! (?:de voces?|d[ae] (?:julia|revoluna|empresa))\b)/u,
};

/** A negation and the words it may reach. "Sem noção" and "não é só" deny nothing, and "que" or "é" begin anew. */
const negacao =
  /\b(?:nao (?:e|seria|foi|sao)(?! (?:so|apenas|somente)\b)|nem|sem(?! (?:nocao|vergonha|educacao|respeito|carater|palavras|cabimento)\b))(?: (?!(?:que|e|mas)\b)\w+){1,3}/gu;
/** "que absurdo kkk" laughs. */
const riso = /k{3,}|(?:ha|he|rs){2,}|😂|🤣/iu;

/** True when two or more distinct strong words are meant (DOMAIN §6). */
export function estaMuitoInsatisfeito(texto: string): boolean {
  if (riso.test(texto)) return false;
  const ditas = afirmadas(texto);
  const distintas = palavrasNegativas.filter((palavra) => alguma(palavra, ditas)).length;
  return distintas + (alguma(suspeita, afirmadas(semPerguntas(texto))) ? 1 : 0) >= 2;
}

const alguma = (palavra: FamiliaDePadroes, partes: readonly string[]) =>
  partes.some((oracao) => combina(palavra, oracao));

const afirmadas = (texto: string) =>
  oracoes(texto).map((oracao) => oracao.replaceAll(negacao, ' '));

function semPerguntas(texto: string): string {
  const frases = texto.split(/(?<=[.!?…\n])/u);
  return frases.filter((frase) => !frase.endsWith('?')).join('');
}
