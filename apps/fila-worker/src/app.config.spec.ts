import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { lerExemplo } from '@julia/config';
import { Env } from './app.config.ts';

const exemplo = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');

describe('the configuration of the worker', () => {
  it('is what .env.example says that the worker reads', () => {
    const lidas = lerExemplo(exemplo).filter(({ leitores }) =>
      leitores.some((leitor) => leitor === 'worker' || leitor === 'todos'),
    );
    expect(lidas.map(({ nome }) => nome).sort()).toEqual(Object.keys(Env).sort());
  });
});
