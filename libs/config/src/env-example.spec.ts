import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import * as pecas from './env.ts';
import { lerExemplo } from './env-example.ts';
import { loadConfig, type EnvShape } from './load-config.ts';

const exemplo = lerExemplo(readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8'));
const servicos = ['api', 'worker', 'scheduler', 'todos'];
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
  it('documents every variable that a schema reads, and of the services nothing else', () => {
    const dosServicos = exemplo.filter(({ leitores }) =>
      leitores.some((l) => servicos.includes(l)),
    );
    expect(dosServicos.map(({ nome }) => nome).sort()).toEqual(Object.keys(schemas).sort());
  });

  it('names a variable once', () => {
    const nomes = exemplo.map(({ nome }) => nome);
    expect(nomes.filter((nome, i) => nomes.indexOf(nome) !== i)).toEqual([]);
  });

  it('says of each variable who reads it (our services, compose or a neighbour) and what it is for', () => {
    for (const { nome, leitores, comentario } of exemplo) {
      expect({
        nome,
        conhecidos: leitores.every((l) => /^[a-z][a-z-]*$/.test(l)),
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
