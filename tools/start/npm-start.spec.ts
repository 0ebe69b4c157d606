import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import postgres from 'postgres';
import { ClienteSimulador } from '../e2e/cliente-simulador.ts';
import { raizDoProjeto } from '../infra/caminhos.ts';
import { executar } from '../infra/comando.ts';
import { portaLivre } from '../infra/espera.ts';
import { iniciarProcesso, type Processo } from '../infra/processo.ts';
import { nomesDosServicos } from './opcoes.ts';
import { conferirPortas } from './portas.ts';

const telefone = '5511944400001';
const nomes = ['api', 'worker', 'scheduler', 'simulador', 'supabase', 'postgres', 'redis'] as const;
const portas = {} as Record<(typeof nomes)[number], number>;
let dados: string;
let ambiente: NodeJS.ProcessEnv;
let start: Processo;

beforeAll(async () => {
  dados = await mkdtemp(join(tmpdir(), 'julia-start-'));
  for (const nome of nomes) portas[nome] = await portaLivre();
  const exemplo = await readFile(join(raizDoProjeto, '.env.example'), 'utf8');
  ambiente = {
    NODE_OPTIONS: undefined,
    // Blank here wins over the `.env` of whoever runs the tests.
    ...Object.fromEntries(nomesDosServicos(exemplo).map((nome) => [nome, ''])),
    ...Object.fromEntries(
      nomes.map((nome) => [`PORTA_${nome.toUpperCase()}`, String(portas[nome])]),
    ),
    ESPERA_RAJADA_MS: '200',
    RITMO_HUMANO: 'false',
  };
});
afterAll(async () => {
  await start.parar(20_000);
  await rm(dados, { recursive: true, force: true });
});

const em = (nome: (typeof nomes)[number], caminho = '') =>
  `http://127.0.0.1:${portas[nome]}${caminho}`;

async function iniciar(): Promise<void> {
  start = await iniciarProcesso({
    comando: 'npm',
    args: ['start', '--', '--dados', dados],
    cwd: raizDoProjeto,
    env: ambiente,
  });
  await start.esperarLinha(/Júlia pronta/, 60_000);
}

/** As Ctrl-C does it. */
async function interromper(): Promise<unknown> {
  start.sinalizar('SIGINT');
  return start.fim;
}

async function entradasDoMedico(): Promise<number> {
  const sql = postgres(`postgres://postgres@127.0.0.1:${portas.postgres}/postgres`, { max: 1 });
  try {
    const linhas = await sql`
      select 1 from mensagens m join medico_aliases a on a.medico_id = m.medico_id
      where a.valor = ${telefone} and m.direcao = 'entrada'`;
    return linhas.length;
  } finally {
    await sql.end();
  }
}

/** Each test goes on where the one before it ended. */
describe('npm start', () => {
  it('gets ready: the phone page is there, a doctor is answered, the api takes its token', async () => {
    await iniciar();
    const pagina = await fetch(em('simulador', '/'), { headers: { accept: 'text/html' } });
    expect([pagina.status, await pagina.text()]).toEqual([200, expect.stringContaining('<html')]);

    const simulador = new ClienteSimulador(em('simulador'));
    await simulador.escrever({ telefone, texto: 'oi, tem plantão de anestesia?' });
    await simulador.esperarJulia(telefone);

    const doServe = parseEnv(await readFile(join(dados, 'desenvolvimento.env'), 'utf8'));
    const authorization = `Bearer ${doServe['JULIA_API_TOKEN'] ?? ''}`;
    expect((await fetch(em('api', '/jobs'), { headers: { authorization } })).status).toBe(200);
  }, 90_000);

  it('ends on Ctrl-C with everything that it started', async () => {
    expect(await interromper()).toEqual({ codigo: 0, sinal: null });
    await expect(conferirPortas(portas)).resolves.toBeUndefined();
    const processos = await executar('ps', ['-ww', '-e', '-o', 'args=']);
    expect(processos.split('\n').filter((linha) => linha.includes(dados))).toEqual([]);
  }, 30_000);

  it('says in one line which port is taken, and ends with 1', async () => {
    const outro = createServer().listen(portas.api, '127.0.0.1');
    await once(outro, 'listening');
    const recusado = await iniciarProcesso({
      comando: process.execPath,
      args: [join(raizDoProjeto, 'tools/start/main.ts'), '--dados', dados],
      env: ambiente,
    });
    expect(await recusado.fim).toEqual({ codigo: 1, sinal: null });
    outro.close();
    expect(recusado.linhas).toEqual([
      `Porta ocupada: ${portas.api} (api, mude com PORTA_API). Pare quem a usa ou escolha outra.`,
    ]);
  });

  it('finds what was there when it is started again', async () => {
    await iniciar();
    expect(await entradasDoMedico()).toBe(1);
    expect(await interromper()).toEqual({ codigo: 0, sinal: null });
  }, 90_000);
});
