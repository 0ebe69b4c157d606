import assert from 'node:assert/strict';
import type { Report } from '../report.ts';
import type { ContaPropria } from './conta-propria.ts';
import { exigirFrase } from './provas.ts';
import { conferirSaude, seguirProvas, type Guia } from './seguir.ts';
import { FRASES } from './valores.ts';

/** With accounts of one's own on one's own machine. The images are built on the way. */
export async function seguirLocal(
  report: Report,
  { texto, provas }: Guia,
  { servidor, doMundo, semVizinhos }: ContaPropria,
): Promise<void> {
  exigirFrase(texto, FRASES.semVizinhos);
  exigirFrase(texto, FRASES.evolutionQueExiste);
  await seguirProvas(report, servidor, provas, {
    mundo: doMundo,
    outras: semVizinhos,
    depois: { 'Instalação local': conferirSaude },
  });
  await report.check('`docker compose build` constrói as três imagens', async () => {
    exigirFrase(texto, FRASES.construir);
    await servidor.executar('docker compose build');
  });
  await report.check(
    '`docker compose down --volumes` não deixa nada da instalação local',
    async () => {
      await servidor.executar('docker compose down --volumes');
      assert.deepEqual(await servidor.restos().listar(), []);
    },
  );
}
