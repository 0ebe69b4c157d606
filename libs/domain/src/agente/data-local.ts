import { fusoHorario } from '../agendado/agenda.ts';

/** A calendar day as the number of days since 1970-01-01, free of hours and time zones. */
export type DiaCivil = number;

const umDiaMs = 86_400_000;

const diasDaSemana = [
  'domingo',
  'segunda',
  'terça',
  'quarta',
  'quinta',
  'sexta',
  'sábado',
] as const;

let formato: Intl.DateTimeFormat | undefined;

/** Made on first use: reading the zone's data is slow, and a service that starts has no date to tell yet. */
function partesLocais(instante: Date): Intl.DateTimeFormatPart[] {
  formato ??= new Intl.DateTimeFormat('en-US', {
    timeZone: fusoHorario,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return formato.formatToParts(instante);
}

/** The local wall clock read as if it were UTC, which makes calendar arithmetic plain. */
function relogioDeParede(instante: Date): Date {
  const lidas = new Map(partesLocais(instante).map(({ type, value }) => [type, Number(value)]));
  const parte = (nome: Intl.DateTimeFormatPartTypes) => lidas.get(nome) ?? 0;
  return new Date(
    Date.UTC(
      parte('year'),
      parte('month') - 1,
      parte('day'),
      parte('hour'),
      parte('minute'),
      parte('second'),
    ),
  );
}

export function diaCivil(instante: Date): DiaCivil {
  return Math.floor(relogioDeParede(instante).getTime() / umDiaMs);
}

/** 0 is Sunday. */
export function diaDaSemana(dia: DiaCivil): number {
  return (((dia + 4) % 7) + 7) % 7;
}

export function mesEDia(dia: DiaCivil): { ano: number; mes: number; dia: number } {
  const data = new Date(dia * umDiaMs);
  return { ano: data.getUTCFullYear(), mes: data.getUTCMonth() + 1, dia: data.getUTCDate() };
}

/** Null for a day that does not exist (31/02). */
export function diaCivilDe(ano: number, mes: number, dia: number): DiaCivil | null {
  const data = new Date(Date.UTC(ano, mes - 1, dia));
  const existe = data.getUTCMonth() === mes - 1 && data.getUTCDate() === dia;
  return existe ? data.getTime() / umDiaMs : null;
}

/** Minutes since local midnight. */
export function minutoDoDia(instante: Date): number {
  const parede = relogioDeParede(instante);
  return parede.getUTCHours() * 60 + parede.getUTCMinutes();
}

/** `sábado, 28/11/2026` */
export function dataPorExtenso(instante: Date): string {
  const dia = diaCivil(instante);
  const { ano, mes, dia: numero } = mesEDia(dia);
  const nome = diasDaSemana[diaDaSemana(dia)] ?? '';
  return `${nome}, ${doisDigitos(numero)}/${doisDigitos(mes)}/${ano}`;
}

/** `19h` or `19h30` */
export function horaCurta(instante: Date): string {
  const minutos = minutoDoDia(instante);
  const resto = minutos % 60;
  return `${Math.floor(minutos / 60)}h${resto === 0 ? '' : doisDigitos(resto)}`;
}

const instanteEscrito =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads `YYYY-MM-DDTHH:MM` as local time (America/Sao_Paulo); an explicit offset wins. Null when it is no real instant.
 */
export function instanteLocal(texto: string): Date | null {
  const achado = instanteEscrito.exec(texto.trim());
  if (!achado) return null;
  const [, ano, mes, dia, hora, minuto, deslocamento] = achado;
  const civil = diaCivilDe(Number(ano), Number(mes), Number(dia));
  if (civil === null || Number(hora) > 23 || Number(minuto) > 59) return null;
  if (deslocamento !== undefined) {
    const instante = new Date(texto.trim().replace(' ', 'T'));
    return Number.isNaN(instante.getTime()) ? null : instante;
  }
  return instanteDe(civil, Number(hora) * 60 + Number(minuto));
}

/** The instant at which the local clock shows this day and minute. */
export function instanteDe(dia: DiaCivil, minuto: number): Date {
  const parede = dia * umDiaMs + minuto * 60_000;
  const deslocamento = (ms: number) => relogioDeParede(new Date(ms)).getTime() - ms;
  // Two steps: the offset at the guess may differ from the offset at the answer on a day the clock changed.
  const palpite = parede - deslocamento(parede);
  return new Date(parede - deslocamento(palpite));
}

function doisDigitos(numero: number): string {
  return String(numero).padStart(2, '0');
}
