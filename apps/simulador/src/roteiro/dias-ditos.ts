import { diaDito, diasDaSemana, diaDaSemana, faltamParaDia, somarDias } from './calendario.ts';
import { normalizar } from './normalizar.ts';

const nomesDosDias = diasDaSemana.map(normalizar);
const padraoDia = new RegExp(`\\b(${nomesDosDias.join('|')})(?:-feira| feira)?\\b`);

/** One day the doctor named, as `YYYY-MM-DD`; `texto` is normalised. */
export function diaNoTexto(texto: string, hoje: string): string | null {
  if (/\bdepois de amanha\b/.test(texto)) return somarDias(hoje, 2);
  if (/\bamanha\b/.test(texto)) return somarDias(hoje, 1);
  if (/\bhoje\b/.test(texto)) return hoje;
  const comMes = /\b(\d{1,2})\/(\d{1,2})\b/.exec(texto);
  if (comMes) return diaDito(hoje, Number(comMes[1]), Number(comMes[2]));
  const soDia = /\bdia (\d{1,2})\b/.exec(texto);
  if (soDia) return diaDoMes(hoje, Number(soDia[1]));
  const nomeado = padraoDia.exec(texto);
  if (!nomeado) return null;
  const faltam = faltamParaDia(hoje, nomesDosDias.indexOf(nomeado[1] ?? ''));
  const proximo = faltam === 0 ? 7 : faltam;
  return somarDias(hoje, /\bque vem\b/.test(texto) && proximo < 7 ? proximo + 7 : proximo);
}

/** Day number of this month, or of the next one when it has passed. */
function diaDoMes(hoje: string, numero: number): string | null {
  const mes = Number(hoje.slice(5, 7));
  const passou = numero < Number(hoje.slice(8, 10));
  return diaDito(hoje, numero, passou ? (mes % 12) + 1 : mes);
}

export interface IntervaloDeDias {
  readonly de: string;
  readonly ate: string;
}

/** Days a question about plantões is about; null when it names none. */
export function intervaloNoTexto(texto: string, hoje: string): IntervaloDeDias | null {
  const domingo = somarDias(hoje, faltamParaDia(hoje, 0));
  if (/\b(semana que vem|proxima semana)\b/.test(texto)) {
    return { de: somarDias(domingo, 1), ate: somarDias(domingo, 7) };
  }
  if (/\b(fim de semana|final de semana|fds)\b/.test(texto)) {
    const jaEhDomingo = diaDaSemana(hoje) === 0;
    return { de: jaEhDomingo ? hoje : somarDias(domingo, -1), ate: domingo };
  }
  // From Friday on there is hardly any of "this week" left: people mean the coming days.
  if (/\b(essa|esta|nessa|nesta|da|na) semana\b/.test(texto)) {
    return { de: hoje, ate: faltamParaDia(hoje, 0) <= 2 ? somarDias(hoje, 7) : domingo };
  }
  if (/\b(mes que vem|proximo mes)\b/.test(texto)) return mesDe(primeiroDoProximoMes(hoje));
  if (/\b(esse|este|nesse|neste) mes\b/.test(texto)) return { ...mesDe(hoje), de: hoje };
  const dia = diaNoTexto(texto, hoje);
  return dia === null ? null : { de: dia, ate: dia };
}

function primeiroDoProximoMes(hoje: string): string {
  return somarDias(`${hoje.slice(0, 7)}-28`, 4).slice(0, 8) + '01';
}

function mesDe(dia: string): IntervaloDeDias {
  const de = `${dia.slice(0, 7)}-01`;
  return { de, ate: somarDias(primeiroDoProximoMes(de), -1) };
}
