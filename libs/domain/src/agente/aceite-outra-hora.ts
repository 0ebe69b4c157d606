import { horasCitadas } from './citacoes.ts';
import { minutoDoDia } from './data-local.ts';
import type { PlantaoDoAceite } from './aceite-plantao.ts';

const horaDaFaixa =
  '(\\d{1,2})(?:\\s?h(?:s|rs|oras?)?)?(?:\\s?([0-5]\\d))?(?:\\s?h(?:s|rs|oras?)?)?(?: da (manha|tarde|noite))?';
const faixaDeHoras = new RegExp(
  `\\bd(?:as|e) ${horaDaFaixa} (?:as|ate(?: as)?) ${horaDaFaixa}(?![\\p{L}\\p{N}])`,
  'gu',
);

/** Whether a clause of acceptance names an hour that is not the plantão's; its length may stand for its hours. */
export function citaOutraHora(clausula: string, { inicio, fim }: PlantaoDoAceite): boolean {
  const [inicioMin, fimMin] = [minutoDoDia(inicio), minutoDoDia(fim)];
  const duracaoMin = (fim.getTime() - inicio.getTime()) / 60_000;
  return (
    horasCitadas(clausula, 'exata').some(
      ({ minuto }) => ![inicioMin, fimMin, duracaoMin].includes(minuto),
    ) || citaOutraFaixa(clausula, inicioMin, fimMin)
  );
}

/** "das 7 às 19" names both hours of a night from 19 to 7, and means the day. */
export function citaOutraFaixa(clausula: string, inicioMin: number, fimMin: number): boolean {
  return [...clausula.matchAll(faixaDeHoras)].some((faixa) => !ehAFaixa(faixa, inicioMin, fimMin));
}

/** A clause without the hours from `inicioMin` to `fimMin`. */
export function semAFaixa(clausula: string, inicioMin: number, fimMin: number): string {
  return clausula.replace(faixaDeHoras, (trecho: string, ...partes: unknown[]) => {
    const grupos = partes
      .slice(0, 6)
      .map((parte) => (typeof parte === 'string' ? parte : undefined));
    return ehAFaixa([trecho, ...grupos], inicioMin, fimMin) ? ' ' : trecho;
  });
}

function ehAFaixa(
  [, deHora, deMinuto, dePeriodo, ateHora, ateMinuto, atePeriodo]: readonly (string | undefined)[],
  inicioMin: number,
  fimMin: number,
): boolean {
  return (
    podeSerHora(inicioMin, deHora, deMinuto, dePeriodo) &&
    podeSerHora(fimMin, ateHora, ateMinuto, atePeriodo)
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
