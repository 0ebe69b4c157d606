import { lerFrases, type Oracao } from './aceite-frases.ts';
import { tomaAVaga } from './aceite-verbos.ts';
import { datasCitadas, horasCitadas, type DataCitada } from './citacoes.ts';
import { diaCivil, diaDaSemana, mesEDia, minutoDoDia, type DiaCivil } from './data-local.ts';

export interface HorarioDoPlantao {
  readonly inicio: Date;
  readonly fim: Date;
}

const horaDaFaixa =
  '(\\d{1,2})(?:\\s?h(?:s|rs|oras?)?)?(?:\\s?([0-5]\\d))?(?:\\s?h(?:s|rs|oras?)?)?(?: da (manha|tarde|noite))?';
const faixaDeHoras = new RegExp(
  `\\bd(?:as|e) ${horaDaFaixa} (?:as|ate(?: as)?) ${horaDaFaixa}(?![\\p{L}\\p{N}])`,
  'gu',
);

/**
 * Whether the clauses in which the doctor takes the vaga, or those that are nothing but a day, name a day or an hour
 * that is not the plantão's: "topo sexta" for one on Saturday. Days and hours said of anything else mean nothing here. A
 * night counts as the day on which it begins; its length in hours may stand for its hours.
 */
export function aceitaOutroPlantao(
  textoDoMedico: string,
  { inicio, fim }: HorarioDoPlantao,
  agora: Date,
): boolean {
  const ditas = lerFrases(textoDoMedico, null)
    .oracoes.filter((oracao) => toma(oracao) || soData(comoTexto(oracao)))
    .map(comoTexto);
  const dia = diaCivil(inicio);
  const hoje = diaCivil(agora);
  const duracaoMin = (fim.getTime() - inicio.getTime()) / 60_000;
  const minutos = [minutoDoDia(inicio), minutoDoDia(fim), duracaoMin];

  const datas = ditas.flatMap((dita) => diasDe(dita));
  const daSemana = datas.filter(({ tipo }) => tipo === 'semana');
  const doCalendario = datas.filter(({ tipo }) => tipo !== 'semana');
  const outroDia = [daSemana, doCalendario].some(
    (citadas) => citadas.length > 0 && !citadas.some((data) => podeSer(data, dia, hoje)),
  );
  const horas = ditas.flatMap((dita) => horasCitadas(dita, 'exata'));
  return (
    outroDia ||
    horas.some(({ minuto }) => !minutos.includes(minuto)) ||
    ditas.some((dita) => citaOutraFaixa(dita, minutoDoDia(inicio), minutoDoDia(fim)))
  );
}

/** The clauses in which the doctor takes a vaga, in plain words. */
export function clausulasDoAceite(textoDoMedico: string): string[] {
  return lerFrases(textoDoMedico, null).oracoes.filter(toma).map(comoTexto);
}

/** "das 7 às 19" names both hours of a night from 19 to 7, and means the day. */
export function citaOutraFaixa(dita: string, inicioMin: number, fimMin: number): boolean {
  return [...dita.matchAll(faixaDeHoras)].some(
    ([, deHora, deMinuto, dePeriodo, ateHora, ateMinuto, atePeriodo]) =>
      !podeSerHora(inicioMin, deHora, deMinuto, dePeriodo) ||
      !podeSerHora(fimMin, ateHora, ateMinuto, atePeriodo),
  );
}

/** "7" without the part of the day may be said of 19 h. */
function podeSerHora(certoMin: number, hora = '', minuto = '0', periodo?: string): boolean {
  const dito = (Number(hora) % 24) * 60 + Number(minuto);
  const tarde = dito + 720;
  if (dito >= 720) return dito === certoMin;
  if (periodo === undefined) return dito === certoMin || tarde === certoMin;
  return certoMin === (periodo === 'manha' ? dito : tarde);
}

/** "a segunda" may be the second one that was offered. */
function diasDe(dita: string): DataCitada[] {
  return datasCitadas(
    dita.replace(/\ba (?:segunda|terca|quarta|quinta|sexta)(?! feira)/g, ' '),
    'exata',
  );
}

function podeSer(data: DataCitada, dia: DiaCivil, hoje: DiaCivil): boolean {
  const civil = mesEDia(dia);
  switch (data.tipo) {
    case 'relativa':
      return hoje + data.dias === dia;
    case 'semana':
      return diaDaSemana(dia) === data.diaDaSemana;
    case 'dia':
      return civil.dia === data.dia;
    case 'dia_e_mes':
      return civil.dia === data.dia && civil.mes === data.mes;
  }
}

function toma({ palavras }: Oracao): boolean {
  return palavras.some((palavra, i) =>
    tomaAVaga(palavras.slice(0, i).join(' '), palavra, palavras.slice(i + 1).join(' ')),
  );
}

function soData(dita: string): boolean {
  const datas = datasCitadas(dita, 'exata');
  const resto = datas.reduce((texto, { trecho }) => texto.replace(trecho, ' '), dita);
  return (
    datas.length > 0 && /^(?:\s|\b(?:[oa]|d[eoa]|n[oa]|pr[ao]|esse|dia|feira)\b)*$/.test(resto)
  );
}

function comoTexto({ palavras }: Oracao): string {
  return palavras.join(' ');
}
