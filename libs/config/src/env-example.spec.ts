import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import * as pecas from './env.ts';
import { lerExemplo } from './env-example.ts';
import { loadConfig, type EnvShape } from './load-config.ts';

const exemplo = lerExemplo(readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8'));
const ehPeca = (valor: unknown): valor is EnvShape =>
  typeof valor === 'object' &&
  valor !== null &&
  Object.values(valor).every((item) => item instanceof z.ZodType);
const schemas: EnvShape = Object.assign(
  {},
  pecas.runtimeEnv(8000),
  ...Object.values(pecas).filter(ehPeca),
) as EnvShape;

describe('.env.example', () => {
  it('documents every variable that a schema reads, and nothing else', () => {
    expect(exemplo.map(({ nome }) => nome).sort()).toEqual(Object.keys(schemas).sort());
  });

  it('says of each variable who reads it and what it is for', () => {
    for (const { nome, leitores, comentario } of exemplo) {
      expect({
        nome,
        conhecidos: leitores.every((l) => /^(api|worker|scheduler|todos)$/.test(l)),
      }).toEqual({
        nome,
        conhecidos: true,
      });
      expect(comentario.length).toBeGreaterThan(20);
    }
  });

  it('shows the default that is used when the variable is left out', () => {
    for (const { nome, valor } of exemplo) {
      const schema = schemas[nome];
      const padrao = schema?.safeParse(undefined);
      if (!schema || !padrao?.success || valor === '') continue;
      expect([nome, loadConfig({ [nome]: schema }, { env: { [nome]: valor } })[nome]]).toEqual([
        nome,
        padrao.data,
      ]);
    }
  });
});
