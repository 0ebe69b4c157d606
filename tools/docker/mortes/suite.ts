import assert from 'node:assert/strict';
import { waitFor } from '../command.ts';
import type { Report } from '../report.ts';
import { Cena } from '../rollout/cena.ts';
import { TAXA_LEVE } from '../rollout/trocas.ts';
import type { SuiteContext } from '../context.ts';
import { emPalavras } from '../trafego/medida.ts';
import { PROVA_DE_AUSENCIA_MS } from '../trafego/respostas.ts';
import { faltasEDobras, ticksRegistrados } from './ticks.ts';

const MINUTO_MS = 60_000;
/** What every answer takes, killed or not: the wait for a doctor's burst, the turn that was cut off and the one instead. */
const TURNOS_MS = 3_000;
/** A send that a killed worker cut in two may have left: it is made again only when its absence is proven. */
const CORTADAS = { 'julia-worker': 3, 'julia-api': 0, redis: 0, 'julia-scheduler': 0 };

interface Morte {
  readonly servico: 'julia-worker' | 'julia-api' | 'redis' | 'julia-scheduler';
  readonly limiteMs: number;
}

const MORTES: readonly Morte[] = [
  { servico: 'julia-worker', limiteMs: 15_000 },
  { servico: 'julia-api', limiteMs: 15_000 },
  { servico: 'redis', limiteMs: 5_000 },
];

/**
 * `kill -9` from the host of a container's process, as a crash or the kernel's out-of-memory killer does it: the
 * engine starts it again, nothing is lost and nothing is said twice.
 */
export async function checkMortes(report: Report, { env }: SuiteContext): Promise<void> {
  const cena = await report.setup('an installation for kills is up', () =>
    Cena.montar(env, 'mortes', {}),
  );
  try {
    for (const morte of MORTES) await checkMorte(report, cena, morte);
    await checkScheduler(report, cena);
  } finally {
    await cena.desmontar();
    await report.check('kills leave no container, network or volume behind', async () => {
      assert.deepEqual(await cena.projeto.restos(), []);
    });
  }
}

async function checkMorte(report: Report, cena: Cena, morte: Morte): Promise<void> {
  const { servico, limiteMs } = morte;
  await report.check(`${servico} killed under traffic: nothing lost or doubled`, async () => {
    const { resultado, respostas, medida } = await cena.sobTrafego(TAXA_LEVE, async (gerador) => {
      await matar(cena, servico);
      const morto = gerador.decorridoMs;
      await waitFor(`an accepted webhook after ${servico}`, 60_000, () =>
        Promise.resolve(gerador.aceitouDepoisDe(morto) ? true : undefined),
      );
      const aceito = gerador.decorridoMs - morto;
      await pronto(cena, servico);
      return { aceito, pronto: gerador.decorridoMs - morto };
    });
    const segundos = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
    console.log(
      `      webhooks accepted after ${segundos(resultado.aceito)}, ready after ${segundos(resultado.pronto)}; ${emPalavras(medida)}`,
    );
    assert.deepEqual([medida.perdidas, medida.dobradas], [0, 0]);
    assert.ok(resultado.aceito < limiteMs, `webhooks accepted after ${segundos(resultado.aceito)}`);
    const tardias = respostas.demorasMs.filter((ms) => ms >= 15_000 + TURNOS_MS);
    const cortadas = tardias.filter((ms) => ms >= PROVA_DE_AUSENCIA_MS);
    assert.ok(
      tardias.length === cortadas.length && cortadas.length <= CORTADAS[servico],
      `slow answers: ${tardias.map(segundos).join(', ')}`,
    );
    if (servico === 'julia-worker') assert.equal(medida.recusas, 0, 'a webhook needs no worker');
  });
}

/** Just before a full minute, so that the tick itself falls into the gap. */
async function checkScheduler(report: Report, cena: Cena): Promise<void> {
  await report.check('julia-scheduler killed at a tick: no minute lost or doubled', async () => {
    await waitFor('the end of a minute', 61_000, () =>
      Promise.resolve(Date.now() % MINUTO_MS > MINUTO_MS - 400 ? true : undefined),
    );
    const tick = Math.ceil(Date.now() / MINUTO_MS) * MINUTO_MS;
    const morto = performance.now();
    await matar(cena, 'julia-scheduler');
    await pronto(cena, 'julia-scheduler');
    const ms = performance.now() - morto;
    const ticks = await waitFor('the tick', 30_000, async () => {
      const vistos = await ticksRegistrados(cena.projeto);
      return vistos.includes(tick) ? vistos : undefined;
    });
    console.log(`      ready after ${(ms / 1_000).toFixed(1)} s; ${ticks.length} ticks`);
    assert.deepEqual(faltasEDobras(ticks), { faltas: [], dobras: [] });
    assert.ok(ms < 15_000, `ready after ${(ms / 1_000).toFixed(1)} s`);
  });
}

async function matar(cena: Cena, servico: string): Promise<void> {
  const estado = await cena.projeto.estado(servico);
  assert.ok(estado && estado.pid > 0, `${servico} is not running`);
  process.kill(estado.pid, 'SIGKILL');
  await waitFor(`the restart of ${servico}`, 30_000, async () => {
    const depois = await cena.projeto.estado(servico);
    return depois && depois.pid > 0 && depois.pid !== estado.pid ? true : undefined;
  });
}

/** Asked in the container itself; Redis is ready when it answers the api. */
async function pronto(cena: Cena, servico: string): Promise<void> {
  const quem = servico === 'redis' ? 'julia-api' : servico;
  const perguntar =
    "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))";
  await waitFor(`${servico} ready`, 60_000, async () => {
    const { code } = await cena.projeto.compose('exec', '-T', quem, 'node', '-e', perguntar);
    return code === 0 ? true : undefined;
  });
}
