import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { raizDoProjeto } from '../infra/caminhos.ts';
import { avisarAusencia, rodarSeHouver } from '../observabilidade/programa.ts';

const script = join(raizDoProjeto, 'scripts/deploy_remoto');
const digest = `sha256:${'a'.repeat(64)}`;
const imagem = `ghcr.io/revoluna/julia-api:v1.2.3-abc@${digest}`;

describe('scripts/deploy_remoto, what the deploy key may do', () => {
  let pasta = '';
  beforeAll(() => {
    pasta = mkdtempSync(join(tmpdir(), 'julia-deploy-'));
    mkdirSync(join(pasta, 'scripts'));
    cpSync(script, join(pasta, 'scripts/deploy_remoto'));
    cpSync(
      join(raizDoProjeto, 'scripts/julia/release.sh'),
      join(pasta, 'scripts/julia/release.sh'),
    );
    writeFileSync(
      join(pasta, '.env'),
      "JULIA_API_IMAGE='ghcr.io/revoluna/julia-api' # a nossa\nJULIA_WORKER_IMAGE=julia-worker\n",
    );
    writeFileSync(join(pasta, 'julia'), '#!/bin/sh\nprintf "[%s]" "$@"\n');
    chmodSync(join(pasta, 'julia'), 0o755);
  });
  afterAll(() => rmSync(pasta, { recursive: true, force: true }));

  const pedir = (pedido: string) =>
    rodarSeHouver('bash', [join(pasta, 'scripts/deploy_remoto')], {
      PATH: process.env['PATH'],
      SSH_ORIGINAL_COMMAND: pedido,
    });

  it.each([
    [`rollout api ${imagem}`, `[rollout][api][${imagem}]`],
    [`migrar ${imagem}`, `[migrar][${imagem}]`],
    ['rollback worker', '[rollback][worker]'],
    ['status', '[status]'],
  ])('lets %s through', (pedido, chamada) => {
    expect(pedir(pedido)).toEqual({ codigo: 0, saida: chamada });
  });

  it.each([
    '',
    'bash',
    'rollout',
    'rollout redis ghcr.io/x/y:z@sha256:0',
    'rollout api v1.2.3',
    `rollout api ghcr.io/revoluna/julia-api:latest`,
    `rollout api ${imagem}; id`,
    `rollout api ${imagem}\nid`,
    `rollout api $(id)@${digest}`,
    'migrar',
    'migrar v1.2.3',
    'migrar ghcr.io/revoluna/julia-api:latest',
    `migrar ${imagem}; id`,
    `migrar api ${imagem}`,
    'rollback api v1; id',
    'restore',
    'backup',
    'status -v',
    ' status',
  ])('refuses %j', (pedido) => {
    const rodada = pedir(pedido);
    expect(rodada?.codigo).toBe(2);
    expect(rodada?.saida).toMatch(/^Recusado: /);
  });

  it.each([
    ['another registry', imagem.replace('ghcr.io', 'ghcr.exemplo')],
    ['another owner', imagem.replace('revoluna', 'revoluna2')],
    ['a name that only begins alike', imagem.replace('julia-api', 'julia-api-x')],
    ['a longer path', imagem.replace('revoluna/', 'revoluna/julia-api/')],
  ])('refuses the image of %s', (_qual, referencia) => {
    for (const pedido of ['rollout api', 'migrar']) {
      const rodada = pedir(`${pedido} ${referencia}`);
      expect(rodada?.codigo).toBe(2);
      expect(rodada?.saida).toContain('a imagem não é ghcr.io/revoluna/julia-api');
    }
  });

  it('refuses every image where .env names none of a registry', () => {
    for (const servico of ['worker', 'scheduler']) {
      const rodada = pedir(`rollout ${servico} ${imagem}`);
      expect(rodada?.codigo).toBe(2);
      expect(rodada?.saida).toContain(`JULIA_${servico.toUpperCase()}_IMAGE`);
    }
  });

  it('is clean for shellcheck', () => {
    const rodada = rodarSeHouver('shellcheck', [
      script,
      join(raizDoProjeto, 'compose/alertmanager/iniciar.sh'),
    ]);
    if (!rodada) {
      avisarAusencia('shellcheck', 'shellcheck');
      return;
    }
    expect(rodada.saida).toBe('');
  });
});
