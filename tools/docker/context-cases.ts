/** Files that no image may ever see, wherever they lie; checked by rule without Docker and by a real build with it. */
export const MUST_STAY_OUT: readonly string[] = [
  '.env',
  '.env.production',
  '.git/config',
  '.julia/pg/PG_VERSION',
  '.npmrc',
  'node_modules/x/index.js',
  'secrets/chave.txt',
  'servidor.pem',
  'notas.txt',
  'dist/apps/api-gateway/main.js',
  'docs/arquitetura.md',
  'apps/api-gateway/.env.production',
  'apps/api-gateway/secrets/token',
  'apps/api-gateway/chave.key',
  'apps/api-gateway/test/fluxo.ts',
  'libs/domain/src/jobs.spec.ts',
  'libs/domain/node_modules/x/index.js',
  'supabase/config.toml',
];

export const MUST_GO_IN: readonly string[] = [
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'apps/api-gateway/src/main.ts',
  'apps/simulador/src/main.ts',
  'libs/domain/src/index.ts',
  'tools/build/main.ts',
  'supabase/migrations/0001_inicio.sql',
  'supabase/seed.sql',
  'docker/healthcheck.mjs',
];
