import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
const { compilerOptions } = JSON.parse(readFileSync(`${root}tsconfig.base.json`, 'utf8'));

/** The same alias map that the compiler and the bundler read, so that a path is written once. */
const aliases = Object.fromEntries(
  Object.entries(compilerOptions.paths).map(([alias, [file]]) => [
    `^${alias}$`,
    `${root}${file.replace('./', '')}`,
  ]),
);

/** Jest settings of one project; `rootDir` is the project's own folder. */
export function preset(project, overrides = {}) {
  return {
    displayName: project,
    rootDir: '.',
    testEnvironment: 'node',
    testMatch: ['<rootDir>/**/*.spec.ts'],
    extensionsToTreatAsEsm: ['.ts'],
    moduleNameMapper: aliases,
    transform: {
      '^.+\\.ts$': [
        `${root}node_modules/@swc/jest/index.js`,
        {
          sourceMaps: 'inline',
          jsc: {
            target: 'es2024',
            parser: { syntax: 'typescript', decorators: true },
            transform: { legacyDecorator: true, decoratorMetadata: true },
          },
          module: { type: 'es6' },
        },
      ],
    },
    ...overrides,
  };
}

/**
 * Overrides for a project whose specs call `criarBancoDeTeste`: one Postgres per jest run, stopped at its end.
 * A server named by JULIA_TEST_PG_URL is used instead when it is set.
 */
export function comBanco() {
  return {
    globalSetup: `${root}tools/infra/jest-inicio.mjs`,
    globalTeardown: `${root}tools/infra/jest-fim.mjs`,
    testTimeout: 30_000,
  };
}
