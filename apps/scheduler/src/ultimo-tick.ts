import { fusoHorario } from '@julia/domain';
import { CronTime } from 'cron';

const umMinutoMs = 60_000;
const umAnoMs = 366 * 24 * 60 * umMinutoMs;

/** The latest instant at or before `ate` at which this cron was due, in America/Sao_Paulo. */
export function ultimoTick(cron: string, ate: Date): Date {
  const tempo = new CronTime(cron, fusoHorario);
  const proximo = (desde: number) => tempo.getNextDateFrom(new Date(desde)).toMillis();
  // Looks back twice as far each time until a tick falls inside, then walks forward to the last one.
  for (let janelaMs = umMinutoMs; janelaMs <= 2 * umAnoMs; janelaMs *= 2) {
    let tick = proximo(ate.getTime() - janelaMs);
    if (tick > ate.getTime()) continue;
    for (let seguinte = proximo(tick); seguinte <= ate.getTime(); seguinte = proximo(tick)) {
      tick = seguinte;
    }
    return new Date(tick);
  }
  throw new RangeError(`Cron ${cron} has no tick in the last year`);
}
