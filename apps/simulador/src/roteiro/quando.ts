import { antes, faltamParaDia, somarDias, somarMinutos, type MomentoLocal } from './calendario.ts';
import { diaNoTexto } from './dias-ditos.ts';

const turnos: readonly (readonly [padrao: RegExp, minuto: number])[] = [
  [/\b(de|pela) manha\b|\bcedo\b/, 9 * 60],
  [/\b(a|de|pela) tarde\b|\bdepois do almoco\b/, 14 * 60],
  [/\b(a|de|pela) noite\b/, 19 * 60],
];
const horaPadrao = 10 * 60;
const maisTardeMin = 3 * 60;

const numeros: Readonly<Record<string, number>> = {
  um: 1,
  uma: 1,
  dois: 2,
  duas: 2,
  tres: 3,
  quatro: 4,
  cinco: 5,
  seis: 6,
  meia: 0.5,
};

/** When the doctor wants to be called, from normalised words; null when they name no time. */
export function quandoNoTexto(texto: string, agora: MomentoLocal): MomentoLocal | null {
  return daquiA(texto, agora) ?? emUmDia(texto, agora);
}

/** "daqui 2 horas", "em meia hora", "daqui a 3 dias". */
function daquiA(texto: string, agora: MomentoLocal): MomentoLocal | null {
  const achado =
    /\b(?:daqui(?: a)?|em|dentro de) (\d+|meia|uma?|dois|duas|tres|quatro|cinco|seis) (min|hora|h\b|dia|semana)/.exec(
      texto,
    );
  if (!achado) return /\bmais tarde\b/.test(texto) ? somarMinutos(agora, maisTardeMin) : null;
  const quantidade = numeros[achado[1] ?? ''] ?? Number(achado[1]);
  const [, , unidade = ''] = achado;
  if (unidade === 'min') return somarMinutos(agora, quantidade);
  if (unidade.startsWith('h')) return somarMinutos(agora, quantidade * 60);
  const dias = unidade === 'dia' ? quantidade : quantidade * 7;
  return { dia: somarDias(agora.dia, dias), minuto: horaPadrao };
}

/** "amanhã 10h", "segunda", "depois das 19h", "semana que vem". */
function emUmDia(texto: string, agora: MomentoLocal): MomentoLocal | null {
  const hora = horaNoTexto(texto);
  const dia = /\b(semana que vem|proxima semana)\b/.test(texto)
    ? somarDias(agora.dia, faltamParaDia(agora.dia, 1) || 7)
    : diaNoTexto(texto, agora.dia);
  if (dia !== null) return { dia, minuto: hora ?? horaPadrao };
  if (hora === null) return null;
  const hoje = { dia: agora.dia, minuto: hora };
  return antes(agora, hoje) ? hoje : { ...hoje, dia: somarDias(agora.dia, 1) };
}

function horaNoTexto(texto: string): number | null {
  const relogio =
    /\b(?:d?as )?([01]?\d|2[0-3])(?:h|:)([0-5]\d)\b|\b(?:d?as )?([01]?\d|2[0-3]) ?(?:h|hs|hrs|horas?)\b|\b(?:as|das) ([01]?\d|2[0-3])\b/.exec(
      texto,
    );
  if (relogio) {
    const hora = Number(relogio[1] ?? relogio[3] ?? relogio[4]);
    const daTarde = hora < 12 && /\b(da tarde|da noite)\b/.test(texto);
    return (daTarde ? hora + 12 : hora) * 60 + Number(relogio[2] ?? 0);
  }
  if (/\bmeio[- ]dia\b/.test(texto)) return 12 * 60;
  return turnos.find(([padrao]) => padrao.test(texto))?.[1] ?? null;
}
