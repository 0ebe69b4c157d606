import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RolloutDeMentira } from './rollout-de-mentira.ts';

const ENV = 'COMPOSE_PROJECT_NAME=teste\nJULIA_API_TAG=v1.0.0\n';

describe('./julia migrar', () => {
  let maquina: RolloutDeMentira;
  const doCompose = () => maquina.chamadas().filter((chamada) => chamada.includes('compose '));

  beforeEach(() => {
    maquina = new RolloutDeMentira(ENV);
    maquina.imagem('julia-api:v1.0.0', '1.0.0');
    maquina.imagem('julia-api:v1.1.0', '1.1.0');
    maquina.escrever('servicos/julia-api', 'julia-api:v1.0.0');
  });
  afterEach(() => maquina.remover());

  it('applies the migrations of a version and swaps nothing', async () => {
    expect(await maquina.julia(['migrar', 'v1.1.0'])).toMatchObject({ codigo: 0 });
    expect(doCompose()).toEqual(['julia-api:v1.1.0 compose run --rm --no-deps -T julia-migrate']);
    expect(maquina.rodando('julia-api')).toBe('julia-api:v1.0.0');
    expect(maquina.env()).toBe(ENV);
  });

  it('pulls what is not on this machine, by tag and digest', async () => {
    const ref = `registro.exemplo:5000/time/julia-api:v1.2.0@sha256:${'a'.repeat(64)}`;
    maquina.escrever(`registro/${ref.replaceAll('/', '_')}`, '1.2.0');
    expect(await maquina.julia(['migrar', ref])).toMatchObject({ codigo: 0 });
    expect(doCompose()).toEqual([`${ref} compose run --rm --no-deps -T julia-migrate`]);
  });

  it.each([
    ['an image that is nowhere', 'v7.0.0', 'não pôde ser baixada'],
    ['an image of another version', 'julia-api:v2.0.0', 'diz ser da versão 1.1.0'],
    ['a migration that fails', 'v1.1.0', 'migrações não foram aplicadas'],
  ])('ends with 1 and says why at %s', async (caso, versao, motivo) => {
    maquina.imagem('julia-api:v2.0.0', '1.1.0');
    if (caso.includes('migration')) maquina.escrever('migracao-falha', '');
    const { codigo, saida } = await maquina.julia(['migrar', versao]);
    expect(codigo).toBe(1);
    expect(saida).toContain(motivo);
  });

  it.each([
    [['migrar'], 'Diga a versão'],
    [['migrar', 'v1;rm -rf /'], 'não é uma versão'],
  ])('%j is a wrong use', async (argumentos, motivo) => {
    const { codigo, saida } = await maquina.julia(argumentos);
    expect(codigo).toBe(2);
    expect(saida).toContain(motivo);
  });
});
