import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { waitFor } from '../command.ts';
import type { Report } from '../report.ts';
import { emPalavras, recusasEmPalavras } from '../trafego/medida.ts';
import { CAI_DEPOIS_MS, type Defeito, type Servico } from './builds.ts';
import { PRIMEIRA, type Cena, type Saida } from './cena.ts';
import { TAXA_LEVE } from './trocas.ts';

const SERVICO: Servico = 'julia-api';
const VOLTA_LIMITE_MS = 30_000;
/** What a crash cuts in two hangs at the edge for its 10 s, and the copies that drain wait for it. */
const VOLTA_DEPOIS_DA_QUEDA_MS = 45_000;
/** The gate's deadline for a build that will never be ready. */
const PRAZO_S = 10;
/** Covers the late crash. */
const OBSERVACAO_S = CAI_DEPOIS_MS / 1_000 + 15;

/**
 * The edge's health interval and health timeout, with room for a busy machine: the address of a container that is gone
 * may refuse at once, or answer nothing at all.
 */
const QUEDA_NOTADA_MS = 5_000;

interface Ruim {
  readonly versao: string;
  readonly defeito: Defeito;
  readonly causa: RegExp;
}

const RUINS: readonly Ruim[] = [
  { versao: '1.0.2', defeito: 'nunca-pronta', causa: /em 10 s não ficou pronto/ },
  { versao: '1.0.3', defeito: 'cai', causa: /o processo terminou sozinho/ },
  {
    versao: '1.0.4',
    defeito: 'outro-esquema',
    causa: /Este build não serve: o banco está na versão/,
  },
];

/** From the moment the script knows that the build is bad until it is over. */
function demora(saida: Saida): number {
  return saida.ms - (saida.quando('não passou') ?? 0);
}

/** Builds that must not stay: the release comes back by itself, and messages never noticed. */
export async function checkRuins(report: Report, cena: Cena): Promise<void> {
  for (const { versao, defeito, causa } of RUINS) {
    await report.check(
      `a build that is ${defeito} is rolled back; the good one serves`,
      async () => {
        const tag = await cena.builds.fazer(SERVICO, versao, defeito);
        const antes = await readFile(cena.projeto.arquivoEnv, 'utf8');
        const { resultado, medida, trafego } = await cena.sobTrafego(TAXA_LEVE, () =>
          tentar(cena, tag, defeito),
        );
        console.log(
          `      back in ${(demora(resultado) / 1_000).toFixed(1)} s of ${(resultado.ms / 1_000).toFixed(0)} s; ${emPalavras(medida)}`,
        );
        assert.equal(resultado.codigo, 1, resultado.texto.slice(-3_000));
        assert.match(resultado.texto, causa);
        const limiteMs = defeito === 'cai' ? VOLTA_DEPOIS_DA_QUEDA_MS : VOLTA_LIMITE_MS;
        assert.ok(demora(resultado) < limiteMs, `${demora(resultado).toFixed(0)} ms`);
        assert.equal(await readFile(cena.projeto.arquivoEnv, 'utf8'), antes, 'o .env');
        await cena.conferirRelease(SERVICO, PRIMEIRA);
        assert.deepEqual([medida.perdidas, medida.dobradas], [0, 0]);
        // What comes before the edge knows of the crash is refused; the provider offers it again.
        if (defeito === 'cai') {
          const limite = (QUEDA_NOTADA_MS / 1_000) * TAXA_LEVE.porSegundo;
          assert.ok(medida.recusas <= limite, recusasEmPalavras(trafego.recusas));
        } else {
          assert.equal(recusasEmPalavras(trafego.recusas), '');
        }
      },
    );
  }
  await report.check('a plain up -d after them still runs the good build', async () => {
    await cena.projeto.exigir('up', '-d');
    await cena.conferirRelease(SERVICO, PRIMEIRA);
  });
}

/** Meanwhile a second admin is told who is at work. */
async function tentar(cena: Cena, tag: string, defeito: Defeito): Promise<Saida> {
  const tentativa = cena.julia(['rollout', SERVICO, tag], {
    ROLLOUT_PRAZO_S: defeito === 'cai' ? '60' : String(PRAZO_S),
    ROLLOUT_OBSERVACAO_S: String(OBSERVACAO_S),
  });
  if (defeito === 'nunca-pronta') {
    await waitFor('the standby', 60_000, async () =>
      (await cena.reservas()).length > 0 ? true : undefined,
    );
    const segunda = await cena.julia(['rollout', 'julia-worker', PRIMEIRA]);
    assert.equal(segunda.codigo, 75, segunda.texto);
    assert.match(segunda.texto, /Outra operação está em andamento: rollout julia-api .*\(por .+@/);
  }
  return tentativa;
}
