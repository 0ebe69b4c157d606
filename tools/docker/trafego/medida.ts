import { percentil } from '../../bench/tabela.ts';
import type { Recusa, Trafego } from './gerador.ts';
import type { Respostas } from './respostas.ts';

/** One load in numbers, for a table's row. */
export interface Medida {
  readonly webhooks: number;
  readonly porSegundo: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maximoMs: number;
  readonly recusas: number;
  readonly novas: number;
  readonly perdidas: number;
  readonly dobradas: number;
  readonly respostaMaximaMs: number;
}

export function medir(trafego: Trafego, respostas: Respostas): Medida {
  const { latenciasMs, enviados, segundos } = trafego;
  return {
    webhooks: enviados,
    porSegundo: enviados / segundos,
    p50Ms: percentil(latenciasMs, 50),
    p99Ms: percentil(latenciasMs, 99),
    maximoMs: Math.max(...latenciasMs),
    recusas: trafego.recusas.length,
    novas: trafego.novas.length,
    perdidas: respostas.perdidas.length + trafego.desistencias,
    dobradas: respostas.dobradas.length,
    respostaMaximaMs: Math.max(0, ...respostas.demorasMs),
  };
}

export function emPalavras(medida: Medida): string {
  const ms = (valor: number) => `${valor.toFixed(valor < 10 ? 1 : 0)} ms`;
  return [
    `${medida.webhooks} webhooks (${medida.porSegundo.toFixed(0)}/s)`,
    `p50 ${ms(medida.p50Ms)}, p99 ${ms(medida.p99Ms)}, max ${ms(medida.maximoMs)}`,
    `non-2xx ${medida.recusas}`,
    `new ${medida.novas}, lost ${medida.perdidas}, doubled ${medida.dobradas}`,
    `slowest answer ${(medida.respostaMaximaMs / 1_000).toFixed(1)} s`,
  ].join('; ');
}

/** Refusals by status and kind, with the seconds of the load in which they fell. */
export function recusasEmPalavras(recusas: readonly Recusa[]): string {
  const grupos = Map.groupBy(recusas, ({ status, especie }) => `${status} ${especie}`);
  return [...grupos]
    .map(([grupo, membros]) => {
      const segundos = membros.map(({ emMs }) => emMs / 1_000);
      const faixa = `${Math.min(...segundos).toFixed(1)}–${Math.max(...segundos).toFixed(1)} s`;
      return `${membros.length}× ${grupo} (${faixa})`;
    })
    .join(', ');
}
