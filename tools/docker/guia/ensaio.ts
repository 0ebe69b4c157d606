import assert from 'node:assert/strict';
import { copiarArquivos } from '../projeto-arquivos.ts';
import type { Report } from '../report.ts';
import { exigirFrase } from './provas.ts';
import { conferirSaude, seguirProvas, type Guia } from './seguir.ts';
import { Servidor } from './servidor.ts';
import { FRASES } from './valores.ts';

const SEM_MUNDO = { lugares: {}, variaveis: {} };

/** The rehearsal, which needs nobody: from a folder as `git clone` leaves it until its data are gone again. */
export async function seguirEnsaio(
  report: Report,
  { texto, provas }: Guia,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const servidor = await Servidor.criar('ensaio', env);
  try {
    await copiarArquivos(servidor.pasta, false);
    await seguirProvas(report, servidor, provas, {
      mundo: SEM_MUNDO,
      depois: { 'Ensaio em cinco minutos': conferirSaude },
    });
    await report.check('`docker compose down` termina o ensaio e deixa os dados', async () => {
      exigirFrase(texto, FRASES.parar);
      assert.deepEqual(await servidor.restos().volumesSemNome(), []);
      await servidor.executar('docker compose down');
      assert.deepEqual(await servidor.restos().conteineres(), []);
      assert.notDeepEqual(await servidor.restos().volumes(), []);
    });
    await report.check('`docker compose down --volumes` não deixa nada', async () => {
      exigirFrase(texto, FRASES.apagar);
      await servidor.executar('docker compose down --volumes');
      assert.deepEqual(await servidor.restos().listar(), []);
    });
  } finally {
    await servidor.remover();
    await report.check('nada do ensaio fica para trás', async () => {
      assert.deepEqual(await servidor.restos().listar(), []);
    });
  }
}
