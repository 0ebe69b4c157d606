import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './command.ts';

const ARQUIVO = 'migracao-provisoria.yaml';

const CONTEUDO = `services:
  julia-migrate:
    image: julia-dev:teste
    user: '1000:1000'
    entrypoint:
      - /usr/bin/tini
      - --
      - node
      - --input-type=module
      - -e
      - "import { aplicarMigracoes } from '/src/tools/infra/migracoes.ts'; await aplicarMigracoes(process.env.SUPABASE_DB_URL)"
`;

/** For an api image that does not bring its own migration program: the development image migrates in its place. */
export async function migracaoProvisoria(
  pasta: string,
  env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const olhar = "process.exit(require('node:fs').existsSync('/app/migrar.js') ? 0 : 1)";
  const args = ['run', '--rm', '--entrypoint', 'node', 'julia-api:latest', '-e', olhar];
  if ((await run('docker', args, { env })).code === 0) return [];
  await writeFile(join(pasta, 'compose', ARQUIVO), CONTEUDO);
  return [ARQUIVO];
}
