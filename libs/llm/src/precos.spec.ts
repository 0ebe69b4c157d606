import { describe, expect, it } from '@jest/globals';
import { custoMicroUsd } from './precos.ts';

const nada = { entrada: 0, cacheEscrita5m: 0, cacheEscrita1h: 0, cacheLeitura: 0, saida: 0 };
const milhao = 1_000_000;

describe('the price of a call', () => {
  it.each([
    ['claude-haiku-5-5', { entrada: 50_000 }, 0.005],
    ['claude-haiku-5-5', { saida: milhao }, 0.5],
    ['claude-haiku-5-5', { cacheEscrita5m: 80_000 }, 0.01],
    ['claude-haiku-5-5', { cacheEscrita1h: 50_000 }, 0.01],
    ['claude-haiku-5-5', { cacheLeitura: 100_000 }, 0.001],
    ['claude-haiku-5-5', { entrada: 200_000 }, 0.1],
    ['claude-sonnet-5-5', { cacheLeitura: milhao }, 0.1],
    ['claude-sonnet-5', { cacheLeitura: milhao }, 0.2],
    ['claude-haiku-4-5-20251001', { entrada: milhao, saida: milhao }, 6],
    ['modelo-novo', { entrada: milhao }, 10],
  ])('%s with %j costs %d dollars', (modelo, tokens, dolares) => {
    expect(custoMicroUsd(modelo, { ...nada, ...tokens })).toBe(Math.round(dolares * milhao));
  });

  it('rounds up, so that many small calls cannot hide from the budget', () => {
    expect(custoMicroUsd('claude-haiku-5-5', { ...nada, entrada: 1 })).toBe(1);
  });
});
