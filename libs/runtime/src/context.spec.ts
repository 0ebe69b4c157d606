import { setImmediate as proximaVolta } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { contextoAtual, withContext } from './context.ts';

describe('withContext', () => {
  it('is empty outside and carries its fields through everything awaited inside', async () => {
    expect(contextoAtual()).toEqual({});
    const dentro = await withContext({ correlationId: 'c1' }, async () => {
      await proximaVolta();
      return contextoAtual();
    });
    expect(dentro).toEqual({ correlationId: 'c1' });
    expect(contextoAtual()).toEqual({});
  });

  it('nests: the inner value of a field wins and ends with its function', () => {
    withContext({ correlationId: 'c1', job: 'a' }, () => {
      expect(withContext({ job: 'b' }, contextoAtual)).toEqual({ correlationId: 'c1', job: 'b' });
      expect(contextoAtual()).toEqual({ correlationId: 'c1', job: 'a' });
    });
  });

  it('keeps parallel runs apart', async () => {
    const correr = (id: string) =>
      withContext({ correlationId: id }, async () => {
        await proximaVolta();
        return contextoAtual()['correlationId'];
      });
    expect(await Promise.all([correr('a'), correr('b'), correr('c')])).toEqual(['a', 'b', 'c']);
  });
});
