import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../command.ts';
import type { Report } from '../report.ts';
import { emPalavras, recusasEmPalavras } from '../trafego/medida.ts';
import type { Servico } from './builds.ts';
import { PRIMEIRA, type Cena } from './cena.ts';
import { SEGUNDA, TAXA_LEVE } from './trocas.ts';

const SERVICO: Servico = 'julia-api';

interface Morte {
  readonly passo: string;
  /** Pattern of the docker call at which the script dies, and the how manieth of them. */
  readonly chamada: string;
  readonly vez?: number;
  /** Before the call happens at all, or while it goes on without its script. */
  readonly momento: 'antes' | 'durante';
  readonly gravou?: true;
}

const MORTES: readonly Morte[] = [
  { passo: 'before the migrations', chamada: '*run*julia-migrate', momento: 'antes' },
  { passo: 'during the migrations', chamada: '*run*julia-migrate', momento: 'durante' },
  { passo: 'before the standby', chamada: '*up*julia-api-reserva', momento: 'antes' },
  { passo: 'while the standby is created', chamada: '*up*julia-api-reserva', momento: 'durante' },
  { passo: 'before the swap', chamada: '*up*julia-api', momento: 'antes' },
  { passo: 'during the swap', chamada: '*up*julia-api', momento: 'durante' },
  // One look before the standby, three at it, three at the new build.
  { passo: 'during the observation', chamada: 'exec *', vez: 9, momento: 'antes' },
  {
    passo: 'after the release was written',
    chamada: '*rm*-reserva',
    momento: 'antes',
    gravou: true,
  },
  { passo: 'while the standby goes', chamada: '*rm*-reserva', momento: 'durante', gravou: true },
];

/** First on the script's PATH: kills whoever holds the lock at the chosen call, else it is docker itself. */
const DOCKER = (real: string) => `#!/usr/bin/env bash
if [ -f "$JULIA_MORTE" ]; then
  { read -r momento; read -r vez; read -r chamada; } <"$JULIA_MORTE"
  if [[ "$*" == $chamada ]]; then
    if [ "$vez" -gt 1 ]; then
      printf '%s\\n' "$momento" "$((vez - 1))" "$chamada" >"$JULIA_MORTE"
    else
      rm "$JULIA_MORTE"
      kill -KILL "$(sed -n 's/^pid=//p' .julia/rollout.lock)"
      [ "$momento" = durante ] || exit 137
    fi
  fi
fi
exec '${real}' "$@"
`;

class Assassino {
  private readonly cena: Cena;
  private readonly bin: string;

  constructor(cena: Cena) {
    this.cena = cena;
    this.bin = join(cena.projeto.pasta, '.morte');
  }

  get arquivo(): string {
    return join(this.bin, 'morte');
  }

  async preparar(): Promise<void> {
    await mkdir(this.bin);
    const { env } = this.cena.projeto;
    const real = await must('sh', ['-c', 'command -v docker'], { env });
    await writeFile(join(this.bin, 'docker'), DOCKER(real));
    await chmod(join(this.bin, 'docker'), 0o755);
  }

  async rollout({ chamada, vez = 1, momento }: Morte): Promise<void> {
    await writeFile(this.arquivo, `${momento}\n${vez}\n${chamada}\n`);
    const { codigo, texto } = await this.cena.julia(['rollout', SERVICO, SEGUNDA], {
      PATH: `${this.bin}:${this.cena.projeto.env['PATH'] ?? ''}`,
      JULIA_MORTE: this.arquivo,
    });
    assert.ok(
      codigo === null && !existsSync(this.arquivo),
      `it did not die:\n${texto.slice(-2_000)}`,
    );
  }

  async remover(): Promise<void> {
    await rm(this.bin, { recursive: true, force: true });
  }
}

/** SIGKILL at each step, with webhooks arriving: nobody notices, and the next command tidies up, whatever it is. */
export async function checkScriptMorto(report: Report, cena: Cena): Promise<void> {
  const assassino = new Assassino(cena);
  await assassino.preparar();
  for (const morte of MORTES) {
    await report.check(
      `killed ${morte.passo}: served all along, tidied up by the next run`,
      async () => {
        const { medida, trafego } = await cena.sobTrafego(TAXA_LEVE, async () => {
          await assassino.rollout(morte);
          await arrumar(cena);
        });
        console.log(`      ${emPalavras(medida)}`);
        assert.equal(recusasEmPalavras(trafego.recusas), '');
        assert.deepEqual([medida.perdidas, medida.dobradas], [0, 0]);
        await cena.conferirRelease(SERVICO, morte.gravou ? SEGUNDA : PRIMEIRA);
        const [tentativa] = (await cena.auditoria()).slice(-2);
        assert.equal(tentativa?.['resultado'], morte.gravou ? 'ok' : 'interrompido');
        if (morte.gravou) await voltar(cena);
      },
    );
  }
  await assassino.remover();
  await report.check('no copy of the .env with its secrets is left', async () => {
    const texto = await must('ls', ['-A', cena.projeto.pasta]);
    assert.deepEqual(
      texto.split('\n').filter((nome) => nome.startsWith('.env.') && nome !== '.env.example'),
      [],
    );
  });
}

/** A rollout to nowhere: it is refused, but first it puts in order what the killed one left. */
async function arrumar(cena: Cena): Promise<void> {
  const { codigo, texto } = await cena.julia(['rollout', SERVICO, 'inexistente']);
  assert.equal(codigo, 1, texto);
  assert.match(texto, /Nada mudou/);
}

async function voltar(cena: Cena): Promise<void> {
  const { codigo, texto } = await cena.julia(['rollback', SERVICO]);
  assert.equal(codigo, 0, texto.slice(-2_000));
  await cena.conferirRelease(SERVICO, PRIMEIRA);
  const ultima = JSON.parse(
    (await readFile(join(cena.projeto.pasta, '.julia/rollouts.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .at(-1) ?? '{}',
  ) as Record<string, unknown>;
  assert.equal(ultima['tipo'], 'rollback');
}
