import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RolldownOptions, RolldownPlugin } from 'rolldown';

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

/** Runs a bundle and keeps its compiled form; `main.js` is a copy of it. */
const partida = join(import.meta.dirname, 'partida.mjs');

/** The licence comments that stay may hold other letters than ASCII; `charset` escapes only those of the code. */
const comentariosEmAscii: RolldownPlugin = {
  name: 'comentarios-em-ascii',
  renderChunk: (codigo) => ({
    code: codigo.replace(/\/\*!.*?\*\//gs, (comentario) =>
      comentario.replace(
        /[^\x00-\x7f]/g,
        (letra) => `\\u${letra.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
    ),
    map: null,
  }),
};

function programaQueParte(programa: string): RolldownPlugin {
  return {
    name: 'programa-que-parte',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: `${programa}.js`, source: readFileSync(partida) });
    },
  };
}

/** `main`, and one more program for each folder of the app that has a `main.ts` of its own: `src/migrar` → `migrar`. */
export function programas(raizDoApp: string): string[] {
  const src = join(raiz, raizDoApp, 'src');
  return ['main', ...readdirSync(src).filter((pasta) => existsSync(join(src, pasta, 'main.ts')))];
}

/**
 * Options of the bundle of one of an app's programs, in `<destino>/<app root>`: `<programa>.cjs` with all that it needs,
 * and `<programa>.js`, which runs it.
 */
export function opcoesDoBundle(
  raizDoApp: string,
  { destino = join(raiz, 'dist'), programa = 'main' } = {},
): RolldownOptions & { output: { dir: string } } {
  const { version } = JSON.parse(readFileSync(join(raiz, 'package.json'), 'utf8')) as {
    version: string;
  };
  return {
    input: {
      [programa]: join(raiz, raizDoApp, 'src', programa === 'main' ? '' : programa, 'main.ts'),
    },
    cwd: raiz,
    platform: 'node',
    tsconfig: join(raiz, 'tsconfig.base.json'),
    external: [...builtinModules, /^node:/, ...ausentes],
    plugins: [comentariosEmAscii, programaQueParte(programa)],
    // Importing one of our modules does nothing but define: what a program does not use of a lib stays out.
    treeshake: { moduleSideEffects: [{ test: /\/libs\/[^/]+\/src\//, sideEffects: false }] },
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
      codeSplitting: false,
      entryFileNames: '[name].cjs',
      format: 'cjs',
      dynamicImportInCjs: false,
      sourcemap: true,
      minify: false,
      // V8 keeps the text of a program as long as it runs: twice as large with a single letter beyond ASCII.
      charset: 'ascii',
      comments: { legal: true, annotation: false, jsdoc: false },
      keepNames: true,
      // A function of what a CommonJS module is given; partida.mjs calls it.
      banner: '(function (require, module, exports, __filename, __dirname) { "use strict";',
      footer: '})',
    },
  };
}
