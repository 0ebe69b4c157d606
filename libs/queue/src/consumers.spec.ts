import { describe, expect, it } from '@jest/globals';
import { Activity } from './consumption-watch.ts';
import { Consumers } from './consumers.ts';

/** Two workers: the one of `envios` takes nothing although jobs wait, the other holds a job. */
function cenario() {
  const ended: string[] = [];
  const job = Promise.withResolvers<undefined>();
  const consumer = (fila: 'envios' | 'turnos') => ({
    fila,
    host: {
      activity: new Activity(),
      worker: {
        pause: () => Promise.resolve(),
        close: (force: boolean) => Promise.resolve(ended.push(`${fila} closed, force ${force}`)),
      },
    },
  });
  const envios = { getWaitingCount: () => Promise.resolve(1) };
  const consumers = new Consumers(
    [consumer('envios'), consumer('turnos')] as never,
    { drain: () => job.promise.then(() => ended.push('job ended')) } as never,
    { pardonAll: () => Promise.resolve(ended.push('pardoned')) } as never,
    new Map([['envios', envios]]) as never,
    {} as never,
  );
  return { consumers, ended, job };
}

describe('Consumers with a worker that takes nothing', () => {
  it('lets the jobs in hand end before the process does', async () => {
    const { consumers, ended, job } = cenario();
    await consumers.look(0);
    const end = consumers.look(60_000).catch((error: unknown) => {
      ended.push('process ends');
      return error;
    });
    job.resolve(undefined);
    expect(await end).toMatchObject({ code: 'CONSUMO_PARADO', context: { fila: 'envios' } });
    expect(ended).toEqual([
      'job ended',
      'envios closed, force false',
      'turnos closed, force false',
      'process ends',
    ]);
  });
});
