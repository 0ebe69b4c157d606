// eslint-disable-next-line @nx/enforce-module-boundaries -- Node runs the tools as they are and knows no aliases
import { lerExemplo } from '../../../libs/config/src/env-example.ts';

/** The files as they are written, because rendering hides what an older Compose would stumble over. */
export interface Sources {
  /** Name in compose/ → text. */
  readonly files: Readonly<Record<string, string>>;
  readonly example: string;
  /** The text of all scripts of `./julia`. */
  readonly scripts: string;
}

export interface TextRule {
  readonly name: string;
  find(sources: Sources): string[];
  breakIt(sources: Sources): Sources;
}

/** Newer than Compose 2.0, by the way they look in a file. */
const NEWER: Readonly<Record<string, RegExp>> = {
  include: /^include:/m,
  'develop (watch)': /^ {4}develop:/m,
  '!reset and !override': /:\s*!(reset|override)\b/,
  start_interval: /^\s+start_interval:/m,
  'required: in depends_on or env_file': /^\s+required:/m,
  'restart: in depends_on': /^\s+condition:.*\n\s+restart: (true|false)/m,
  'content: of configs': /^\s+content:/m,
  'environment: of secrets': /^secrets:[^]*?^ {4}environment:/m,
  dockerfile_inline: /^\s+dockerfile_inline:/m,
  'additional_contexts and build secrets': /^\s+(additional_contexts|ssh|privileged_build):/m,
  'hooks (post_start, pre_stop)': /^\s+(post_start|pre_stop):/m,
  'attach, gpus, models, provider': /^ {4}(attach|gpus|models|provider|use_api_socket):/m,
  'nested defaults': /\$\{[A-Z_]+:?[-?][^}]*\$\{/,
  'the plus form ${X:+y}': /\$\{[A-Z_]+:?\+/,
};

/** Set by a script for the one command that needs it. */
const NOT_IN_ENV = new Set(['BACKUP_ENSAIO_VOLUME']);

const withoutComments = (text: string) =>
  text.replaceAll(/^\s*#.*$/gm, '').replaceAll(/ #.*$/gm, '');

/** Variables that the files interpolate; `$$` is a dollar sign. */
export function interpolated(text: string): string[] {
  const names = withoutComments(text)
    .replaceAll('$$', '')
    .matchAll(/\$\{?([A-Z][A-Z0-9_]*)/g);
  return [...new Set([...names].map(([, name]) => name ?? ''))];
}

/** Filled in or only shown: `NAME=` and `# NAME=value` both document. */
export function documented(example: string): string[] {
  return [...example.matchAll(/^(?:# ?)?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name ?? '');
}

/** Variables that a service of ours reads, as `.env.example` says; specs of the apps keep that equal to their schemas. */
export function readBy(example: string, service: string): string[] {
  const reader = service.replace('julia-', '');
  return lerExemplo(example)
    .filter(({ leitores }) => leitores.includes(reader) || leitores.includes('todos'))
    .map(({ nome }) => nome);
}

const everywhere = (sources: Sources) => Object.entries(sources.files);

const addLine = (sources: Sources, line: string): Sources => ({
  ...sources,
  files: { ...sources.files, 'mutante.yaml': line },
});

export const TEXT_RULES: readonly TextRule[] = [
  {
    name: 'Compose 2.0 understands every file',
    find: (sources) =>
      everywhere(sources).flatMap(([file, text]) =>
        Object.entries(NEWER)
          .filter(([, pattern]) => pattern.test(withoutComments(text)))
          .map(([feature]) => `${file}: ${feature}`),
      ),
    breakIt: (sources) => addLine(sources, 'include:\n  - outro.yaml\n'),
  },
  {
    name: 'no service takes a whole file of variables',
    find: (sources) =>
      everywhere(sources)
        .filter(([, text]) => /^\s+env_file:/m.test(withoutComments(text)))
        .map(([file]) => `${file}: env_file`),
    breakIt: (sources) => addLine(sources, 'services:\n  x:\n    env_file: .env\n'),
  },
  {
    name: 'every interpolated variable is documented in .env.example',
    find: (sources) => {
      const known = new Set([...documented(sources.example), ...NOT_IN_ENV]);
      return everywhere(sources).flatMap(([file, text]) =>
        interpolated(text)
          .filter((name) => !known.has(name))
          .map((name) => `${file}: ${name}`),
      );
    },
    breakIt: (sources) => addLine(sources, 'x: ${NINGUEM_CONTOU:-1}\n'),
  },
  {
    name: 'every documented variable reaches somebody',
    find: (sources) => {
      const used = new Set([
        ...everywhere(sources).flatMap(([, text]) => interpolated(text)),
        ...lerExemplo(sources.example)
          .filter(
            ({ nome, leitores }) =>
              leitores.some((l) => OURS.has(l)) ||
              (leitores.includes('julia') && sources.scripts.includes(nome)),
          )
          .map(({ nome }) => nome),
      ]);
      return documented(sources.example)
        .filter((name) => !used.has(name) && !name.startsWith('COMPOSE_'))
        .map((name) => `.env.example: ${name}`);
    },
    breakIt: (sources) => ({ ...sources, example: `${sources.example}\n\n# Sobra.\nSOBRA=1\n` }),
  },
  {
    name: 'no missing value of one file stops the commands of all',
    find: (sources) =>
      // ${X:?} fails every docker compose command, also for services whose profile is off.
      everywhere(sources)
        .filter(([file]) => !OPT_IN.has(file))
        .filter(([, text]) => /\$\{[A-Z0-9_]+:?\?/.test(withoutComments(text)))
        .map(([file]) => `${file}: \${…:?}`),
    breakIt: (sources) => addLine(sources, 'x: ${OBRIGATORIA:?falta}\n'),
  },
];

/** Read by our own programs, or promised to a later version. */
const OURS = new Set(['api', 'worker', 'scheduler', 'todos', 'migracoes', 'reservada']);
/** Added by whoever wants it, with the values it needs; or a project of its own. */
const OPT_IN = new Set(['dominio.yaml', 'backup/ensaio.yaml']);
