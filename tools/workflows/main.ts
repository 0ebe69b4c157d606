import { spawnSync } from 'node:child_process';
import { buildIdentity, ROOT, SERVICE_IMAGES } from '../docker/images.ts';
import { fumaca } from './fumaca.ts';
import { planejar } from './plano.ts';

/**
 * What the workflows call, so that it can be tested without them:
 *   plano <base>               what to build since that commit, as lines for $GITHUB_OUTPUT (REGISTRY, DONO, REF)
 *   fumaca <project> <image>   smoke run of an image
 */
async function main([comando, ...argumentos]: readonly string[]): Promise<void> {
  const [primeiro = '', segundo = ''] = argumentos;
  if (comando === 'fumaca') return fumaca(primeiro, segundo);
  if (comando !== 'plano') throw new Error(`unknown command: ${comando ?? ''}`);
  const plano = planejar({
    imagens: SERVICE_IMAGES,
    identidade: await buildIdentity(),
    ...desde(primeiro),
    registry: process.env['REGISTRY'] ?? '',
    dono: process.env['DONO'] ?? '',
    ref: process.env['REF'] ?? '',
  });
  for (const [nome, valor] of Object.entries(plano)) {
    console.log(`${nome}=${typeof valor === 'string' ? valor : JSON.stringify(valor)}`);
  }
}

/** A commit that does not exist here (the first run, a rewritten history) cannot be compared with. */
function desde(base: string): { arquivos: string[] | null; afetados: string[] } {
  const existe = /^[0-9a-f]{40}$/.test(base) && saidaDe('git', ['cat-file', '-e', base]) !== null;
  const diferencas = existe ? saidaDe('git', ['diff', '--name-only', base, 'HEAD']) : null;
  if (diferencas === null) return { arquivos: null, afetados: [] };
  const nx = ['nx', 'show', 'projects', '--affected', `--base=${base}`, '--head=HEAD', '--json'];
  const afetados = saidaDe('npx', nx);
  if (afetados === null) throw new Error('nx does not say which projects are affected');
  return {
    arquivos: diferencas.split('\n').filter((linha) => linha !== ''),
    afetados: JSON.parse(afetados) as string[],
  };
}

function saidaDe(programa: string, argumentos: readonly string[]): string | null {
  const env = { ...process.env, NX_DAEMON: 'false' };
  const { status, stdout } = spawnSync(programa, argumentos, { cwd: ROOT, encoding: 'utf8', env });
  return status === 0 ? stdout : null;
}

main(process.argv.slice(2)).catch((erro: unknown) => {
  console.error(erro instanceof Error ? erro.message : erro);
  process.exitCode = 1;
});
