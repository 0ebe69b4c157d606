import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { montarPalco } from '../e2e/palco.ts';
import { raizDoProjeto } from '../infra/caminhos.ts';
import { esperarAte, portaLivre } from '../infra/espera.ts';
import { cadenciar, saturar } from './carga.ts';
import { comPostgres } from './com-postgres.ts';
import { imprimirTabela, percentil } from './tabela.ts';

/**
 * `npm run bench:webhook`: acknowledgements per second of the api against a bare Fastify route that only adds a BullMQ
 * job, on the same Redis with `appendfsync always`; and the api's latency at 500 requests/s.
 * Goals: at least 80 % of the bare rate; p99 at 500/s at most 20 ms.
 *
 * Both are warm, take turns, and the medians of their rounds count: what else the machine does then hits both alike.
 */
const rodadas = 6;
const rodadasCadenciadas = 3;
const segundos = 4;
/** V8 goes on improving the api's code for tens of thousands of requests. */
const aquecimentoSegundos = 20;

interface Servidor {
  readonly nome: string;
  readonly porta: number;
  readonly filho: ChildProcess;
  readonly porSegundo: number[];
  readonly cpuUs: number[];
  readonly p50: number[];
  readonly p99: number[];
  recusas: number;
}

/** A server whose output nobody reads: a bench that parses log lines would measure itself. */
async function servir(
  nome: string,
  argumentos: (porta: number) => readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Servidor> {
  const porta = await portaLivre();
  const filho = spawn(process.execPath, argumentos(porta), {
    env: { ...process.env, ...env, PORT: String(porta) },
    stdio: 'ignore',
  });
  const responde = () =>
    fetch(`http://127.0.0.1:${porta}/health`, { signal: AbortSignal.timeout(1_000) });
  await esperarAte(async () => (await responde()).status < 500, 20_000, nome);
  return { nome, porta, filho, porSegundo: [], cpuUs: [], p50: [], p99: [], recusas: 0 };
}

/** Processor time of a process so far; Linux counts it in hundredths of a second. */
function cpuMs(pid: number): number {
  const depoisDoNome = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '';
  const campos = depoisDoNome.split(' ');
  return 10 * (Number(campos[11]) + Number(campos[12]));
}

async function rodar(servidor: Servidor): Promise<void> {
  const { porta, filho, porSegundo, cpuUs, p50, p99 } = servidor;
  const antes = cpuMs(filho.pid ?? 0);
  const { requests, duration, latency, non2xx, errors } = await saturar(porta, segundos);
  cpuUs.push((1_000 * (cpuMs(filho.pid ?? 0) - antes)) / requests.total);
  porSegundo.push(requests.total / duration);
  p50.push(latency.p50);
  p99.push(latency.p99);
  servidor.recusas += non2xx + errors;
}

const mediana = (valores: readonly number[]) => percentil(valores, 50);

function linha({ nome, porSegundo, cpuUs, p50, p99, recusas }: Servidor): (string | number)[] {
  return [
    nome,
    ...[porSegundo, cpuUs, p50, p99].map((valores) => Math.round(mediana(valores))),
    recusas,
  ];
}

async function comparar(nua: Servidor, api: Servidor): Promise<void> {
  for (const { porta } of [nua, api]) await saturar(porta, aquecimentoSegundos);
  for (let rodada = 0; rodada < rodadas; rodada += 1) {
    for (const servidor of rodada % 2 === 0 ? [nua, api] : [api, nua]) await rodar(servidor);
  }
  const cadencias: Awaited<ReturnType<typeof cadenciar>>[] = [];
  for (let rodada = 0; rodada < rodadasCadenciadas; rodada += 1) {
    cadencias.push(await cadenciar(api.porta, 500, segundos));
  }
  const emMs = (p: number) => mediana(cadencias.map((c) => percentil(c.latenciasMs, p))).toFixed(1);
  const recusas = cadencias.reduce((soma, cadencia) => soma + cadencia.recusas, 0);
  imprimirTabela(
    ['', 'acks/s', 'cpu us/ack', 'p50 ms', 'p99 ms', 'not 2xx'],
    [linha(nua), linha(api), ['api at 500/s', 500, '', emMs(50), emMs(99), recusas]],
  );
  const razao = 100 * mediana(api.porSegundo.map((taxa, i) => taxa / (nua.porSegundo[i] ?? 0)));
  console.log(
    `api / bare: ${razao.toFixed(0)} % (goal ≥ 80 %); p99 at 500/s: ${emMs(99)} ms (goal ≤ 20)`,
  );
}

await comPostgres(async () => {
  const palco = await montarPalco({ servicos: [] });
  const main = join(raizDoProjeto, 'dist/apps/api-gateway/main.js');
  const rotaNua = join(import.meta.dirname, 'rota-nua.ts');
  const servidores: Servidor[] = [];
  try {
    const nua = await servir(
      'bare Fastify + BullMQ',
      (porta) => [rotaNua, palco.redis.url, String(porta)],
      {},
    );
    servidores.push(nua);
    const api = await servir('api', () => [main], palco.ambiente);
    servidores.push(api);
    await comparar(nua, api);
  } finally {
    for (const { filho } of servidores) filho.kill('SIGKILL');
    await palco.desmontar();
  }
});
