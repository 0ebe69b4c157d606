import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lerRelatorios } from './relatorios.ts';

let pasta: string;

beforeEach(() => {
  pasta = mkdtempSync(join(tmpdir(), 'relatorios-'));
});

afterEach(() => rmSync(pasta, { recursive: true }));

function escrever(projeto: string, relatorio: object): void {
  const vazio = {
    numPassedTests: 0,
    numFailedTests: 0,
    numRuntimeErrorTestSuites: 0,
    numPendingTests: 0,
    testResults: [],
  };
  writeFileSync(join(pasta, `${projeto}.json`), JSON.stringify({ ...vazio, ...relatorio }));
}

describe('the reports of all projects', () => {
  it('are nothing where nothing ran', () => {
    const nada = { passed: 0, failed: 0, puladas: [], falhas: [] };
    expect(lerRelatorios(join(pasta, 'nao-existe'), '/raiz')).toEqual(nada);
  });

  it('add up, and name each failed test with the beginning of its message', () => {
    escrever('a', { numPassedTests: 2, numPendingTests: 1 });
    escrever('b', {
      numPassedTests: 1,
      numFailedTests: 1,
      testResults: [
        {
          name: '/raiz/libs/b/src/x.spec.ts',
          message: 'everything at once',
          assertionResults: [
            { status: 'passed', fullName: 'x works', failureMessages: [] },
            {
              status: 'failed',
              fullName: 'x holds',
              failureMessages: ['\u001b[31mexpected 1\u001b[39m\n\n1\n2\n3\n4\n5\n6\n7'],
            },
          ],
        },
      ],
    });
    expect(lerRelatorios(pasta, '/raiz')).toEqual({
      passed: 3,
      failed: 1,
      puladas: ['a.json: 1 tests skipped'],
      falhas: [
        [
          'libs/b/src/x.spec.ts: x holds',
          ...['expected 1', '1', '2', '3', '4', '5'].map((linha) => `      ${linha}`),
        ].join('\n'),
      ],
    });
  });

  it('name a spec file that could not be loaded', () => {
    escrever('c', {
      numRuntimeErrorTestSuites: 1,
      testResults: [{ name: '/raiz/c.spec.ts', message: 'no module', assertionResults: [] }],
    });
    expect(lerRelatorios(pasta, '/raiz')).toMatchObject({
      failed: 1,
      falhas: ['c.spec.ts\n      no module'],
    });
  });
});
