import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import * as pecas from './env.ts';
import { lerExemplo } from './env-example.ts';
import { loadConfig, type EnvShape } from './load-config.ts';

const arquivo = fileURLToPath(new URL('../../../.env.example', import.meta.url));
const texto = readFileSync(arquivo, 'utf8');
const exemplo = lerExemplo(texto);
/** Whose variables are the schemas'; the others are for Compose and the programs beside ours. */
const nossos = ['api', 'worker', 'scheduler', 'todos', 'migracoes'];
const vizinhos = [
  'compose',
  'julia',
  'edge',
  'redis',
  'evolution',
  'chatwoot',
  'banco',
  'simulador',
];
const outros = [...vizinhos, 'backup', 'observabilidade', 'reservada'];

/** As the first operators know them. */
const nomesDeSempre =
  'APP_NAME ENVIRONMENT DEBUG SUPABASE_URL SUPABASE_SERVICE_KEY ANTHROPIC_API_KEY LLM_MODEL LLM_MODEL_COMPLEX ' +
  'EVOLUTION_API_URL EVOLUTION_API_KEY EVOLUTION_INSTANCE CHATWOOT_URL CHATWOOT_API_KEY CHATWOOT_ACCOUNT_ID ' +
  'CHATWOOT_INBOX_ID SLACK_WEBHOOK_URL SLACK_CHANNEL REDIS_URL NOME_EMPRESA JULIA_API_URL';
const valoresDeSempre = {
  MAX_MSGS_POR_HORA: '20',
  MAX_MSGS_POR_DIA: '100',
  HORARIO_INICIO: '08:00',
  HORARIO_FIM: '20:00',
  MAX_MENSAGEM_CHARS: '4000',
  MAX_MENSAGEM_CHARS_TRUNCAR: '10000',
  MAX_MENSAGEM_CHARS_REJEITAR: '50000',
};
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
    const dosServicos = exemplo.filter(({ leitores }) => leitores.some((l) => nossos.includes(l)));
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
        conhecidos: leitores.every((l) => [...nossos, ...outros].includes(l)),
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

  it('keeps the names and values that operators know', () => {
    const valores = Object.fromEntries(exemplo.map(({ nome, valor }) => [nome, valor]));
    expect(Object.keys(valores)).toEqual(expect.arrayContaining(nomesDeSempre.split(' ')));
    expect(valores).toMatchObject(valoresDeSempre);
    expect(texto).toContain('claude-3-5-haiku-20241022');
    expect(texto).toContain('claude-sonnet-4-20250514');
  });

  it('means the same to a shell as to Node', () => {
    // A clean environment, so that only the file speaks. `env -0` keeps every byte of a value.
    const saida = execFileSync('sh', ['-c', 'set -a; . "$0"; env -0', arquivo], {
      env: { PATH: process.env['PATH'] },
      encoding: 'utf8',
    });
    const doShell = Object.fromEntries(
      saida
        .split('\0')
        .map((par) => [par.slice(0, par.indexOf('=')), par.slice(par.indexOf('=') + 1)]),
    );
    expect(doShell).toMatchObject(parseEnv(texto));
  });

  it('writes values with a blank, # or $ between simple quotes, which everybody reads alike', () => {
    for (const linha of texto.split('\n')) {
      const valor = /^[A-Z][A-Z0-9_]*=(.*)$/.exec(linha)?.[1] ?? '';
      expect([linha, /^('[^']*'|[^\s#$"'\\`&;|<>()*?!~]*)$/.test(valor)]).toEqual([linha, true]);
    }
  });
});
