import { datasCitadas, type DataCitada } from './citacoes.ts';
import { diaDaSemana, mesEDia, type DiaCivil } from './data-local.ts';

const adiante = '(?:que|q) vem|seguinte';
const proximaSemana = new RegExp(`(?:^| )(?:semana (?:${adiante})|proxima semana)(?= |$)`, 'u');
const proximoMes = new RegExp(`(?:^| )(?:mes (?:${adiante})|proximo mes)(?= |$)`, 'u');

/** Whether clauses of acceptance name days, and none that is `dia`. A day of the week is that of any week. */
export function citaOutroDia(clausulas: readonly string[], dia: DiaCivil, hoje: DiaCivil): boolean {
  const datas = clausulas.flatMap((clausula) => diasDe(clausula));
  const daSemana = datas.filter(({ tipo }) => tipo === 'semana');
  const doCalendario = datas.filter(({ tipo }) => tipo !== 'semana');
  return (
    [daSemana, doCalendario].some(
      (citadas) => citadas.length > 0 && !citadas.some((data) => podeSer(data, dia, hoje)),
    ) || clausulas.some((clausula) => citaOutraEpoca(clausula, dia, hoje))
  );
}

/** Nothing but a day, or a week or month that is to come. */
export function semDias(clausula: string): string {
  return datasCitadas(clausula, 'exata')
    .reduce((texto, { trecho }) => texto.replace(trecho, ' '), clausula)
    .replace(proximaSemana, ' ')
    .replace(proximoMes, ' ');
}

function citaOutraEpoca(clausula: string, dia: DiaCivil, hoje: DiaCivil): boolean {
  // For some a week begins on Sunday, for others on Monday.
  const segunda = hoje + ((7 - diaDaSemana(hoje)) % 7) + 1;
  const naSemana = dia >= segunda - 1 && dia <= segunda + 6;
  const noMes = mesEDia(dia).mes === (mesEDia(hoje).mes % 12) + 1;
  return (proximaSemana.test(clausula) && !naSemana) || (proximoMes.test(clausula) && !noMes);
}

/** "a segunda" may be the second one that was offered. */
function diasDe(clausula: string): DataCitada[] {
  return datasCitadas(
    clausula.replace(/\ba (?:segunda|terca|quarta|quinta|sexta)(?! feira)/g, ' '),
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
