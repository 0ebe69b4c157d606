import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { portaLivre } from '../infra/index.ts';
import { MaquinaDeMentira, type Resposta } from './maquina-de-mentira.ts';

interface Achado {
  readonly estado: string;
  readonly nome: string;
  readonly achado: string;
  readonly remedio: string;
}

const df = (total: number, livre: number) =>
  `Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/vda1 ${total} 1 ${livre} 1% /\n`;
const gib = 1_048_576;

describe('./julia preflight', () => {
  let maquina: MaquinaDeMentira;
  let portas: { api: number; evolution: number; chatwoot: number };
  const servidores: Server[] = [];

  beforeEach(async () => {
    maquina = await MaquinaDeMentira.criar();
    portas = {
      api: await portaLivre(),
      evolution: await portaLivre(),
      chatwoot: await portaLivre(),
    };
    await maquina.escrever(
      '.env',
      `JULIA_PORTA=${portas.api}\nEVOLUTION_PORTA=${portas.evolution}\nCHATWOOT_PORTA=${portas.chatwoot}\nCOMPOSE_PROFILES=evolution,chatwoot\nSUPABASE_URL=https://banco.exemplo\n`,
    );
    await docker();
    await maquina.fingir('df', [
      { quando: '-Pk *', saida: df(40 * gib, 25 * gib) },
      { quando: '-Pi *', saida: df(1_000_000, 900_000) },
    ]);
    await maquina.fingir('sysctl', [{ quando: '*', saida: '1\n' }]);
    await maquina.fingir('getent', [{ quando: '*' }]);
    await maquina.fingir('timedatectl', [{ quando: '*', codigo: 1 }]);
    await relogio(0);
  });
  afterEach(async () => {
    for (const servidor of servidores.splice(0)) servidor.close();
    await maquina.remover();
  });

  const docker = (primeiras: readonly Resposta[] = []) =>
    maquina.fingir('docker', [
      ...primeiras,
      { quando: 'version --format *', saida: '20.10.24+dfsg1\n' },
      { quando: 'compose version --short', saida: '2.26.1-4\n' },
      { quando: 'info --format *MemTotal*', saida: `${4 * 1024 ** 3 - 200 * 1024 ** 2}\n` },
      { quando: 'info --format *MemoryLimit*', saida: 'true\n' },
      { quando: 'info --format *DockerRootDir*', saida: '/\n' },
      { quando: 'ps *' },
    ]);
  const relogio = (segundos: number) =>
    maquina.fingir('curl', [
      {
        quando: '*',
        saida: `HTTP/2 401\r\ndate: ${new Date(Date.now() + segundos * 1_000).toUTCString()}\r\n`,
      },
    ]);
  const achados = async (): Promise<{ codigo: number; linhas: Achado[] }> => {
    const { code, stdout } = await maquina.julia(['preflight', '--json']);
    const linhas = stdout.split('\n').filter(Boolean);
    return { codigo: code, linhas: linhas.map((linha) => JSON.parse(linha) as Achado) };
  };
  const ruins = async () => {
    const { codigo, linhas } = await achados();
    const falhas = linhas.filter(({ estado }) => estado === 'falha');
    expect(codigo).toBe(falhas.length > 0 ? 1 : 0);
    return linhas.filter(({ estado }) => estado !== 'ok');
  };
  const ocupar = (porta: number) =>
    new Promise<void>((resolve) => {
      servidores.push(createServer().listen(porta, '127.0.0.1', resolve));
    });

  it('finds nothing to complain about on a fit machine with 4 GB', async () => {
    expect(await ruins()).toEqual([]);
  });

  it.each([
    ['20.10.9', true],
    ['19.03.15', true],
    ['20.10.10', false],
    ['20.10.24+dfsg1', false],
    ['23.0.0', false],
    ['27.3.1', false],
  ])('Docker %s: too old is %s, with the reason', async (versao, velho) => {
    await docker([{ quando: 'version --format *', saida: `${versao}\n` }]);
    const lista = await ruins();
    expect(lista.map(({ nome }) => nome)).toEqual(velho ? ['Docker'] : []);
    if (velho) expect(lista[0]?.remedio).toMatch(/20\.10\.10.*clone3/);
  });

  it.each([
    ['1.29.2', true],
    ['2.0.0', false],
    ['v2.0.1', false],
    ['5.1.0', false],
  ])('Compose %s: too old is %s', async (versao, velho) => {
    await docker([{ quando: 'compose version --short', saida: `${versao}\n` }]);
    expect((await ruins()).map(({ nome }) => nome)).toEqual(velho ? ['Compose'] : []);
  });

  it('says that the plugin is missing when only Docker is there', async () => {
    await docker([{ quando: 'compose version --short', codigo: 1 }]);
    expect((await ruins())[0]).toMatchObject({ nome: 'Compose', estado: 'falha' });
  });

  it('asks for less memory when a neighbour is dropped', async () => {
    await docker([{ quando: 'info --format *MemTotal*', saida: `${2 * 1024 ** 3}\n` }]);
    expect((await ruins()).map(({ nome }) => nome)).toEqual(['Memória']);
    await maquina.escrever(
      '.env',
      `JULIA_PORTA=${portas.api}\nCOMPOSE_PROFILES=simulador\nSIMULADOR_PORTA=${portas.chatwoot}\n`,
    );
    expect(await ruins()).toEqual([]);
  });

  it('asks neither memory nor ports for neighbours that run elsewhere', async () => {
    await docker([{ quando: 'info --format *MemTotal*', saida: `${2 * 1024 ** 3}\n` }]);
    await maquina.escrever('.env', `JULIA_PORTA=${portas.api}\nCOMPOSE_PROFILES=\n`);
    const { codigo, linhas } = await achados();
    expect(codigo).toBe(0);
    const nomes = linhas.map(({ nome }) => nome);
    expect(nomes.filter((nome) => nome.startsWith('Porta'))).toEqual([`Porta ${portas.api}`]);
  });

  it.each([
    [40, 3, 'falha'],
    [10, 8, 'aviso'],
    [20, 12, 'ok'],
  ])('a disk of %d GB with %d free is %s', async (total, livre, estado) => {
    await maquina.fingir('df', [
      { quando: '-Pk *', saida: df(total * gib, livre * gib) },
      { quando: '-Pi *', saida: df(1_000_000, 900_000) },
    ]);
    const { linhas } = await achados();
    expect(linhas.find(({ nome }) => nome === 'Disco')?.estado).toBe(estado);
  });

  it('sees that inodes run out', async () => {
    await maquina.fingir('df', [
      { quando: '-Pk *', saida: df(40 * gib, 25 * gib) },
      { quando: '-Pi *', saida: df(1_000_000, 10) },
    ]);
    expect((await ruins()).map(({ nome }) => nome)).toEqual(['Inodes']);
  });

  it('names the container that has a port, and accepts our own', async () => {
    await ocupar(portas.api);
    await docker([{ quando: 'ps *', saida: 'outra-coisa nginx-1\n' }]);
    expect(await ruins()).toMatchObject([
      {
        nome: `Porta ${portas.api}`,
        achado: expect.stringContaining('nginx-1'),
        remedio: expect.stringContaining('JULIA_PORTA'),
      },
    ]);
    await docker([{ quando: 'ps *', saida: 'julia julia-edge-1\n' }]);
    expect(await ruins()).toEqual([]);
  });

  it.each([
    [3, 'ok'],
    [-30, 'aviso'],
    [600, 'falha'],
    [-600, 'falha'],
  ])('a clock that is %d s off is %s', async (segundos, estado) => {
    await relogio(segundos);
    const { linhas } = await achados();
    expect(linhas.find(({ nome }) => nome === 'Relógio')?.estado).toBe(estado);
  });

  it('never fails for want of the internet', async () => {
    await maquina.fingir('curl', [{ quando: '*', codigo: 6 }]);
    await maquina.fingir('getent', [{ quando: '*', codigo: 2 }]);
    const { codigo } = await achados();
    expect(codigo).toBe(0);
    expect((await ruins()).map(({ nome }) => nome)).toEqual(['Relógio', 'DNS']);
  });

  it('warns that Redis needs overcommit', async () => {
    await maquina.fingir('sysctl', [{ quando: '*', saida: '0\n' }]);
    expect((await ruins())[0]?.remedio).toContain('vm.overcommit_memory=1');
  });

  it('says every finding with its remedy to people too', async () => {
    await docker([{ quando: 'version --format *', codigo: 1 }]);
    const { code, stdout } = await maquina.julia(['preflight']);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^FALHA {2}Docker: o serviço não responde\n {7}→ Inicie com: sudo systemctl start docker/m,
    );
    expect(stdout).toMatch(/\d+ ok, \d+ aviso\(s\), 1 falha\(s\)\n$/);
  });
});
