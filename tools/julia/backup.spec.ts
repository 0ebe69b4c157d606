import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { run } from '../docker/command.ts';
import { MaquinaDeMentira, type Resposta } from './maquina-de-mentira.ts';

const ENV = `COMPOSE_PROJECT_NAME=teste
COMPOSE_FILE=compose/compose.yaml:compose/backup.yaml
ANTHROPIC_API_KEY=sk-ant-nao-pode-ser-copiada
SUPABASE_DB_URL=postgresql://postgres:senha-do-banco@banco.exemplo.com:5432/postgres
REDIS_URL=redis://:senha-do-redis@redis:6379/0
MAX_MSGS_POR_HORA=20
`;

const plano = 'copia=1a2b3c4d\ninstante=2026-11-20T06:30:00Z\npartes=redis banco\nlinhas=120\n';
const motor: Resposta = { quando: 'info*', saida: '24.0.0' };
const emDocker: readonly Resposta[] = [
  motor,
  { quando: '*run*restaurar plano*', saida: plano },
  { quando: '*config --services*', saida: 'julia-api\nredis\n' },
  { quando: 'ps -a*Label*', saida: 'julia-api\njulia-worker\nredis\n' },
  { quando: 'ps -aq --no-trunc*', saida: 'abc\n' },
  { quando: 'inspect*RestartPolicy*', saida: 'unless-stopped\n' },
  { quando: 'inspect*', saida: 'running|healthy|0|0|desde|imagem|versao|false\n' },
  { quando: 'ps*' },
  { quando: '*compose*' },
  { quando: 'volume*' },
];

describe('./julia backup, restore and drill', () => {
  let maquina: MaquinaDeMentira;
  beforeEach(async () => {
    maquina = await MaquinaDeMentira.criar();
    await maquina.escrever('.env', ENV);
    await maquina.fingir('docker', emDocker);
  });
  afterEach(() => maquina.remover());

  const chamadas = async (palavra: string) =>
    (await maquina.chamadas('docker')).filter((chamada) => chamada.includes(palavra));

  it('backs up in a throw-away container and gives its exit code', async () => {
    const certo = await maquina.julia(['backup']);
    expect([certo.code, certo.stderr]).toEqual([
      0,
      expect.stringContaining('$ docker compose run'),
    ]);
    expect(await chamadas('backup copiar manual')).toHaveLength(1);
    await maquina.fingir('docker', [motor, { quando: '*copiar*', codigo: 75, erro: 'ocupado' }]);
    expect((await maquina.julia(['backup'])).code).toBe(75);
  });

  it('hands the copy the settings without any secret', async () => {
    await maquina.julia(['backup']);
    const copiado = await maquina.ler('.julia/instalacao/env-sem-segredos');
    for (const segredo of ['sk-ant', 'senha-do-banco', 'senha-do-redis']) {
      expect(copiado).not.toContain(segredo);
    }
    expect(copiado).toContain('MAX_MSGS_POR_HORA=20');
    expect(copiado).toContain('REDIS_URL=redis://redis:6379/0');
  });

  it('finds its files also where the deployment does not list them', async () => {
    await maquina.escrever('.env', ENV.replace(':compose/backup.yaml', ':compose/segredos.yaml'));
    const { stderr } = await maquina.julia(['backup', '--listar']);
    expect(stderr).toContain(
      'COMPOSE_FILE=compose/compose.yaml:compose/segredos.yaml:compose/backup.yaml:compose/backup-segredos.yaml',
    );
  });

  it('tells the doctor when the last good backup was', async () => {
    const segundos = Math.floor(Date.now() / 1000) - 3 * 3600;
    await maquina.escrever(
      '.julia/metricas/backup.prom',
      `# TYPE x gauge\njulia_backup_ultimo_sucesso_segundos ${segundos}\n`,
    );
    const { stdout } = await maquina.julia(['doctor']);
    expect(stdout).toMatch(/Cópia de segurança: há 3 h/);
  });

  it('restores nothing without a yes', async () => {
    const { code, stdout, stderr } = await maquina.julia(['restore']);
    expect(code).not.toBe(0);
    expect(stdout).toContain('Cópia 1a2b3c4d, de 2026-11-20T06:30:00Z');
    expect(stderr).toContain('Não restaurei nada');
    expect(await chamadas('stop')).toEqual([]);
    expect(await chamadas('restaurar banco')).toEqual([]);
  });

  it('stops nothing when the copy cannot be opened', async () => {
    await maquina.fingir('docker', [
      motor,
      { quando: '*restaurar plano*', codigo: 3, erro: 'BACKUP_SENHA não abre este repositório' },
    ]);
    const { code, stderr } = await maquina.julia(['restore', '--sim']);
    expect(code).toBe(3);
    expect(stderr).toContain('BACKUP_SENHA não abre');
    expect(await chamadas('stop')).toEqual([]);
  });

  it('stops who writes, restores that one copy, and never mentions a password', async () => {
    const { code, stdout, stderr } = await maquina.julia(['restore', '--sim']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('PAUSADA')]);
    expect(stdout).toContain('./julia restore --retomar');
    const [parada = ''] = await chamadas('compose stop');
    expect(parada.split(' ').slice(2).sort()).toEqual(['julia-api', 'julia-worker', 'redis']);
    const feitas = await chamadas(' restaurar ');
    expect(feitas.map((chamada) => chamada.split(' restaurar ')[1])).toEqual([
      'plano ',
      'banco 1a2b3c4d',
      'vizinhos 1a2b3c4d',
    ]);
    expect(stdout + stderr).not.toMatch(/senha-do-(banco|redis)/);
  });

  it('keeps the services stopped and says how to go on when the restore fails', async () => {
    await maquina.fingir('docker', [
      ...emDocker.slice(0, 2),
      { quando: '*restaurar banco*', codigo: 1, erro: 'O banco restaurado difere do manifesto' },
      ...emDocker.slice(2),
    ]);
    const { code, stdout } = await maquina.julia(['restore', '--sim']);
    expect(code).toBe(1);
    expect(stdout).toContain('O banco ficou como estava.');
    expect(await chamadas('restaurar vizinhos')).toEqual([]);
    expect(await chamadas('compose up')).toEqual([]);
  });

  it('restores the parts it is told and refuses unknown ones', async () => {
    await maquina.julia(['restore', '--sim', '--so', 'banco']);
    expect(await chamadas('restaurar vizinhos')).toEqual([]);
    expect((await maquina.julia(['restore', '--so', 'tudo'])).code).toBe(2);
    expect((await maquina.julia(['restore', '--nada'])).code).toBe(2);
  });

  it('brings the migrations of the api that runs, which may be newer than the image', async () => {
    await maquina.fingir('docker', [
      { quando: 'image inspect julia-api:v2' },
      { quando: 'create *julia-api:v2', saida: 'id-criado\n' },
      { quando: 'cp id-criado:/app/supabase/migrations/. *' },
      { quando: 'rm -f id-criado' },
      ...emDocker,
    ]);
    await maquina.escrever('.env', `${ENV}JULIA_API_TAG=v2\n`);
    await maquina.julia(['backup']);
    const linhas = await maquina.chamadas('docker');
    const de = (palavra: string) => linhas.findIndex((linha) => linha.includes(palavra));
    expect(de('cp id-criado')).toBeGreaterThan(-1);
    expect(de('cp id-criado')).toBeLessThan(de('backup copiar manual'));
  });

  it('lets one drill at a time work, and is in no other operation’s way', async () => {
    await maquina.escrever('.julia/drill.lock', '');
    const travado = (trava: string, ...args: string[]) =>
      run('flock', [maquina.caminho('.julia', trava), maquina.caminho('julia'), ...args], {
        cwd: maquina.pasta,
        env: maquina.ambiente({ JULIA_TRAVA_ESPERA_S: '0' }),
      });
    const segundo = await travado('drill.lock', 'drill');
    expect([segundo.code, segundo.stderr]).toEqual([75, expect.stringContaining('em andamento')]);
    expect(await chamadas('volume rm')).toEqual([]);
    expect(await chamadas('ensaio-anotar')).toEqual([]);
    expect((await travado('rollout.lock', 'drill')).code).toBe(0);
    expect((await travado('drill.lock', 'backup')).code).toBe(0);
  });

  it('drills in a project of its own, writes the outcome down and cleans up', async () => {
    expect((await maquina.julia(['drill'])).code).toBe(0);
    const linhas = await maquina.chamadas('docker');
    const de = (palavra: string) => linhas.findIndex((linha) => linha.includes(palavra));
    expect(de('backup-ensaio-baixar')).toBeLessThan(de('run --rm -T ensaio'));
    expect(linhas.at(-1)).toContain('ensaio-anotar ok');
    expect(linhas).toContain('volume rm -f teste_backup_ensaio');

    await maquina.fingir('docker', [
      motor,
      { quando: '*-T ensaio', codigo: 1, erro: 'difere do manifesto' },
      { quando: '*' },
    ]);
    const ruim = await maquina.julia(['drill']);
    expect([ruim.code, ruim.stderr]).toEqual([1, expect.stringContaining('O ensaio falhou')]);
    expect((await maquina.chamadas('docker')).at(-1)).toContain('ensaio-anotar falhou');
  });
});
