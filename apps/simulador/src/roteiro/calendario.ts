/** A moment on the wall clock of America/Sao_Paulo, which has had no daylight saving since 2019. */
export interface MomentoLocal {
  /** `YYYY-MM-DD`. */
  readonly dia: string;
  /** Minutes since local midnight. */
  readonly minuto: number;
}

const deslocamentoMin = -180;
const minutosPorDia = 1_440;

export const diasDaSemana = [
  'domingo',
  'segunda',
  'terça',
  'quarta',
  'quinta',
  'sexta',
  'sábado',
] as const;

export function momentoLocal(instante: Date): MomentoLocal {
  const local = new Date(instante.getTime() + deslocamentoMin * 60_000);
  return {
    dia: local.toISOString().slice(0, 10),
    minuto: local.getUTCHours() * 60 + local.getUTCMinutes(),
  };
}

export function somarDias(dia: string, dias: number): string {
  return new Date(Date.parse(`${dia}T00:00:00Z`) + dias * 86_400_000).toISOString().slice(0, 10);
}

/** 0 is Sunday. */
export function diaDaSemana(dia: string): number {
  return new Date(`${dia}T00:00:00Z`).getUTCDay();
}

/** Days from `dia` to the next such weekday; 0 when it is today. */
export function faltamParaDia(dia: string, alvo: number): number {
  return (alvo - diaDaSemana(dia) + 7) % 7;
}

export function somarMinutos(momento: MomentoLocal, minutos: number): MomentoLocal {
  const total = momento.minuto + minutos;
  const dias = Math.floor(total / minutosPorDia);
  return { dia: somarDias(momento.dia, dias), minuto: total - dias * minutosPorDia };
}

export function antes(a: MomentoLocal, b: MomentoLocal): boolean {
  return a.dia === b.dia ? a.minuto < b.minuto : a.dia < b.dia;
}

const dois = (n: number): string => String(n).padStart(2, '0');

/** `YYYY-MM-DDTHH:MM`, wall clock of São Paulo. */
export function paraIsoLocal({ dia, minuto }: MomentoLocal): string {
  return `${dia}T${dois(Math.floor(minuto / 60))}:${dois(minuto % 60)}`;
}

/** `10h`, `10h30`. */
export function horaFalada(minuto: number): string {
  const resto = minuto % 60;
  return `${Math.floor(minuto / 60)}h${resto === 0 ? '' : dois(resto)}`;
}

/** `28/11`. */
export function diaMes(dia: string): string {
  return `${dia.slice(8, 10)}/${dia.slice(5, 7)}`;
}

/** A `dd/mm` said today: this year, or the next one when it has passed. Null for a day that does not exist. */
export function diaDito(hoje: string, diaNumero: number, mes: number): string | null {
  const ano = Number(hoje.slice(0, 4));
  for (const candidato of [ano, ano + 1]) {
    const dia = `${candidato}-${dois(mes)}-${dois(diaNumero)}`;
    const instante = new Date(`${dia}T00:00:00Z`);
    const existe = !Number.isNaN(instante.getTime()) && instante.toISOString().startsWith(dia);
    if (existe && dia >= hoje) return dia;
  }
  return null;
}
