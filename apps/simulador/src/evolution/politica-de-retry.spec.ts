import { describe, expect, it } from '@jest/globals';
import { decidirRetry } from './politica-de-retry.ts';

const semJitter = () => 0.5;

describe('retries of a webhook', () => {
  it('doubles from 5 s to 300 s and gives up at the tenth try', () => {
    const esperas = Array.from({ length: 10 }, (_, i) => {
      const decisao = decidirRetry(i + 1, 503, 1, semJitter);
      return decisao.tipo === 'repetir' ? decisao.esperaMs / 1000 : decisao.tipo;
    });
    expect(esperas).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300, 'perdido']);
  });

  it.each([
    [200, 'entregue'],
    [204, 'entregue'],
    [301, 'entregue'],
    [400, 'perdido'],
    [401, 'perdido'],
    [403, 'perdido'],
    [404, 'perdido'],
    [422, 'perdido'],
    [413, 'repetir'],
    [429, 'repetir'],
    [500, 'repetir'],
    [null, 'repetir'],
  ])('after %p: %s', (status, tipo) => {
    expect(decidirRetry(1, status, 1, semJitter).tipo).toBe(tipo);
  });

  it('stays within a fifth of the delay, never below 5 s, scaled as a whole', () => {
    expect(decidirRetry(2, 500, 1, () => 0)).toEqual({ tipo: 'repetir', esperaMs: 8_000 });
    expect(decidirRetry(2, 500, 1, () => 1)).toEqual({ tipo: 'repetir', esperaMs: 12_000 });
    expect(decidirRetry(1, 500, 0.01, () => 0)).toEqual({ tipo: 'repetir', esperaMs: 50 });
  });
});
