import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RolloutDeMentira } from './rollout-de-mentira.ts';

const servicos = ['julia-worker', 'julia-api', 'julia-scheduler'];
const tag = (servico: string) => `${servico.toUpperCase().replaceAll('-', '_')}_TAG=v1.0.0\n`;

describe('./julia update with the real rollout behind it', () => {
  let maquina: RolloutDeMentira;
  const atualizar = (...argumentos: string[]) =>
    maquina.julia(['update', '--continuar', ...argumentos], { JULIA_UP_ESPERA_S: '2' });
  const novas = () => {
    for (const servico of servicos) maquina.imagem(`${servico}:v1.1.0`, '1.1.0');
  };
  /** What happened to the new version, in order. */
  const trocas = () =>
    maquina.chamadas().flatMap((chamada) => {
      if (chamada.includes('julia-migrate')) return ['migração'];
      return /v1\.1\.0 compose up .* (julia-[a-z]+)$/.exec(chamada)?.[1] ?? [];
    });

  beforeEach(() => {
    maquina = new RolloutDeMentira(`COMPOSE_PROJECT_NAME=teste\n${servicos.map(tag).join('')}`);
    for (const servico of servicos) {
      maquina.imagem(`${servico}:v1.0.0`, '1.0.0');
      maquina.escrever(`servicos/${servico}`, `${servico}:v1.0.0`);
    }
  });
  afterEach(() => maquina.remover());

  it('builds what no registry has, migrates first, then swaps one after the other', async () => {
    expect(await atualizar('v1.1.0')).toMatchObject({ codigo: 0 });
    // The api's own rollout looks again whether there is anything to migrate.
    expect(trocas()).toEqual([
      'migração',
      'julia-worker',
      'migração',
      'julia-api',
      'julia-scheduler',
    ]);
    for (const servico of servicos) expect(maquina.rodando(servico)).toBe(`${servico}:v1.1.0`);
  });

  it('goes on where it stopped: what is swapped stays', async () => {
    novas();
    maquina.escrever('ruim/julia-api:v1.1.0', 'nunca-pronta');
    expect(await atualizar('--local', 'v1.1.0')).toMatchObject({ codigo: 1 });
    expect(servicos.map((servico) => maquina.rodando(servico))).toEqual([
      'julia-worker:v1.1.0',
      'julia-api:v1.0.0',
      'julia-scheduler:v1.0.0',
    ]);
    rmSync(maquina.falso('ruim/julia-api:v1.1.0'));
    maquina.escrever('chamadas', '');
    expect(await atualizar('--local', 'v1.1.0')).toMatchObject({ codigo: 0 });
    expect(trocas()).toEqual(['migração', 'migração', 'julia-api', 'julia-scheduler']);
  });

  it('swaps again whoever has one copy left on the version before', async () => {
    novas();
    expect(await atualizar('--local', 'v1.1.0')).toMatchObject({ codigo: 0 });
    maquina.escrever('servicos/julia-worker#2', 'julia-worker:v1.0.0');
    maquina.escrever('chamadas', '');
    expect(await atualizar('--local', 'v1.1.0')).toMatchObject({ codigo: 0 });
    expect(trocas()).toEqual(['migração', 'julia-worker']);
  });

  it('swaps nothing when the migrations fail', async () => {
    novas();
    maquina.escrever('migracao-falha', '');
    const { codigo, saida } = await atualizar('--local', 'v1.1.0');
    expect({ codigo, trocas: trocas() }).toEqual({ codigo: 1, trocas: ['migração'] });
    expect(saida).toContain('nada foi trocado');
  });
});
