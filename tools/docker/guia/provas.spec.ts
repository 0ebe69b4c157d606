import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '../images.ts';
import { comandosDaTabela, provasDoGuia } from './provas.ts';

describe('the proofs of the guide', () => {
  it('are the bash blocks after the mark, with heading and line', () => {
    const texto = '# Guia\n\n## Subir\n\n<!-- prova -->\n\n```bash\na\nb\n```\n\n```bash\nc\n```\n';
    expect(provasDoGuia(texto)).toEqual([{ titulo: 'Subir', linha: 8, comandos: 'a\nb' }]);
  });

  it('refuse a mark that no block follows', () => {
    expect(() => provasDoGuia('<!-- prova -->\n\ntexto\n')).toThrow('linha 1');
    expect(() => provasDoGuia('<!-- prova -->\n\n```bash\nsem fim\n')).toThrow('linha 1');
  });

  it('include the commands of a table', () => {
    const texto =
      '\n## Antes\n\n| item | comando |\n| --- | --- |\n| a b | `x --y` |\n\n## Outra\n\n| c | `z` |\n';
    expect(comandosDaTabela(texto, 'Antes')).toEqual([{ item: 'a b', comando: 'x --y' }]);
  });

  it('exist in the guide itself', async () => {
    const guia = await readFile(join(ROOT, 'DEPLOY.md'), 'utf8');
    expect(provasDoGuia(guia).length).toBeGreaterThan(3);
    expect(comandosDaTabela(guia, 'Antes de entrar no ar').map(({ item }) => item)).toEqual([
      'variáveis',
      'segredos',
      'saúde',
      'logs',
      'backup',
      'monitoramento',
    ]);
  });
});
