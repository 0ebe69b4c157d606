import { fusoHorario } from '@julia/domain';
import { CronTime } from 'cron';

const umMinutoMs = 60_000;
const umAnoMs = 366 * 24 * 60 * umMinutoMs;

/** The latest instant at or before `ate` at which this cron was due, in America/Sao_Paulo. */
export function ultimoTick(cron: string, ate: Date): Date {
  const tempo = new CronTime(cron, fusoHorario);
  // The zone must be said again: without it the library reads the cron in the zone of the process.
  const proximo = (desde: number) => tempo.getNextDateFrom(new Date(desde), fusoHorario).toMillis();
  // Looks back twice as far each time until a tick falls inside, then walks forward to the last one.
  for (let janelaMs = umMinutoMs; janelaMs <= 16 * umAnoMs; janelaMs *= 2) {
    let tick = proximo(ate.getTime() - janelaMs);
    if (tick > ate.getTime()) continue;
    for (let seguinte = proximo(tick); seguinte <= ate.getTime(); seguinte = proximo(tick)) {
      tick = seguinte;
    }
    return new Date(tick);
  }
  throw new RangeError(`Cron ${cron} has no tick within years`);
}
