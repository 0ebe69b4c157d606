import { describe, expect, it } from '@jest/globals';
import { enxugarCorpo } from './enxugar-corpo.ts';

describe('enxugarCorpo', () => {
  it('keeps everything a person could have written', () => {
    const corpo = {
      data: { message: { conversation: 'á'.repeat(60_000) }, lista: [1, null, true] },
    };
    expect(JSON.parse(enxugarCorpo(corpo))).toEqual(corpo);
  });

  it('cuts inlined media and stays JSON', () => {
    const corpo = { data: { message: { base64: 'A'.repeat(4_000_000), caption: 'foto' } } };
    const texto = enxugarCorpo(corpo);
    expect(texto.length).toBeLessThan(1_000);
    expect(JSON.parse(texto)).toMatchObject({ data: { message: { caption: 'foto' } } });
  });
});
