import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { lerExemplo } from '@julia/config';
import { Env } from './app.config.ts';

const exemplo = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');

describe('the configuration of the scheduler', () => {
  it('is what .env.example says that the scheduler reads', () => {
    const lidas = lerExemplo(exemplo).filter(({ leitores }) =>
      leitores.some((leitor) => leitor === 'scheduler' || leitor === 'todos'),
    );
    expect(lidas.map(({ nome }) => nome).sort()).toEqual(Object.keys(Env).sort());
  });

  it('holds no secret of database, queue, model or WhatsApp', () => {
    const segredos = Object.keys(Env).filter((nome) => /KEY|TOKEN|SECRET|_URL$/.test(nome));
    expect(segredos.sort()).toEqual(['JULIA_API_TOKEN', 'JULIA_API_URL', 'JULIA_JOBS_TOKEN']);
  });
});
