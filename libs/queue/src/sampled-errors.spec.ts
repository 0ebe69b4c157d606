import { describe, expect, it } from '@jest/globals';
import { MemoryLog } from '../test/memory-log.ts';
import { SampledErrors } from './sampled-errors.ts';

describe('sampled errors', () => {
  it('log the first of a source at once and then one line in ten seconds with the count held back', () => {
    let agora = 0;
    const log = new MemoryLog();
    const errors = new SampledErrors(log, () => agora);
    for (agora = 0; agora < 25_000; agora++)
      errors.registrar('envios', new Error('OOM command not allowed'));
    expect(log.linhas.map(({ fatos }) => fatos['suprimidos'])).toEqual([0, 9_999, 9_999]);
    expect(log.linhas[0]).toMatchObject({
      nivel: 'error',
      fatos: { origem: 'envios', err: 'OOM' },
    });
  });

  it('count each source by itself', () => {
    const log = new MemoryLog();
    const errors = new SampledErrors(log, () => 0);
    errors.registrar('envios', new Error('x'));
    errors.registrar('conversas', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
    errors.registrar('conversas', 'texto');
    expect(log.linhas.map(({ fatos }) => [fatos['origem'], fatos['err']])).toEqual([
      ['envios', 'Error'],
      ['conversas', 'ECONNREFUSED'],
    ]);
  });
});
