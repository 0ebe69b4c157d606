import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RolloutDeMentira } from './rollout-de-mentira.ts';

const ENV = 'COMPOSE_PROJECT_NAME=teste\nJULIA_WORKER_COPIAS=2\nJULIA_WORKER_TAG=v1.0.0\n';
const copias = ['julia-worker', 'julia-worker#2'];

describe('./julia rollout of a worker in two copies', () => {
  let maquina: RolloutDeMentira;
  const trocar = (extra: Record<string, string> = {}) =>
    maquina.julia(['rollout', 'worker', 'v1.1.0'], extra);
  const rodando = () => copias.map((copia) => maquina.rodando(copia));
  const subidas = () =>
    maquina.chamadas().flatMap((chamada) => {
      const [, ref, servico] = /^(\S+) compose up .* (\S+)$/.exec(chamada) ?? [];
      return ref && servico ? [`${ref} ${servico}`] : [];
    });

  beforeEach(() => {
    maquina = new RolloutDeMentira(ENV);
    for (const versao of ['1.0.0', '1.1.0']) maquina.imagem(`julia-worker:v${versao}`, versao);
    for (const copia of copias) maquina.escrever(`servicos/${copia}`, 'julia-worker:v1.0.0');
  });
  afterEach(() => maquina.remover());

  it('swaps both', async () => {
    expect(await trocar()).toMatchObject({ codigo: 0 });
    expect(rodando()).toEqual(['julia-worker:v1.1.0', 'julia-worker:v1.1.0']);
    expect(maquina.env()).toContain('JULIA_WORKER_TAG=v1.1.0\n');
  });

  it.each([
    ['1', 'nunca-pronta', 'não ficou pronto'],
    ['2', 'nunca-pronta', 'não ficou pronto'],
    ['1', 'outra-versao', 'responde como versão 9.9.9'],
    ['2', 'outra-versao', 'responde como versão 9.9.9'],
    ['1', 'cai', 'terminou sozinho'],
    ['2', 'cai', 'terminou sozinho'],
  ])('undoes both when copy %s is %s', async (copia, defeito, motivo) => {
    maquina.escrever(`ruim/julia-worker:v1.1.0#${copia}`, defeito);
    const { codigo, saida } = await trocar({ ROLLOUT_OBSERVACAO_S: '3' });
    expect({ codigo, rodando: rodando() }).toEqual({
      codigo: 1,
      rodando: ['julia-worker:v1.0.0', 'julia-worker:v1.0.0'],
    });
    const nome = copia === '1' ? 'julia-worker' : 'julia-worker#2';
    expect(saida).toContain(motivo);
    expect(saida).toContain(`teste-${nome}: `);
    expect(maquina.chamadas()).toContain(`logs --tail 20 id-${nome}`);
    expect(maquina.env()).toBe(ENV);
    expect(maquina.auditoria()).toEqual([expect.objectContaining({ resultado: 'desfeito' })]);
  });

  it.each(['1', '2'])('puts a standby in front when copy %s alone is not ready', async (copia) => {
    maquina.escrever(`ruim/julia-worker:v1.0.0#${copia}`, 'nunca-pronta');
    await trocar();
    expect(subidas()[0]).toBe('julia-worker:v1.0.0 julia-worker-reserva');
  });

  it('brings both back after a death between one and the other', async () => {
    maquina.escrever('servicos/julia-worker#2', 'julia-worker:v1.1.0');
    maquina.escrever('servicos/julia-worker-reserva', 'julia-worker:v1.0.0');
    expect(await trocar()).toMatchObject({ codigo: 0 });
    expect(subidas()).toEqual([
      'julia-worker:v1.0.0 julia-worker',
      'julia-worker:v1.0.0 julia-worker-reserva',
      'julia-worker:v1.1.0 julia-worker',
    ]);
  });
});
