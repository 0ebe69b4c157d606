import type { Turno } from '../conversa/turnos.ts';
import { textoPlano } from './texto-plano.ts';

export interface EscolhaDeModelo {
  readonly modelo: 'simples' | 'complexo';
  readonly motivo: 'padrao' | 'irritacao' | 'negociacao' | 'objecao' | 'conversa_longa';
}

/** DOMAIN §4: a conversation beyond this many turns goes to the stronger model. */
const turnosSimples = 12;

const irritacao =
  /\b(?:absurd[oa]|palhacada|ridicul[oa]|que saco|saco cheio|chat[oa] (?:demais|pra|isso)|para(?: de)? (?:me )?(?:mandar|encher|insistir)|me deixa em paz|ja (?:te )?(?:falei|disse) que|nao aguento|vergonha|falta de respeito|pessim[oa]|horrivel|irritad[oa]|p[uq]ta que|merda|porra|caramba)\b/;
const negociacao = [
  /\b(?:consegue|consegues|da pra|tem como|rola|pode|podem|poderia)\b.{0,25}\b(?:mais|melhorar|aumentar|subir|chegar|negociar)\b/,
  /\b(?:melhora|aumenta|sobe|melhorar|negociar|contraproposta|proposta melhor|valor melhor|valor maior|paga mais|pagam mais)\b/,
  /\b(?:faco|fecho|topo|vou|aceito|pego|so)\b.{0,12}\b(?:por|se for|a partir de|acima de)\b.{0,10}\d/,
  /\b(?:por menos de|menos (?:que|de)|minimo|no minimo)\b.{0,8}\d/,
];
const objecao =
  /\b(?:(?:muito|ta|esta|eh|e|achei|valor) (?:\w+ )?(?:baixo|pouco|longe|caro)|nao compensa|nao vale|mal pago|paga mal|pagam mal|golpe|confiavel|confiar|nao confio|e seguro|eh seguro|como (?:e|eh|funciona) o pagamento|atras(?:a|am|o) (?:o )?pagamento|calote|ja (?:tenho|trabalho com) (?:outra|escala|empresa)|outra empresa|burocra\w+|muito documento|nao conheco vcs|desconfi\w+)\b/;

/** Which model answers, and why; pure, so that the choice can be read and tested. */
export function escolherModelo(
  { turnosAnteriores }: Pick<Turno, 'turnosAnteriores'>,
  textoDoMedico: string,
): EscolhaDeModelo {
  const plano = textoPlano(textoDoMedico);
  if (irritacao.test(plano) || grita(textoDoMedico)) return complexo('irritacao');
  if (negociacao.some((padrao) => padrao.test(plano))) return complexo('negociacao');
  if (objecao.test(plano)) return complexo('objecao');
  if (turnosAnteriores >= turnosSimples) return complexo('conversa_longa');
  return { modelo: 'simples', motivo: 'padrao' };
}

function complexo(motivo: EscolhaDeModelo['motivo']): EscolhaDeModelo {
  return { modelo: 'complexo', motivo };
}

/** Shouting: a sentence in capitals, or a row of exclamation marks after words that are not cheerful. */
function grita(texto: string): boolean {
  const letras = texto.match(/\p{L}/gu) ?? [];
  const maiusculas = texto.match(/\p{Lu}/gu) ?? [];
  const muitas = letras.length >= 12 && maiusculas.length / letras.length > 0.7;
  return muitas || /\?{2,}!|!{2,}\?|\?{3,}/.test(texto);
}
