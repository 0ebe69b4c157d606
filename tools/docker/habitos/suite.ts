import assert from 'node:assert/strict';
import { ProjetoCompose } from '../projeto-compose.ts';
import type { Report } from '../report.ts';
import type { SuiteContext } from '../context.ts';
import { checkCommands } from './comandos.ts';
import { checkConfiguration } from './configuracao.ts';
import { checkContainers } from './conteineres.ts';
import { checkRedis } from './redis.ts';
import { checkSecretFiles } from './segredos.ts';
import { checkRebuild } from './reconstruir.ts';

const UP_LIMIT_MS = 90_000;
/** A machine too busy for that fails one check and can still say something about the others. */
const SLOW_MACHINE_MS = 300_000;
const PHONE = '5511987650001';

/** The lines that operators have in their fingers, each one run as it stands in the specification of the deployment. */
export async function checkHabits(report: Report, context: SuiteContext): Promise<void> {
  await inProject(report, context, 'habitos', async (projeto) => {
    await checkConfiguration(report, projeto);
    const ms = await report.setup(
      '`docker compose up -d` makes the whole core healthy',
      async () => {
        const inicio = performance.now();
        await projeto.subir(SLOW_MACHINE_MS);
        return performance.now() - inicio;
      },
    );
    await report.check(`in under 90 s: ${(ms / 1_000).toFixed(0)} s`, () => {
      assert.ok(ms < UP_LIMIT_MS);
      return Promise.resolve();
    });
    await report.check('a message that came in through the edge is answered', async () => {
      await projeto.escrever(PHONE, 'oi, tem plantão de anestesia essa semana?');
      const [resposta] = await projeto.esperarResposta(PHONE);
      assert.ok(resposta);
    });
    await checkContainers(report, projeto);
    await checkCommands(report, projeto);
    await checkRedis(report, projeto);
    await checkRebuild(report, projeto, context);
  });
  await inProject(report, context, 'segredos', (projeto) => checkSecretFiles(report, projeto), {
    arquivos: ['evolution.yaml', 'chatwoot.yaml', 'segredos.yaml', 'segredos-simulador.yaml'],
  });
}

async function inProject(
  report: Report,
  { env }: SuiteContext,
  nome: string,
  check: (projeto: ProjetoCompose) => Promise<void>,
  opcoes: { arquivos?: readonly string[] } = {},
): Promise<void> {
  const projeto = await ProjetoCompose.criar({
    env,
    nome,
    comFontes: nome === 'habitos',
    ...opcoes,
  });
  try {
    await check(projeto);
  } finally {
    await projeto.remover();
    await report.check(`nothing of the project ${nome} is left behind`, async () => {
      assert.deepEqual(await projeto.restos(), []);
    });
  }
}
