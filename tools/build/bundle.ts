import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** `main`, and one more program for each folder of the app that has a `main.ts` of its own: `src/migrar` → `migrar.js`. */
function entradas(raizDoApp: string): Record<string, string> {
  const src = join(raiz, raizDoApp, 'src');
  const pastas = readdirSync(src).filter((pasta) => existsSync(join(src, pasta, 'main.ts')));
  return {
    main: join(src, 'main.ts'),
    ...Object.fromEntries(pastas.map((pasta) => [pasta, join(src, pasta, 'main.ts')])),
  };
}

/**
 * Options of one app's bundle: ESM files in `<destino>/<app root>` that need no node_modules. A single `main.js`, unless
 * the app has further programs: then what they share lies in `partes/`.
 */
export function opcoesDoBundle(
  raizDoApp: string,
  destino = join(raiz, 'dist'),
): RolldownOptions & { output: { dir: string } } {
  const { version } = JSON.parse(readFileSync(join(raiz, 'package.json'), 'utf8')) as {
    version: string;
  };
  const input = entradas(raizDoApp);
  return {
    input,
    cwd: raiz,
    platform: 'node',
    tsconfig: join(raiz, 'tsconfig.base.json'),
    external: [...builtinModules, /^node:/, ...ausentes],
    resolve: { extensions: ['.ts', '.js', '.json'] },
    transform: {
      define: {
        'globalThis.VERSAO_JULIA': JSON.stringify(version),
        'globalThis.EXEMPLO_DO_ENV': JSON.stringify(
          readFileSync(join(raiz, '.env.example'), 'utf8'),
        ),
        'globalThis.NOME_DO_APP': JSON.stringify(basename(raizDoApp)),
      },
    },
    onLog(level, log, handler) {
      // Packages that probe for optional peers and old CommonJS warn about things that are theirs.
      if (level === 'warn' && log.id?.includes('node_modules')) return;
      handler(level, log);
    },
    output: {
      dir: join(destino, raizDoApp),
      cleanDir: true,
      codeSplitting: Object.keys(input).length > 1,
      entryFileNames: '[name].js',
      chunkFileNames: 'partes/[name].js',
      format: 'esm',
      sourcemap: true,
      minify: false,
      // V8 keeps the text of a file as long as it runs: two bytes per character once a single one is beyond Latin-1.
      charset: 'ascii',
      comments: { legal: true, annotation: false, jsdoc: false },
      keepNames: true,
      // Bundled CommonJS packages still call require for Node's own modules.
      banner:
        "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  };
}
