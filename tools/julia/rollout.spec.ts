import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SERVICE_IMAGES } from '../docker/images.ts';
import { esperarAte } from '../infra/espera.ts';
import { planejar } from '../workflows/plano.ts';
import { RolloutDeMentira } from './rollout-de-mentira.ts';

/** The release that `.env` names in every test. */
const ENV = `COMPOSE_PROJECT_NAME=teste
# a comment that must survive
JULIA_API_TAG=v1.0.0 # the release
SEGREDO='com $cifrao'
`;

describe('./julia rollout', () => {
  let maquina: RolloutDeMentira;
  const julia: RolloutDeMentira['julia'] = (...partes) => maquina.julia(...partes);
  const imagem = (ref: string, versao: string) => maquina.imagem(ref, versao);
  const escrever = (caminho: string, texto: string) => maquina.escrever(caminho, texto);
  const rodando = (servico: string) => maquina.rodando(servico);
  const env = () => maquina.env();
  const chamadas = () => maquina.chamadas();
  const auditoria = () => maquina.auditoria();

  beforeEach(() => {
    maquina = new RolloutDeMentira(ENV);
    imagem('julia-api:v1.0.0', '1.0.0');
    imagem('julia-api:v1.1.0', '1.1.0');
    escrever('servicos/julia-api', 'julia-api:v1.0.0');
  });

  afterEach(() => maquina.remover());

  it('puts a standby in front, migrates, swaps, watches, writes the release last and takes the standby away', async () => {
    const { codigo, saida } = await julia(['rollout', 'api', 'v1.1.0']);
    expect({ codigo, saida }).toMatchObject({ codigo: 0 });
    const passos = chamadas().filter(
      (chamada) => chamada.includes('compose ') && !chamada.startsWith('ps '),
    );
    expect(passos).toEqual([
      'julia-api:v1.1.0 compose run --rm --no-deps -T julia-migrate',
      'julia-api:v1.0.0 compose up -d --no-deps --no-build --force-recreate julia-api-reserva',
      'julia-api:v1.1.0 compose up -d --no-deps --no-build --force-recreate julia-api',
      'compose --profile reserva rm --stop --force julia-api-reserva',
    ]);
    expect(env()).toBe(
      ENV.replace('JULIA_API_TAG=v1.0.0 # the release', 'JULIA_API_TAG=v1.1.0') +
        'JULIA_API_IMAGE=julia-api\n',
    );
    expect([rodando('julia-api'), rodando('julia-api-reserva')]).toEqual([
      'julia-api:v1.1.0',
      null,
    ]);
    expect(auditoria()).toEqual([
      expect.objectContaining({
        tipo: 'rollout',
        servico: 'julia-api',
        de: 'julia-api:v1.0.0',
        para: 'julia-api:v1.1.0',
        resultado: 'ok',
      }),
    ]);
  });

  it.each([
    ['nunca-pronta', 'não ficou pronto'],
    ['cai', 'terminou sozinho'],
    ['outra-versao', 'responde como versão 9.9.9'],
  ])('undoes a build that is %s, and the release file never named it', async (defeito, motivo) => {
    escrever('ruim/julia-api:v1.1.0', defeito);
    const { codigo, saida } = await julia(['rollout', 'julia-api', 'v1.1.0']);
    expect(codigo).toBe(1);
    expect(saida).toContain(motivo);
    expect(saida).toContain('última linha do log');
    expect(env()).toBe(ENV);
    expect([rodando('julia-api'), rodando('julia-api-reserva')]).toEqual([
      'julia-api:v1.0.0',
      null,
    ]);
    expect(auditoria()).toEqual([expect.objectContaining({ resultado: 'desfeito' })]);
  });

  it.each([
    ['an image that is nowhere', ['rollout', 'api', 'v7.0.0'], 'não pôde ser baixada'],
    [
      'an image of another version',
      ['rollout', 'api', 'julia-api:v2.0.0'],
      'diz ser da versão 1.1.0',
    ],
    ['a migration that fails', ['rollout', 'api', 'v1.1.0'], 'migrações não foram aplicadas'],
  ])('refuses %s without touching the service', async (caso, argumentos, motivo) => {
    imagem('julia-api:v2.0.0', '1.1.0');
    if (caso.includes('migration')) escrever('migracao-falha', '');
    const { codigo, saida } = await julia(argumentos);
    expect(codigo).toBe(1);
    expect(saida).toContain(motivo);
    expect(chamadas().filter((chamada) => chamada.includes('compose up'))).toEqual([]);
    expect(env()).toBe(ENV);
    expect(auditoria()).toEqual([expect.objectContaining({ resultado: 'recusado' })]);
  });

  it('pulls what is not on this machine, by tag and digest from another registry', async () => {
    const ref = `registro.exemplo:5000/time/julia-api:v1.2.0@sha256:${'a'.repeat(64)}`;
    escrever(`registro/${ref.replaceAll('/', '_')}`, '1.2.0');
    expect(await julia(['rollout', 'api', ref])).toMatchObject({ codigo: 0 });
    expect(rodando('julia-api')).toBe(ref);
    expect(env()).toContain('JULIA_API_IMAGE=registro.exemplo:5000/time/julia-api\n');
    expect(env()).toContain(`JULIA_API_TAG=v1.2.0@sha256:${'a'.repeat(64)}\n`);
  });

  it('goes back to the release before, without pulling and without migrating', async () => {
    await julia(['rollout', 'api', 'v1.1.0']);
    escrever('chamadas', '');
    expect(await julia(['rollback', 'api'])).toMatchObject({ codigo: 0 });
    expect(rodando('julia-api')).toBe('julia-api:v1.0.0');
    expect(env()).toContain('JULIA_API_TAG=v1.0.0\n');
    expect(chamadas().join('\n')).not.toMatch(/pull|julia-migrate/);
    expect(auditoria().at(-1)).toMatchObject({ tipo: 'rollback', resultado: 'ok' });
  });

  it('goes further back with each rollback, never forward to what was left', async () => {
    imagem('julia-api:v1.2.0', '1.2.0');
    for (const versao of ['v1.1.0', 'v1.2.0', 'v1.2.0']) await julia(['rollout', 'api', versao]);
    for (const versao of ['v1.1.0', 'v1.0.0']) {
      expect(await julia(['rollback', 'api'])).toMatchObject({ codigo: 0 });
      expect(rodando('julia-api')).toBe(`julia-api:${versao}`);
    }
    expect((await julia(['rollback', 'api'])).saida).toContain('Não sei qual era a versão');
  });

  it('leaves nothing that looks like an interrupted operation, whether it went well or not', async () => {
    const trava = () => readFileSync(join(maquina.raiz, '.julia/rollout.lock'), 'utf8');
    await julia(['rollout', 'api', 'v1.1.0']);
    expect(trava()).toBe('');
    await julia(['rollout', 'api', 'v7.0.0']);
    expect(trava()).toBe('');
    imagem('julia-api:v1.2.0', '1.2.0');
    escrever('ruim/julia-api:v1.2.0', 'cai');
    expect(await julia(['rollout', 'api', 'v1.2.0'])).toMatchObject({ codigo: 1 });
    expect(trava()).toBe('');
  });

  it('takes the image of a commit as CI tags and labels it', async () => {
    const { publicar, construir } = planejar({
      imagens: SERVICE_IMAGES,
      identidade: {
        version: '1.1.0',
        license: 'MIT',
        revision: 'abcdef0123456789abcdef0123456789abcdef01',
        created: '2026-11-22T10:00:00Z',
        sourceDateEpoch: '1795341600',
      },
      afetados: ['api'],
      arquivos: [],
      registry: '',
      dono: 'revoluna',
      ref: 'refs/heads/main',
    });
    const [etiqueta = ''] = publicar[0]?.etiquetas.split(' ') ?? [];
    const ref = `${publicar[0]?.repositorio ?? ''}:${etiqueta}`;
    imagem(ref, construir[0]?.versao ?? '');
    expect(await julia(['rollout', 'api', ref])).toMatchObject({ codigo: 0 });
    expect(rodando('julia-api')).toBe('ghcr.io/revoluna/julia-api:v1.1.0-abcdef012345');
  });

  it('says so when it does not know the release before', async () => {
    const { codigo, saida } = await julia(['rollback', 'api']);
    expect(codigo).toBe(1);
    expect(saida).toContain('Não sei qual era a versão');
  });

  it.each([
    'depois *run*julia-migrate',
    '*up*julia-api-reserva',
    'depois *up*julia-api-reserva',
    '*v1.1.0*up*julia-api',
    'depois *v1.1.0*up*julia-api',
    'exec id-julia-api',
    '*--profile*',
    'depois *--profile*',
  ])('killed at «%s», the next run converges', async (momento) => {
    escrever('matar', momento);
    const morto = await julia(['rollout', 'api', 'v1.1.0']);
    expect({ ...morto, morreu: !existsSync(maquina.falso('matar')) }).toMatchObject({
      codigo: null,
      morreu: true,
    });
    const gravou = momento.includes('--profile');
    expect(env().includes('JULIA_API_TAG=v1.1.0')).toBe(gravou);
    expect([rodando('julia-api'), rodando('julia-api-reserva')]).toContain(
      gravou ? 'julia-api:v1.1.0' : 'julia-api:v1.0.0',
    );

    const depois = await julia(['rollout', 'api', 'v1.1.0']);
    expect(depois).toMatchObject({ codigo: 0 });
    expect([rodando('julia-api'), rodando('julia-api-reserva')]).toEqual([
      'julia-api:v1.1.0',
      null,
    ]);
    expect(auditoria().map(({ resultado }) => resultado)).toEqual([
      gravou ? 'ok' : 'interrompido',
      'ok',
    ]);
  });

  it('is refused while another holds the lock, which it names', async () => {
    const primeiro = julia(['rollout', 'api', 'v1.1.0'], { ROLLOUT_OBSERVACAO_S: '3' });
    await esperarAte(() => existsSync(maquina.falso('servicos/julia-api-reserva')));
    const { codigo, saida } = await julia(['rollout', 'worker', 'v1.1.0']);
    expect(codigo).toBe(75);
    expect(saida).toMatch(
      /rollout julia-api julia-api:v1\.1\.0 \(por .+, desde .+, processo \d+\)/,
    );
    expect(await primeiro).toMatchObject({ codigo: 0 });
  });

  it('goes on without a standby when there is nothing to protect', async () => {
    escrever('ruim/julia-api:v1.0.0', 'nunca-pronta');
    const { codigo, saida } = await julia(['rollout', 'api', 'v1.1.0']);
    expect(codigo).toBe(0);
    expect(saida).toContain('sigo sem reserva');
    expect(rodando('julia-api')).toBe('julia-api:v1.1.0');
  });

  it.each([
    [['rollout', 'redis', 'v1'], 'Não conheço o serviço'],
    [['rollout', 'api', 'v1;rm -rf /'], 'não é uma versão'],
    [['rollout', 'api'], 'Diga o serviço e a versão'],
  ])('%j is a wrong use', async (argumentos, motivo) => {
    const { codigo, saida } = await julia(argumentos);
    expect(codigo).toBe(2);
    expect(saida).toContain(motivo);
  });
});
