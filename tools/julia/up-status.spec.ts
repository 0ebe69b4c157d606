import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { respostasDe, type ConteinerDeMentira } from './conteineres-de-mentira.ts';
import { MaquinaDeMentira, type Resposta } from './maquina-de-mentira.ts';

const bons: readonly ConteinerDeMentira[] = [
  { servico: 'redis' },
  { servico: 'julia-migrate', estado: 'exited', saude: '-', politica: 'no' },
  { servico: 'julia-api' },
  { servico: 'julia-worker' },
];
const com = (mudado: ConteinerDeMentira) =>
  bons.map((c) => (c.servico === mudado.servico ? mudado : c));

describe('./julia up and status', () => {
  let maquina: MaquinaDeMentira;
  beforeEach(async () => {
    maquina = await MaquinaDeMentira.criar();
    await maquina.escrever('.env', 'COMPOSE_PROJECT_NAME=julia\n');
  });
  afterEach(() => maquina.remover());

  const fingir = (
    conteineres: readonly ConteinerDeMentira[],
    primeiras: readonly Resposta[] = [],
    desejados?: readonly string[],
  ) =>
    maquina.fingir('docker', [
      ...primeiras,
      ...respostasDe(conteineres, desejados ? [...desejados] : undefined),
      { quando: 'compose up -d*' },
    ]);

  it('prints each line before it runs and ends when all are healthy', async () => {
    await fingir(bons);
    const { code, stdout, stderr } = await maquina.julia(['up']);
    expect(code).toBe(0);
    expect(stderr).toContain('$ docker compose up -d\n');
    expect(stdout).toContain('Tudo no ar: 4 serviços');
    expect(await maquina.chamadas('docker')).toContain('compose up -d');
  });

  it('makes the folders that Compose mounts before the engine would, as root', async () => {
    await fingir(bons);
    await maquina.julia(['up']);
    expect((await readdir(maquina.caminho('.julia'))).sort()).toEqual(
      expect.arrayContaining(['instalacao', 'metricas', 'migracoes']),
    );
  });

  it('passes services and --construir on', async () => {
    await fingir(bons);
    await maquina.julia(['up', '--construir', 'julia-api']);
    expect(await maquina.chamadas('docker')).toContain('compose up -d --build julia-api');
  });

  it.each([
    [
      {
        servico: 'julia-worker',
        saude: 'unhealthy',
        ultimaSaude: 'HTTP 503',
        log: 'connect ECONNREFUSED redis:6379',
      },
      'Não alcança o Redis',
    ],
    [
      {
        servico: 'julia-worker',
        estado: 'restarting',
        codigo: 1,
        reinicios: 6,
        log: 'Invalid API key',
      },
      'chave do Supabase',
    ],
    [
      { servico: 'julia-worker', estado: 'exited', codigo: 137, semMemoria: true, log: '' },
      'Faltou memória',
    ],
    [
      { servico: 'julia-worker', estado: 'exited', codigo: 1, log: 'EACCES: permission denied' },
      './julia init',
    ],
    [
      { servico: 'julia-worker', estado: 'exited', codigo: 1, log: 'exec format error' },
      'outra arquitetura',
    ],
  ])('names the culprit with its state, last words and what to try: %o', async (ruim, dica) => {
    await fingir(com(ruim));
    const { code, stdout, stderr } = await maquina.julia(['up', '--espera', '0']);
    expect(code).toBe(1);
    expect(stderr).toContain('Quem não subiu: julia-worker');
    expect(stdout).toContain(ruim.log);
    if ('ultimaSaude' in ruim) expect(stdout).toContain(ruim.ultimaSaude);
    expect(stdout).toContain(dica);
  });

  it('blames the one-shot that failed, not those who wait for it', async () => {
    const conteineres = [
      { servico: 'redis' },
      {
        servico: 'julia-migrate',
        estado: 'exited',
        saude: '-',
        codigo: 3,
        politica: 'no',
        log: 'esquema novo demais',
      },
      { servico: 'julia-api', estado: 'created', saude: '-' },
    ];
    await fingir(conteineres, [{ quando: 'compose up -d*', codigo: 1 }]);
    const { code, stdout, stderr } = await maquina.julia(['up']);
    expect(code).toBe(1);
    expect(stderr).toContain('Quem não subiu: julia-migrate');
    expect(stdout).toContain('esquema novo demais');
    expect(stdout).not.toContain('julia-api:');
  });

  it('says what to do about an image that is missing', async () => {
    await fingir(
      bons.slice(0, 2),
      [{ quando: 'compose up -d*', codigo: 18 }],
      bons.map((c) => c.servico),
    );
    const { stderr } = await maquina.julia(['up']);
    expect(stderr).toContain('./julia unbundle');
  });

  it('a configuration that does not render ends with 3', async () => {
    await fingir(bons, [
      { quando: 'compose config --services', erro: 'invalid compose project', codigo: 15 },
    ]);
    const { code, stderr } = await maquina.julia(['up']);
    expect(code).toBe(3);
    expect(stderr).toContain('invalid compose project');
  });

  it('status shows a line per service and ends with 0 when all is well', async () => {
    await fingir(bons);
    const { code, stdout } = await maquina.julia(['status']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^SERVIÇO +ESTADO +VERSÃO +DESDE +REINÍCIOS$/m);
    expect(stdout).toMatch(/^julia-api +saudável +v1 +há \d+ s +0$/m);
    expect(stdout).toMatch(/^julia-migrate +terminou/m);
  });

  it('status names who is not ready and ends with 1', async () => {
    await fingir(
      com({ servico: 'julia-api', saude: 'unhealthy' }),
      [],
      [...bons.map((c) => c.servico), 'edge'],
    );
    const { code, stdout } = await maquina.julia(['status']);
    expect(code).toBe(1);
    expect(stdout).toContain('Não estão prontos: edge julia-api');
    expect(stdout).toMatch(/^edge +não criado/m);
  });

  it('status does not call a failure what only has not started yet', async () => {
    await fingir(com({ servico: 'julia-api', saude: 'starting' }));
    const { code, stdout } = await maquina.julia(['status']);
    expect(code).toBe(0);
    expect(stdout).toContain('Ainda iniciando: julia-api');
  });

  it('status notices what an interrupted rollout left behind', async () => {
    await maquina.escrever(
      '.julia/rollout.lock',
      'pid=999999\ndono=ana@servidor\nmotivo=rollout julia-api v2\n',
    );
    await fingir(
      [...bons, { servico: 'julia-api-reserva' }],
      [],
      bons.map((c) => c.servico),
    );
    const { stdout } = await maquina.julia(['status']);
    expect(stdout).toContain('interrompida: rollout julia-api v2 (ainda há: julia-api-reserva )');
  });
});
