import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** What this reads of the report that Jest writes with `--json`. */
interface RelatorioJest {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
  numPendingTests: number;
  testResults: {
    name: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
}

export interface Resumo {
  readonly passed: number;
  readonly failed: number;
  /** Skipped tests, a line per project. */
  readonly puladas: readonly string[];
  /** A line per failed test or broken spec file: file, test, and the first lines of its message. */
  readonly falhas: readonly string[];
}

/** Lines of a message that are worth a place in a list. */
const linhasDaMensagem = 6;

/** What Jest wrote per project; Nx restores the files of projects whose tests did not have to run again. */
export function lerRelatorios(pasta: string, raiz: string): Resumo {
  const resumo = { passed: 0, failed: 0, puladas: [] as string[], falhas: [] as string[] };
  for (const arquivo of existsSync(pasta) ? readdirSync(pasta).sort() : []) {
    const relatorio = JSON.parse(readFileSync(join(pasta, arquivo), 'utf8')) as RelatorioJest;
    resumo.passed += relatorio.numPassedTests;
    resumo.failed += relatorio.numFailedTests + relatorio.numRuntimeErrorTestSuites;
    if (relatorio.numPendingTests > 0) {
      resumo.puladas.push(`${arquivo}: ${relatorio.numPendingTests} tests skipped`);
    }
    resumo.falhas.push(...falhasDe(relatorio, raiz));
  }
  return resumo;
}

function falhasDe(relatorio: RelatorioJest, raiz: string): string[] {
  return relatorio.testResults.flatMap(({ name, message, assertionResults }) => {
    const arquivo = relative(raiz, name);
    const falhas = assertionResults.filter(({ status }) => status === 'failed');
    // A file that could not be loaded has a message and no test.
    if (assertionResults.length === 0 && message !== '') return [emLinhas(arquivo, message)];
    return falhas.map(({ fullName, failureMessages }) =>
      emLinhas(`${arquivo}: ${fullName}`, failureMessages.join('\n')),
    );
  });
}

function emLinhas(titulo: string, mensagem: string): string {
  const linhas = stripVTControlCharacters(mensagem)
    .split('\n')
    .filter((linha) => linha.trim() !== '');
  return [titulo, ...linhas.slice(0, linhasDaMensagem).map((linha) => `      ${linha}`)].join('\n');
}
