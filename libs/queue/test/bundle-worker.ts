import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const raiz = fileURLToPath(new URL('../../..', import.meta.url));

/** Optional peers that Nest and BullMQ look for and live without. */
const ausentes = [
  /^@nestjs\/(microservices|websockets|platform-express)/,
  /^class-(transformer|validator)/,
  /^@fastify\/view/,
  /^(pg|pg-cloudflare|redis|@redis\/client|@valkey\/valkey-glide|pino-pretty)$/,
];

const file = process.argv[2];
if (!file) throw new Error('usage: bundle-worker.ts <output file>');
const bundle = await rolldown({
  input: fileURLToPath(new URL('./child-worker.ts', import.meta.url)),
  cwd: raiz,
  platform: 'node',
  tsconfig: join(raiz, 'tsconfig.base.json'),
  external: [...builtinModules, /^node:/, ...ausentes],
  logLevel: 'silent',
});
await bundle.write({
  file,
  format: 'esm',
  codeSplitting: false,
  // Bundled CommonJS packages still call require for Node's own modules.
  banner:
    "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
});
await bundle.close();
