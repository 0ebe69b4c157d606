import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Engine } from '../client.ts';
import { interruptCommands } from '../command.ts';
import { buildImages, prepareContext } from '../context.ts';
import { garantirDocker } from '../engine.ts';
import { buildIdentity, ROOT } from '../images.ts';
import { Report } from '../report.ts';
import { emPalavras } from '../trafego/medida.ts';
import { SERVICOS } from './builds.ts';
import { Cena, PRIMEIRA } from './cena.ts';
import { pagina } from './tabela.ts';
import { SEGUNDA, semPerda, trocar, type Troca } from './trocas.ts';

/**
 * `npm run test:rollout -- --vezes 20`: that many rollouts of each service under load; the table of what was counted is
 * docs/rollout-medido.md, written after each of them. `--imagens-prontas` takes the images that are there.
 */
const { values: opcoes } = parseArgs({
  options: {
    vezes: { type: 'string', default: '20' },
    'imagens-prontas': { type: 'boolean', default: false },
  },
});
const PAGINA = join(ROOT, 'docs/rollout-medido.md');

async function prepararImagens(engine: Engine): Promise<NodeJS.ProcessEnv> {
  const context = await prepareContext(engine);
  if (!opcoes['imagens-prontas']) await buildImages(context);
  return context.env;
}

async function medirRollouts(report: Report, engine: Engine): Promise<void> {
  const env = await report.setup('images are built', () => prepararImagens(engine));
  const { version } = await buildIdentity();
  const vezes = Number(opcoes.vezes);
  const trocas: Troca[] = [];
  const cena = await report.setup('an installation is up', () =>
    Cena.montar(env, 'vezes', { ROLLOUT_OBSERVACAO_S: '3' }),
  );
  try {
    for (const servico of SERVICOS) await cena.builds.fazer(servico, SEGUNDA.slice(1));
    for (let vez = 0; vez < vezes; vez += 1) {
      for (const servico of SERVICOS) {
        const para = vez % 2 === 0 ? SEGUNDA : PRIMEIRA;
        await report.check(`${vez + 1}: ${servico} → ${para}`, async () => {
          const troca = await trocar(cena, servico, para);
          trocas.push(troca);
          console.log(`      ${emPalavras(troca.medida)}; ${troca.segundos.toFixed(0)} s`);
          const rodada = { vezes, docker: engine.version, versao: version, fim: new Date() };
          await writeFile(PAGINA, pagina(trocas, rodada));
          semPerda(troca);
        });
      }
    }
  } finally {
    await cena.desmontar();
  }
}

const report = new Report();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interruptCommands);
let engine: Engine | undefined;
try {
  engine = await garantirDocker();
  await medirRollouts(report, engine);
} catch (error) {
  report.fail(error instanceof Error ? error.message : String(error));
} finally {
  await engine?.stop();
  report.close();
  process.exitCode = report.failed > 0 ? 1 : 0;
}
