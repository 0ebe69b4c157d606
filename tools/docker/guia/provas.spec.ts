import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '../images.ts';
import { passosDe } from './passos.ts';
import { comandosDaTabela, exigirFrase, provasDoGuia } from './provas.ts';
import { FRASES, LUGARES, VARIAVEIS } from './valores.ts';

const guia = () => readFile(join(ROOT, 'DEPLOY.md'), 'utf8');

describe('the proofs of the guide', () => {
  it('are its bash blocks, with server, heading and line', () => {
    const texto =
      '# Guia\n\n## Subir\n\n<!-- prova: ensaio -->\n\n```bash\n# a\nb\n```\n\n<!-- prova: local -->\n```bash\nc\n```\n';
    expect(provasDoGuia(texto)).toEqual([
      { servidor: 'ensaio', titulo: 'Subir', linha: 8, comandos: '# a\nb' },
      { servidor: 'local', titulo: 'Subir', linha: 14, comandos: 'c' },
    ]);
  });

  it.each([
    ['a block without a mark', '## A\n\n```bash\na\n```\n', 'linha 3'],
    [
      'a second block after one mark',
      '<!-- prova: local -->\n```bash\na\n```\n\n```bash\nb\n```\n',
      'linha 6',
    ],
    ['a mark that no block follows', '<!-- prova: local -->\n\ntexto\n', 'linha 1'],
    ['a mark at the end', '\n<!-- prova: local -->\n', 'linha 2'],
    ['a block without an end', '<!-- prova: local -->\n\n```bash\nsem fim\n', 'linha 3'],
    ['a server that is none', '<!-- prova: lua -->\n```bash\na\n```\n', '"lua"'],
    ['an indented block without a mark', '1. Passo\n\n   ```bash\n   a\n   ```\n', 'linha 3'],
  ])('refuse %s', (_, texto, motivo) => {
    expect(() => provasDoGuia(texto)).toThrow(motivo);
  });

  it('include the commands of a table', () => {
    const texto =
      '\n## Antes\n\n| item | comando |\n| --- | --- |\n| a b | `x --y` |\n\n## Outra\n\n| c | `z` |\n';
    expect(comandosDaTabela(texto, 'Antes')).toEqual([{ item: 'a b', comando: 'x --y' }]);
  });

  it('rest on sentences that are there, wherever their lines break', () => {
    expect(() => exigirFrase('Tire o perfil\nda lista.', 'Tire o perfil da lista')).not.toThrow();
    expect(() => exigirFrase('Outra coisa.', 'Tire o perfil')).toThrow('Tire o perfil');
  });
});

describe('DEPLOY.md', () => {
  it('has no bash block that nobody follows, and each server has some', async () => {
    const servidores = provasDoGuia(await guia()).map(({ servidor }) => servidor);
    expect(new Set(servidores)).toEqual(new Set(['ensaio', 'local', 'producao']));
  });

  it('asks for nothing that the outside world of the suite does not give', async () => {
    const dado = (nomes: readonly string[]) => Object.fromEntries(nomes.map((nome) => [nome, 'x']));
    const mundo = { lugares: dado(LUGARES), variaveis: dado(VARIAVEIS) };
    for (const { comandos } of provasDoGuia(await guia())) {
      expect(passosDe(comandos, mundo).length).toBeGreaterThan(0);
    }
  });

  it('says what the suite does in prose', async () => {
    const texto = await guia();
    for (const frase of Object.values(FRASES))
      expect(() => exigirFrase(texto, frase)).not.toThrow();
  });

  it('goes live after six commands', async () => {
    expect(comandosDaTabela(await guia(), 'Antes de entrar no ar').map(({ item }) => item)).toEqual(
      ['variáveis', 'segredos', 'saúde', 'logs', 'backup', 'monitoramento'],
    );
  });
});
