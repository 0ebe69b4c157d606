import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { raizDoProjeto } from '../infra/caminhos.ts';
import { avisarAusencia, rodarSeHouver } from '../observabilidade/programa.ts';
import { fluxoSchema } from './fluxo.ts';

const ler = (caminho: string) => readFileSync(join(raizDoProjeto, caminho), 'utf8');
const deploy = fluxoSchema.parse(parse(ler('.github/workflows/deploy.yml')));
const temJq = rodarSeHouver('jq', ['--version']) !== null;
if (!temJq) avisarAusencia('jq', 'jq');

const referenciaDe = (servico: string) =>
  `ghcr.io/revoluna/julia-${servico}:v1.2.3@sha256:${'a'.repeat(64)}`;
const ordemDoUpdate = () => {
  const [, nomes = ''] =
    /^readonly UPDATE_SERVICOS=\((.+)\)$/m.exec(ler('scripts/julia/update.sh')) ?? [];
  return nomes.replaceAll('julia-', '').split(' ');
};

interface Alvo {
  readonly servico: string;
  readonly referencia: string;
  readonly servidor: string;
  readonly migracoes: string;
}

/** Runs the scripts of deploy.yml as GitHub does, with a server that only writes down what it is asked. */
(temJq ? describe : describe.skip)('a deploy of several services', () => {
  let pasta = '';
  beforeEach(() => {
    pasta = mkdtempSync(join(tmpdir(), 'julia-ordem-'));
    mkdirSync(join(pasta, 'ssh'));
    writeFileSync(join(pasta, 'ssh/julia'), `#!/bin/sh\necho "$*" >>"${pasta}/pedidos"\n`);
    chmodSync(join(pasta, 'ssh/julia'), 0o755);
    writeFileSync(join(pasta, 'pedidos'), '');
  });
  afterEach(() => rmSync(pasta, { recursive: true, force: true }));

  const passo = (job: string, id: string, env: Record<string, string>) => {
    const script = deploy.jobs[job]?.steps?.find((outro) => outro.id === id)?.run ?? 'exit 99';
    const rodada = rodarSeHouver('bash', ['-e', '-o', 'pipefail', '-c', `cd ${pasta}\n${script}`], {
      PATH: process.env['PATH'],
      RUNNER_TEMP: pasta,
      GITHUB_OUTPUT: join(pasta, 'saida'),
      ...env,
    });
    return rodada?.codigo;
  };
  /** A cosign that knows no signature but these. */
  const assinadas = (...referencias: readonly string[]) => {
    const script = `#!/bin/sh\nfor imagem; do :; done\ngrep -qxF "$imagem" "${pasta}/assinadas"\n`;
    writeFileSync(join(pasta, 'cosign'), script);
    chmodSync(join(pasta, 'cosign'), 0o755);
    writeFileSync(join(pasta, 'assinadas'), `${referencias.join('\n')}\n`);
    return { PATH: `${pasta}:${process.env['PATH'] ?? ''}`, REPOSITORIO: 'https://exemplo/julia' };
  };
  const alvosDe = (servicos: readonly string[]): Alvo[] => {
    const pedidos = servicos.map((servico) => ({ servico, referencia: referenciaDe(servico) }));
    expect(passo('alvos', 'alvos', { ALVOS: JSON.stringify(pedidos) })).toBe(0);
    const [, json = ''] = /^alvos=(.*)$/m.exec(readFileSync(join(pasta, 'saida'), 'utf8')) ?? [];
    return JSON.parse(json) as Alvo[];
  };
  const trocar = ({ servico, referencia, migracoes }: Alvo) =>
    passo('rollout', 'rollout', {
      SERVICO: servico,
      REFERENCIA: referencia,
      MIGRACOES: migracoes,
    });
  const pedidosAoServidor = () => readFileSync(join(pasta, 'pedidos'), 'utf8').trim().split('\n');

  it.each([
    ['api', 'scheduler', 'worker'],
    ['scheduler', 'worker', 'api'],
    ['worker', 'api', 'scheduler'],
  ])('asked for as %s, %s, %s goes in the order of ./julia update', (...servicos) => {
    expect(alvosDe(servicos).map(({ servico }) => servico)).toEqual(ordemDoUpdate());
  });

  it('migrates before anything is swapped, because only the rollout of the api would', () => {
    for (const alvo of alvosDe(['api', 'scheduler', 'worker'])) expect(trocar(alvo)).toBe(0);
    expect(pedidosAoServidor()).toEqual([
      `migrar ${referenciaDe('api')}`,
      `rollout worker ${referenciaDe('worker')}`,
      `rollout api ${referenciaDe('api')}`,
      `rollout scheduler ${referenciaDe('scheduler')}`,
    ]);
  });

  it.each([[['worker']], [['scheduler', 'api']], [['scheduler', 'worker']]])(
    'of %j asks for no migration: there is none, or the api comes first',
    (servicos) => {
      for (const alvo of alvosDe(servicos)) expect(trocar(alvo)).toBe(0);
      expect(pedidosAoServidor().join('\n')).not.toContain('migrar');
    },
  );

  it('wants what migrates signed as well', () => {
    const [REFERENCIA, MIGRACOES] = [referenciaDe('worker'), referenciaDe('api')];
    const conferir = (...boas: readonly string[]) =>
      passo('rollout', 'assinatura', { REFERENCIA, MIGRACOES, ...assinadas(...boas) });
    expect(conferir(REFERENCIA, MIGRACOES)).toBe(0);
    expect(conferir(REFERENCIA)).not.toBe(0);
    expect(conferir(MIGRACOES)).not.toBe(0);
  });

  it('swaps nothing when the migrations fail', () => {
    writeFileSync(
      join(pasta, 'ssh/julia'),
      `#!/bin/sh\necho "$*" >>"${pasta}/pedidos"\ncase $1 in migrar) exit 1 ;; esac\n`,
    );
    const [primeiro] = alvosDe(['api', 'worker']);
    expect(primeiro && trocar(primeiro)).toBe(1);
    expect(pedidosAoServidor()).toEqual([`migrar ${referenciaDe('api')}`]);
  });

  it('by hand goes back with a rollback alone', () => {
    expect(passo('alvos', 'alvos', { ALVOS: '', SERVICO: 'api', REFERENCIA: '' })).toBe(0);
    expect(trocar({ servico: 'api', referencia: '', servidor: '', migracoes: '' })).toBe(0);
    expect(pedidosAoServidor()).toEqual(['rollback api']);
  });

  it.each([
    ['another service', 'redis', referenciaDe('api')],
    ['an image without digest', 'api', 'ghcr.io/revoluna/julia-api:v1.2.3'],
  ])('refuses %s', (_qual, SERVICO, REFERENCIA) => {
    expect(passo('alvos', 'alvos', { ALVOS: '', SERVICO, REFERENCIA })).not.toBe(0);
  });
});

describe('who has services to swap', () => {
  it.each(['images.yml', 'producao.yml'])('%s leaves it to deploy.yml', (arquivo) => {
    const { jobs } = fluxoSchema.parse(parse(ler(`.github/workflows/${arquivo}`)));
    const chamados = Object.values(jobs).map(({ uses }) => uses);
    expect(chamados).toContain('./.github/workflows/deploy.yml');
    expect(ler(`.github/workflows/${arquivo}`)).not.toMatch(/\bssh\b/);
  });
});
