import { minutoDoDia } from './data-local.ts';
import type { PlantaoDoAceite } from './aceite-plantao.ts';

/** Not of a greeting ("boa noite"), not of an hour ("7 da noite"), not of another time ("mais tarde"). */
const solto = '(?<!\\d |horas? |\\dhr?s? )';
const preposicao = '(?:d[ea]|a|n[ao]|pel[ao]|durante a|periodo da) ';
const horasDe = (de: number, ate: number) => (inicioMin: number) =>
  inicioMin >= de * 60 && inicioMin < ate * 60;

/** The parts of a day by the hour at which a plantão begins. */
const periodos = [
  { dito: `diurn[oa]|de dia(?! \\d)|durante o dia`, cabe: horasDe(5, 18) },
  { dito: `${preposicao}manha|matutin[oa]`, cabe: horasDe(5, 12) },
  { dito: `${preposicao}tarde|vespertin[oa]`, cabe: horasDe(12, 18) },
  {
    dito: `noturn[oa]|${preposicao}(?:noite|madrugada)`,
    cabe: (inicioMin: number) => !horasDe(5, 17)(inicioMin),
  },
].map(({ dito, cabe }) => ({ dito: new RegExp(`(?:^| )${solto}(?:${dito})(?= |$)`, 'gu'), cabe }));

const maiorPeriodoMin = 15 * 60;

/** Whether a clause of acceptance names a part of the day in which this plantão does not begin. */
export function citaOutroPeriodo(clausula: string, plantao: PlantaoDoAceite): boolean {
  return periodosCitados(clausula).some((cabe) => !ehDe(plantao, cabe));
}

/** A clause without the parts of the day it names. */
export function semPeriodos(clausula: string): string {
  return periodos.reduce((texto, { dito }) => texto.replace(dito, ' '), clausula);
}

/** Whether a plantão begins in this part of the day and is none of a whole day. */
export function ehDoPeriodo(plantao: PlantaoDoAceite, periodo: 'diurno' | 'noturno'): boolean {
  return ehDe(plantao, (inicioMin) => horasDe(5, 18)(inicioMin) === (periodo === 'diurno'));
}

type Cabe = (inicioMin: number) => boolean;

function periodosCitados(clausula: string): Cabe[] {
  return periodos.filter(({ dito }) => clausula.search(dito) >= 0).map(({ cabe }) => cabe);
}

/** A plantão of a whole day is of no part of it. */
function ehDe({ inicio, fim }: PlantaoDoAceite, cabe: Cabe): boolean {
  return fim.getTime() - inicio.getTime() <= maiorPeriodoMin * 60_000 && cabe(minutoDoDia(inicio));
}

const numero =
  '(\\d{1,2})(?!\\d| ?(?:min\\w*|dias?|km)(?: |$)| ?(?:h|hs|hrs|horas?)? ?(?:antes|de antecedencia))(?: ?h(?:s|rs|oras?)?)?(?: ?([0-5]\\d))?(?: da (manha|tarde|noite))?(?![\\p{L}\\p{N}])';
const entre = '(?: (?!min|dias?)\\p{L}+){0,4}? ';
const chegada = new RegExp(
  `(?:^| )(?:cheg(?:o|ar|aria|ando)|entr(?:o|ar)|comec(?:o|ar)|assum(?:o|ir))${entre}${numero}`,
  'gu',
);
const saida = new RegExp(
  `(?:^| )(?:sai(?:o|r|ria|ndo)${entre}|(?:fic(?:o|ar)|vou|faco|trabalh(?:o|ar)|posso|consigo|tenho que ir) ate (?:as )?)${numero}`,
  'gu',
);
const folgaMin = 4 * 60;
const diaMin = 24 * 60;

/** Whether the doctor says that he comes after the beginning or leaves before the end. */
export function querSoParte(clausula: string, { inicio, fim }: PlantaoDoAceite): boolean {
  const duracao = (fim.getTime() - inicio.getTime()) / 60_000;
  const desdeOInicio = (minuto: number) => (minuto - minutoDoDia(inicio) + diaMin) % diaMin;
  const dentro = (minuto: number) => desdeOInicio(minuto) > 0 && desdeOInicio(minuto) < duracao;
  const chega = (minuto: number) =>
    desdeOInicio(minuto) === 0 || desdeOInicio(minuto) >= diaMin - folgaMin;
  const sai = (minuto: number) => {
    const depois = (desdeOInicio(minuto) - duracao + diaMin) % diaMin;
    return depois <= folgaMin;
  };
  const parcial = (padrao: RegExp, certo: (minuto: number) => boolean) =>
    [...clausula.matchAll(padrao)].some(([, hora, minuto, periodo]) => {
      const podem = leituras(hora, minuto, periodo);
      return podem.some(dentro) && !podem.some(certo);
    });
  return parcial(chegada, chega) || parcial(saida, sai);
}

/** "Às 7" may be either of two hours, "às 7 da noite" one. */
function leituras(hora = '', minuto = '0', periodo?: string): number[] {
  const dito = (Number(hora) % 24) * 60 + Number(minuto);
  if (dito >= 720 || periodo === 'manha') return [dito];
  return periodo === undefined ? [dito, dito + 720] : [dito + 720];
}
