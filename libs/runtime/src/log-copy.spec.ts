import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { comCopiaEmArquivo } from './log-copy.ts';
import { criarLogger } from './logger.ts';

const ate = async (condicao: () => boolean) => {
  const limite = Date.now() + 5_000;
  while (!condicao()) {
    if (Date.now() > limite) throw new Error('condition not met in time');
    await new Promise(setImmediate);
  }
};

describe('the copy of the log', () => {
  let pasta: string;
  let linhas: string[];
  const saida = { write: (linha: string) => void linhas.push(linha) };
  const criar = (copiaEm: string) =>
    criarLogger({
      servico: 'api',
      versao: '1',
      ambiente: 'test',
      debug: false,
      destino: saida,
      copiaEm,
    });
  const ler = (nome: string) => readFileSync(join(pasta, nome), 'utf8');

  beforeEach(() => {
    pasta = mkdtempSync(join(tmpdir(), 'julia-log-'));
    linhas = [];
  });
  afterEach(() => {
    chmodSync(pasta, 0o700);
    rmSync(pasta, { recursive: true });
  });

  it('holds the same lines as standard output', async () => {
    const dir = join(pasta, 'novo');
    const logger = criar(dir);
    logger.info({ ms: 1 }, 'um');
    logger.error('dois');
    expect(linhas).toHaveLength(2);
    await ate(() => readdirSync(dir).includes('api.log') && ler('novo/api.log').includes('dois'));
    expect(ler('novo/api.log')).toBe(linhas.join(''));
  });

  it('keeps three files at most', async () => {
    const copia = comCopiaEmArquivo(saida, {
      dir: pasta,
      servico: 'api',
      tamanho: '1K',
      aoFalhar: (erro) => {
        throw erro;
      },
    });
    for (let i = 0; i < 60; i++) {
      copia.write(`${String(i).padStart(4, '0')} ${'x'.repeat(200)}\n`);
      await new Promise(setImmediate);
    }
    await ate(() => readdirSync(pasta).length === 3);
    expect(readdirSync(pasta).sort()).toEqual(['api.1.log', 'api.2.log', 'api.log']);
    for (const nome of readdirSync(pasta)) expect(ler(nome).length).toBeLessThan(4_096);
  });

  it('is given up with one warning where nothing can be written, and every line still goes out', () => {
    writeFileSync(join(pasta, 'arquivo'), '');
    const logger = criar(join(pasta, 'arquivo'));
    logger.info('um');
    logger.info('dois');
    expect(linhas.map((linha) => (JSON.parse(linha) as { msg: string }).msg)).toEqual([
      'log copy is off: its folder cannot be written',
      'um',
      'dois',
    ]);
    expect(linhas[0]).toContain('"level":40');
  });

  it('is given up once when its folder goes away later, and every line still goes out', async () => {
    const falhas: unknown[] = [];
    const dir = join(pasta, 'some');
    const copia = comCopiaEmArquivo(saida, {
      dir,
      servico: 'api',
      tamanho: '1K',
      aoFalhar: (erro) => falhas.push(erro),
    });
    copia.write('primeira\n');
    await ate(() => readdirSync(dir).includes('api.log'));
    rmSync(dir, { recursive: true });
    writeFileSync(dir, '');
    for (let i = 0; i < 30; i++) copia.write(`${'x'.repeat(200)}\n`);
    await ate(() => falhas.length > 0);
    copia.write('ultima\n');
    expect(falhas).toHaveLength(1);
    expect(linhas).toHaveLength(32);
  });
});
