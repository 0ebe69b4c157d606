import assert from 'node:assert/strict';
import { ensureTrixie } from '../base-offline.ts';
import type { SuiteContext } from '../context.ts';
import type { Variaveis } from '../projeto-arquivos.ts';
import type { Report } from '../report.ts';
import { Mundo } from './mundo.ts';
import type { DoMundo } from './passos.ts';
import type { NomeDoServidor } from './provas.ts';
import type { Repositorio } from './repositorio.ts';
import { Servidor } from './servidor.ts';

/** A server with accounts: what its block may use, what the prose lets it leave out, and what answers outside. */
export interface ContaPropria {
  readonly servidor: Servidor;
  readonly mundo: Mundo;
  readonly doMundo: DoMundo;
  readonly semVizinhos: Variaveis;
}

/** Begins with nothing but an address to clone from; nothing of server and outside world is left behind. */
export async function comContaPropria(
  report: Report,
  nome: NomeDoServidor,
  context: SuiteContext,
  repositorio: Repositorio,
  seguir: (conta: ContaPropria) => Promise<void>,
): Promise<void> {
  const trixie = await ensureTrixie(context.engine);
  const fora = 'Supabase, Anthropic e uma Evolution que já roda';
  const mundo = await report.setup(`o mundo de fora do servidor "${nome}" responde: ${fora}`, () =>
    Mundo.criar(context.env, nome),
  );
  const servidor = await Servidor.criar(nome, context.env, ambiente(context, mundo, trixie));
  const lugares = { 'endereço do repositório': repositorio.endereco };
  try {
    await seguir({
      servidor,
      mundo,
      doMundo: { lugares, variaveis: mundo.variaveis },
      semVizinhos: { COMPOSE_PROFILES: '', ...mundo.evolution },
    });
  } finally {
    await servidor.remover();
    await mundo.remover();
    await report.check(`nada do servidor "${nome}" fica para trás`, async () => {
      assert.deepEqual([...(await servidor.restos().listar()), ...(await mundo.restos())], []);
    });
  }
}

/** Bases, because no registry answers here; the rest is where the outside world is. */
function ambiente({ base, runtime }: SuiteContext, mundo: Mundo, trixie: string): Variaveis {
  return {
    BUILD_IMAGE: base,
    RUNTIME_IMAGE: runtime,
    BACKUP_BASE: trixie,
    JULIA_REDE: mundo.rede,
    ANTHROPIC_BASE_URL: mundo.evolution['EVOLUTION_API_URL'] ?? '',
    // Time that only passes.
    ROLLOUT_OBSERVACAO_S: '3',
  };
}
