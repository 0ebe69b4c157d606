import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { iniciarProcesso, type Processo } from '@julia/infra';

export interface ChildWorkers {
  start(env: Record<string, string>): Promise<Processo>;
  dispose(): Promise<void>;
}

/** Bundles the worker script once, as the apps are bundled; each start is a real process that can be killed. */
export async function childWorkers(): Promise<ChildWorkers> {
  const dir = await mkdtemp(join(tmpdir(), 'julia-worker-'));
  const file = join(dir, 'worker.mjs');
  // The bundler's native part does not recognise the arrays of Jest's realm, so it runs in a process of its own.
  const script = fileURLToPath(new URL('./bundle-worker.ts', import.meta.url));
  const bundling = await iniciarProcesso({ comando: process.execPath, args: [script, file] });
  const { codigo } = await bundling.fim;
  if (codigo !== 0) throw new Error(bundling.linhas.join('\n'));
  const running: Processo[] = [];
  return {
    start: async (env) => {
      const child = await iniciarProcesso({ comando: process.execPath, args: [file], env });
      running.push(child);
      await child.esperarLinha(/worker pronto/, 30_000);
      return child;
    },
    dispose: async () => {
      await Promise.all(running.map((child) => child.matar()));
      await rm(dir, { recursive: true, force: true });
    },
  };
}
