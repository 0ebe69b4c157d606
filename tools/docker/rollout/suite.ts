import assert from 'node:assert/strict';
import type { Report } from '../report.ts';
import type { SuiteContext } from '../context.ts';
import { SERVICOS } from './builds.ts';
import { Cena, PRIMEIRA } from './cena.ts';
import { checkRuins } from './ruins.ts';
import { checkScriptMorto } from './script-morto.ts';
import { checkTrocas, SEGUNDA } from './trocas.ts';

/** Short, as nothing is expected of a good build; the one that crashes late is watched for longer. */
const OBSERVACAO_S = '3';

/** `./julia rollout` and `rollback` on a whole installation, with webhooks arriving all the while. */
export async function checkRollout(report: Report, { env }: SuiteContext): Promise<void> {
  const cena = await report.setup('an installation for rollouts is up', () =>
    Cena.montar(env, 'rollout', { ROLLOUT_OBSERVACAO_S: OBSERVACAO_S }),
  );
  try {
    await checkTrocas(report, cena);
    await checkRuins(report, cena);
    await checkScriptMorto(report, cena);
    await checkVolta(report, cena);
  } finally {
    await cena.desmontar();
    await report.check('rollouts leave no container, network or volume behind', async () => {
      assert.deepEqual(await cena.projeto.restos(), []);
    });
  }
}

/** What an admin does the day after: back to the release before, restart the machine, start everything as usual. */
async function checkVolta(report: Report, cena: Cena): Promise<void> {
  const servico = 'julia-scheduler';
  await report.check('rollback finds the release before by itself', async () => {
    assert.equal((await cena.julia(['rollout', servico, SEGUNDA])).codigo, 0);
    const { codigo, texto } = await cena.julia(['rollback', servico]);
    assert.equal(codigo, 0, texto);
    assert.doesNotMatch(texto, /docker pull/);
    await cena.conferirRelease(servico, PRIMEIRA);
  });
  await report.check('a release survives restarts and a plain up -d', async () => {
    assert.equal((await cena.julia(['rollout', servico, SEGUNDA])).codigo, 0);
    await cena.projeto.exigir('restart');
    await cena.projeto.exigir('up', '-d');
    await cena.conferirRelease(servico, SEGUNDA);
    // The first plain one may replace the container: made with --no-deps, it lacks the mark of its dependencies.
    const antes = await cena.projeto.estado(servico);
    await cena.projeto.exigir('up', '-d');
    assert.equal((await cena.projeto.estado(servico))?.id, antes?.id, 'the same container');
  });
  await report.check(
    'update migrates first, swaps the services that lag and no other',
    async () => {
      const { codigo, texto } = await cena.julia(['update', '--continuar', '--local', SEGUNDA]);
      assert.equal(codigo, 0, texto);
      for (const cada of SERVICOS) await cena.conferirRelease(cada, SEGUNDA);
      assert.match(
        texto,
        /Migrações de[^]*julia-worker →[^]*julia-api →[^]*julia-scheduler →[^]*Já está em[^]*Atualizada/,
      );
    },
  );
}
