import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RolldownOptions } from 'rolldown';

export const raiz = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Optional peers that our packages look for at run time and live without. They stay out of the bundle; requiring one
 * fails exactly as it does when it is not installed.
 */
const ausentes = [
  /^@nestjs\/(microservices|websockets|platform-express)/,
  /^class-(transformer|validator)/,
  /^@fastify\/view/,
  /^(pg|pg-cloudflare|redis|@redis\/client|@valkey\/valkey-glide)$/,
  /^@opentelemetry\/(?!api$)/,
  /^pino-pretty$/,
  /^(bufferutil|utf-8-validate)$/,
];

/** Options of one app's bundle: a single ESM file `dist/<app root>/main.js` that needs no node_modules. */
export function opcoesDoBundle(raizDoApp: string): RolldownOptions & { output: { file: string } } {
  const { version } = JSON.parse(readFileSync(join(raiz, 'package.json'), 'utf8')) as {
    version: string;
  };
  return {
    input: join(raiz, raizDoApp, 'src/main.ts'),
    cwd: raiz,
    platform: 'node',
    tsconfig: join(raiz, 'tsconfig.base.json'),
    external: [...builtinModules, /^node:/, ...ausentes],
    resolve: { extensions: ['.ts', '.js', '.json'] },
    transform: {
      define: {
        'globalThis.VERSAO_JULIA': JSON.stringify(version),
        'globalThis.NOME_DO_APP': JSON.stringify(basename(raizDoApp)),
      },
    },
    onLog(level, log, handler) {
      // Packages that probe for optional peers and old CommonJS warn about things that are theirs.
      if (level === 'warn' && log.id?.includes('node_modules')) return;
      handler(level, log);
    },
    output: {
      file: join(raiz, 'dist', raizDoApp, 'main.js'),
      format: 'esm',
      sourcemap: true,
      minify: false,
      keepNames: true,
      codeSplitting: false,
      // Bundled CommonJS packages still call require for Node's own modules.
      banner:
        "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  };
}
