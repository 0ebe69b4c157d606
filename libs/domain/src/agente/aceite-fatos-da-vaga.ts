import type { Oracao, TextoLido } from './aceite-frases.ts';
import { semAFaixa } from './aceite-outra-hora.ts';
import { ehDoPeriodo } from './aceite-periodo.ts';
import { nomeProprio, palavrasPlanas, type PlantaoDoAceite } from './aceite-plantao.ts';
import { diaCivil, diaDaSemana, mesEDia, minutoDoDia } from './data-local.ts';
import { meses, nomesDaSemana } from './palavras-de-data.ts';

const para = '(?:(?:pr[oa]|para(?: [oa])?) )?';
const fim = '(?= |$)';

/**
 * A text without what it says of the vaga itself: "aceito das 19 às 7 no São Luiz" is "aceito". What stays of a clause is
 * read like any other, so that "aceito das 7 às 13" still is no acceptance; doubts are looked for in the whole clause.
 */
export function semFatosDaVaga(lido: TextoLido, plantao: PlantaoDoAceite): TextoLido {
  const semFatos = tirarFatos(plantao);
  const oracoes = lido.oracoes.map((oracao): Oracao => {
    const dita = semFatos(oracao.palavras.join(' '));
    return { ...oracao, palavras: dita.split(' ').filter((palavra) => palavra !== '') };
  });
  return { ...lido, oracoes };
}

function tirarFatos(plantao: PlantaoDoAceite): (clausula: string) => string {
  const [inicioMin, fimMin] = [minutoDoDia(plantao.inicio), minutoDoDia(plantao.fim)];
  const fatos = [dataDe(plantao.inicio), duracaoDe(plantao), hospitalDe(plantao)];
  const periodo = periodoDe(plantao);
  return (clausula) =>
    fatos
      .reduce((texto, fato) => texto.replace(fato, ' '), semAFaixa(clausula, inicioMin, fimMin))
      .replace(/\s+/g, ' ')
      .trim()
      .replace(periodo, '$1');
}

function dataDe(inicio: Date): RegExp {
  const civil = mesEDia(diaCivil(inicio));
  const nome = nomesDaSemana[diaDaSemana(diaCivil(inicio))] ?? '';
  const mes = meses[civil.mes - 1] ?? '';
  const numero = `(?:dia ${civil.dia}(?: de ${mes})?|${civil.dia} de ${mes})(?: de ${civil.ano})?`;
  return new RegExp(
    `(?<=^| )${para}(?:${nome}(?: feira)?(?! (?:que|q) vem| seguinte)|${numero}(?! de))${fim}`,
    'gu',
  );
}

function duracaoDe({ inicio, fim: termino }: PlantaoDoAceite): RegExp {
  const horas = (termino.getTime() - inicio.getTime()) / 3_600_000;
  return new RegExp(`(?<=^| )(?:de )?${horas} ?(?:h|hs|hrs|horas)${fim}`, 'gu');
}

/** The name whole or in part, as long as no more than one word of it would be an ordinary one. */
function hospitalDe({ hospital }: PlantaoDoAceite): RegExp {
  if (hospital === undefined) return /(?!)/g;
  const inteiro = palavrasPlanas(hospital);
  const trechos = inteiro
    .flatMap((_, i) => inteiro.slice(i).map((_palavra, n) => inteiro.slice(i, i + n + 1)))
    .filter((trecho) => trecho.some((palavra) => nomeProprio(hospital).includes(palavra)))
    .sort((a, b) => b.length - a.length)
    .map((trecho) => trecho.join(' '));
  if (trechos.length === 0) return /(?!)/g;
  const varias = trechos.filter((trecho) => trecho.includes(' '));
  const nome = varias.length === 0 ? '(?!)' : varias.join('|');
  return new RegExp(
    `(?<=^| )(?:(?:n[oa] )?(?:${nome})|n[oa] (?:${trechos.join('|')}))${fim}`,
    'gu',
  );
}

/** Only right after a word that takes the vaga: "confirmo à noite" says when. */
function periodoDe(plantao: PlantaoDoAceite): RegExp {
  const ditos = ehDoPeriodo(plantao, 'noturno')
    ? 'noturn[oa]|(?:a|de|da|n[ao]) noite'
    : ehDoPeriodo(plantao, 'diurno')
      ? 'diurn[oa]|de dia'
      : '(?!)';
  return new RegExp(`(?<=^|^eu )(aceito|topo|quero|fechado|bora) (?:${ditos})${fim}`, 'u');
}
