import assert from 'node:assert/strict';
import type { Report } from '../report.ts';
import type { Variaveis } from '../projeto-arquivos.ts';
import type { DoMundo } from './passos.ts';
import type { Prova } from './provas.ts';
import type { Servidor } from './servidor.ts';

/** The guide and its blocks for one server. */
export interface Guia {
  readonly texto: string;
  readonly provas: readonly Prova[];
}

interface Opcoes {
  readonly mundo: DoMundo;
  /** Filled in beside what a block names: what the prose says about neighbours that run elsewhere. */
  readonly outras?: Variaveis;
  readonly antes?: (prova: Prova) => Promise<void>;
  /** By heading: what must be true after its block, which said this. */
  readonly depois?: Readonly<Record<string, (disse: string) => Promise<void> | void>>;
}

/** Block by block. The first one makes the installation: without it the others would only repeat its failure. */
export async function seguirProvas(
  report: Report,
  servidor: Servidor,
  provas: readonly Prova[],
  { mundo, outras, antes, depois = {} }: Opcoes,
): Promise<void> {
  for (const [n, prova] of provas.entries()) {
    const { titulo, linha, comandos } = prova;
    const nome = `DEPLOY.md, "${titulo}" (linha ${linha}) funciona como está escrito`;
    await report[n === 0 ? 'setup' : 'check'](nome, async () => {
      await antes?.(prova);
      const disse = await servidor.seguir(comandos, mundo, outras);
      await depois[titulo]?.(disse);
    });
  }
}

/** `curl` succeeds whatever the answer is. */
export function conferirSaude(disse: string): void {
  assert.match(disse, /"status":"ok"/);
}
