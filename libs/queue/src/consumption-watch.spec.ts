import { describe, expect, it } from '@jest/globals';
import { Activity, ConsumptionWatch } from './consumption-watch.ts';

function watching(waiting: () => number) {
  const activity = new Activity();
  const getWaitingCount = () => Promise.resolve().then(waiting);
  const queues = new Map([['envios', { getWaitingCount }] as const]);
  return { activity, watch: new ConsumptionWatch([{ fila: 'envios', activity }], queues) };
}
const stuck = { kind: 'bug', code: 'CONSUMO_PARADO', context: { fila: 'envios' } };

describe('ConsumptionWatch', () => {
  it('ends a process that takes nothing for a minute although jobs wait', async () => {
    const { watch } = watching(() => 3);
    for (const now of [0, 15_000, 59_999]) await watch.look(now);
    await expect(watch.look(60_000)).rejects.toMatchObject(stuck);
  });

  it('is content while jobs are taken, however many wait', async () => {
    const { watch, activity } = watching(() => 1_000);
    for (let now = 0; now <= 600_000; now += 15_000) {
      await activity.track(() => Promise.resolve());
      await watch.look(now);
    }
  });

  it('is content while every place is taken by long jobs', async () => {
    const { watch, activity } = watching(() => 5);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const job = activity.track(() => promise);
    for (const now of [0, 60_000, 300_000]) await watch.look(now);
    resolve(undefined);
    await job;
    for (const now of [300_001, 360_000]) await watch.look(now);
    await expect(watch.look(360_001)).rejects.toMatchObject(stuck);
  });

  it('is content with a worker that takes a job while Redis is asked', async () => {
    let take: () => Promise<unknown> = () => Promise.resolve();
    const { watch, activity } = watching(() => {
      void take();
      return 1;
    });
    for (const now of [0, 59_999]) await watch.look(now);
    take = () => activity.track(() => Promise.resolve());
    await watch.look(60_000);
  });

  it('counts anew once the queue was empty', async () => {
    let waiting = 1;
    const { watch } = watching(() => waiting);
    await watch.look(0);
    waiting = 0;
    await watch.look(30_000);
    waiting = 1;
    for (const now of [59_000, 100_000]) await watch.look(now);
    await expect(watch.look(119_000)).rejects.toMatchObject(stuck);
  });

  it('leaves a Redis that is away or refuses to those whose business it is', async () => {
    const away = watching(() => {
      throw new Error('away');
    });
    for (const now of [0, 60_000, 120_000]) await away.watch.look(now);
    const full = watching(() => 1);
    for (let now = 0; now <= 300_000; now += 15_000) {
      full.activity.refusedAtMs = now;
      await full.watch.look(now);
    }
    await expect(full.watch.look(360_000)).rejects.toMatchObject(stuck);
  });
});
