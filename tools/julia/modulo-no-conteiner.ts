import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, type CommandResult } from '../docker/command.ts';
import { ROOT } from '../docker/images.ts';

/** Runs modules of scripts/julia as `rodar_node` does inside a container: piped, after a line with what is secret. */
export async function rodarModulo(
  arquivos: readonly string[],
  opcoes: { args?: readonly string[]; env?: Record<string, string>; segredos?: object },
): Promise<CommandResult> {
  const { args = [], env = {}, segredos } = opcoes;
  const textos = arquivos.map((nome) => readFile(join(ROOT, 'scripts/julia', nome), 'utf8'));
  const primeira = segredos ? `const segredos = ${JSON.stringify(segredos)};` : '';
  const input = [primeira, ...(await Promise.all(textos))].join('\n');
  return run(process.execPath, ['--input-type=module', '-', ...args], { env, input });
}
