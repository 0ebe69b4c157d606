import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';

const raiz = fileURLToPath(new URL('../../../', import.meta.url));
const bundle = `${raiz}dist/test/servico-de-prova.mjs`;
const vivos = new Set<ChildProcess>();

beforeAll(async () => {
  const construir = fileURLToPath(new URL('bundle-servico.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [construir, bundle]);
}, 60_000);

afterEach(() => {
  for (const filho of vivos) filho.kill('SIGKILL');
  vivos.clear();
});

async function portaLivre(): Promise<number> {
  const servidor = createServer().listen(0, '127.0.0.1');
  await once(servidor, 'listening');
  const { port } = servidor.address() as AddressInfo;
  servidor.close();
  await once(servidor, 'close');
  return port;
}

function iniciar(porta: number, prazoMs = 10_000, esperaMs = 0, modo = '') {
  const argumentos = [porta, prazoMs, esperaMs, modo].map(String);
  const filho = spawn(process.execPath, [bundle, ...argumentos]);
  vivos.add(filho);
  let texto = '';
  let erro = '';
  filho.stderr.on('data', (pedaco: Buffer) => (erro += pedaco.toString()));
  const linha = (msg: string) =>
    new Promise<void>((resolve, reject) => {
      const olhar = () => texto.includes(`"msg":"${msg}"`) && resolve();
      filho.stdout.on('data', (pedaco: Buffer) => {
        texto += pedaco.toString();
        olhar();
      });
      filho.once('exit', () => reject(new Error(`ended before "${msg}": ${erro}`)));
      olhar();
    });
  const fim = once(filho, 'exit').then(([codigo]) => codigo as number | null);
  const pedir = (caminho: string) => fetch(`http://127.0.0.1:${porta}${caminho}`);
  return { filho, linha, fim, pedir, erro: () => erro };
}

describe('serve', () => {
  it('turns unready on SIGTERM, finishes the work in hand and exits with 0', async () => {
    const servico = iniciar(await portaLivre());
    await servico.linha('service listening');
    expect((await servico.pedir('/health/ready')).status).toBe(200);
    await servico.pedir('/comecar');

    const drenando = servico.linha('service draining');
    servico.filho.kill('SIGTERM');
    await drenando;
    const resposta = await servico.pedir('/health/ready');
    expect([resposta.status, ((await resposta.json()) as { status: string }).status]).toEqual([
      503,
      'drenando',
    ]);
    expect((await servico.pedir('/health')).status).toBe(200);

    await servico.pedir('/acabar');
    expect(await servico.fim).toBe(0);
  }, 30_000);

  it('serves on for the waiting time, unready but alive, and closes each connection', async () => {
    const servico = iniciar(await portaLivre(), 10_000, 1_500);
    await servico.linha('service listening');
    const pendurado = servico.pedir('/pendurado');
    const drenando = servico.linha('service draining');
    const inicio = performance.now();
    servico.filho.kill('SIGTERM');
    await drenando;

    expect((await servico.pedir('/health/ready')).status).toBe(503);
    expect((await servico.pedir('/health')).status).toBe(200);
    const atendido = await servico.pedir('/acabar');
    expect([atendido.status, atendido.headers.get('connection')]).toEqual([200, 'close']);

    expect((await pendurado).status).toBe(200);
    expect(await servico.fim).toBe(0);
    expect(performance.now() - inicio).toBeGreaterThan(1_400);
  }, 30_000);

  it('ends at once on a second signal, also while it serves on', async () => {
    const servico = iniciar(await portaLivre(), 10_000, 60_000);
    await servico.linha('service listening');
    const drenando = servico.linha('service draining');
    servico.filho.kill('SIGTERM');
    await drenando;
    servico.filho.kill('SIGTERM');
    expect(await servico.fim).toBe(1);
  }, 30_000);

  it('stops waiting at the deadline and still exits with 0', async () => {
    const servico = iniciar(await portaLivre(), 200);
    await servico.linha('service listening');
    await servico.pedir('/comecar');
    const vencido = servico.linha('drain deadline passed');
    servico.filho.kill('SIGTERM');
    await vencido;
    expect(await servico.fim).toBe(0);
  }, 30_000);

  it('ends at once, with 0, on a signal while it still waits for a neighbour: it holds nothing yet', async () => {
    const servico = iniciar(await portaLivre(), 60_000, 60_000, 'espera');
    await servico.linha('waiting for a neighbour');
    const parado = servico.linha('service stopped before it was up');
    servico.filho.kill('SIGTERM');
    await parado;
    expect(await servico.fim).toBe(0);
  }, 30_000);

  it('ends at once on a second signal', async () => {
    const servico = iniciar(await portaLivre());
    await servico.linha('service listening');
    await servico.pedir('/comecar');
    const drenando = servico.linha('service draining');
    servico.filho.kill('SIGINT');
    await drenando;
    servico.filho.kill('SIGINT');
    expect(await servico.fim).toBe(1);
  }, 30_000);

  it('says in one Portuguese line that its port is taken, and exits with 1', async () => {
    const ocupante = createServer().listen(0, '127.0.0.1');
    await once(ocupante, 'listening');
    const { port } = ocupante.address() as AddressInfo;
    const servico = iniciar(port);
    const codigo = await servico.fim;
    ocupante.close();
    expect(codigo).toBe(1);
    expect(servico.erro()).toBe(
      `prova: a porta ${port} já está em uso; feche o outro programa ou defina PORT\n`,
    );
  }, 30_000);
});
