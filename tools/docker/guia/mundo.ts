import { randomBytes } from 'node:crypto';
import { portaLivre } from '../../infra/espera.ts';
import { CHAVE_SECRETA } from '../../infra/supabase-embutido.ts';
import { waitFor } from '../command.ts';
import type { Variaveis } from '../projeto-arquivos.ts';
import { Stack } from '../stack.ts';
import { STAND_INS } from '../stand-ins.ts';
import type { VARIAVEIS } from './valores.ts';

const PRONTO_MS = 90_000;
/** With the pace of a person who types. */
const RESPOSTA_MS = 90_000;
const REST = 54_321;

const segredo = () => randomBytes(24).toString('base64url');

/** The door of a hosted project: knows one key of its own, as Supabase's does, and nobody gets in without it. */
const PORTA_DE_ENTRADA = `
import { createServer, request } from 'node:http';
const { CHAVE, CHAVE_DE_DENTRO } = process.env;
createServer((pedido, resposta) => {
  if (pedido.url === '/health') return resposta.end('ok');
  if (pedido.headers.apikey !== CHAVE) {
    return resposta.writeHead(401, { 'content-type': 'application/json' }).end('{"message":"Invalid API key"}');
  }
  const headers = { ...pedido.headers, apikey: CHAVE_DE_DENTRO, authorization: 'Bearer ' + CHAVE_DE_DENTRO };
  const ida = request(
    { host: 'banco', port: ${REST}, method: pedido.method, path: pedido.url, headers },
    (volta) => volta.pipe(resposta.writeHead(volta.statusCode, volta.headers)),
  );
  ida.on('error', () => resposta.destroy());
  pedido.pipe(ida);
}).listen(8000);
`;

/**
 * What is outside of an installation, in containers that are no part of it: a project at Supabase, Anthropic, and an Evolution
 * that already runs in a network of its own.
 */
export class Mundo {
  readonly #stack: Stack;
  readonly #servico = `sb_secret_${segredo()}`;
  readonly #evolution = segredo();
  #supabase = '';
  #banco = '';

  private constructor(env: NodeJS.ProcessEnv, nome: string) {
    this.#stack = new Stack(env, `julia-guia-mundo-${nome}-${process.pid}`);
  }

  static async criar(env: NodeJS.ProcessEnv, nome: string): Promise<Mundo> {
    const mundo = new Mundo(env, nome);
    try {
      await mundo.#iniciar();
      return mundo;
    } catch (erro) {
      await mundo.remover();
      throw erro;
    }
  }

  /** Name of Evolution's network, which `JULIA_REDE` names. */
  get rede(): string {
    return this.#stack.id;
  }

  get variaveis(): Readonly<Record<(typeof VARIAVEIS)[number], string>> {
    return {
      SUPABASE_URL: this.#supabase,
      SUPABASE_SERVICE_KEY: this.#servico,
      SUPABASE_DB_URL: this.#banco,
      ANTHROPIC_API_KEY: `sk-ant-${segredo()}`,
    };
  }

  /** Of an Evolution that already runs. */
  get evolution(): Variaveis {
    return { EVOLUTION_API_URL: 'http://simulador:8080', EVOLUTION_API_KEY: this.#evolution };
  }

  /** A doctor writes and waits for the words of an answer. */
  async conversar(telefone: string, texto: string): Promise<void> {
    const corpo = JSON.stringify(JSON.stringify({ telefone, texto }));
    await this.#noSimulador(
      `const r = await fetch('http://127.0.0.1:8080/simulador/mensagens', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${corpo} });
       if (!r.ok) throw new Error(r.status + ' ' + (await r.text()));`,
    );
    await waitFor(`a resposta a "${texto}"`, RESPOSTA_MS, async () => {
      const quantas = await this.#noSimulador(
        `const r = await fetch('http://127.0.0.1:8080/simulador/conversas/${telefone}');
         console.log((await r.json()).mensagens.filter((m) => m.de === 'julia' && m.texto?.trim()).length);`,
      );
      return Number(quantas) > 0 ? true : undefined;
    });
  }

  remover(): Promise<void> {
    return this.#stack.remove();
  }

  restos(): Promise<string[]> {
    return this.#stack.leftovers();
  }

  async #iniciar(): Promise<void> {
    // As Compose marks the network of that name, which Evolution's own file makes.
    await this.#stack.createNetwork(['--label', 'com.docker.compose.network=evolution-net']);
    const servidor = await this.#stack.hostAddress();
    const [rest, postgres] = [await portaLivre(), await portaLivre()];
    await this.#stack.start({
      host: 'banco',
      image: STAND_INS.dev,
      command: ['node', 'tools/docker/supabase-process.ts', '--servidor'],
      publish: [`${servidor}:${postgres}:5432`],
    });
    await this.#stack.start({
      host: 'supabase',
      image: STAND_INS.dev,
      command: ['node', '--input-type=module', '-e', PORTA_DE_ENTRADA],
      env: { CHAVE: this.#servico, CHAVE_DE_DENTRO: CHAVE_SECRETA },
      publish: [`${servidor}:${rest}:8000`],
    });
    await this.#stack.start({
      host: 'simulador',
      image: STAND_INS.dev,
      command: ['node', 'dist/apps/simulador/main.js'],
      env: {
        HOST: '0.0.0.0',
        PORT: '8080',
        EVOLUTION_API_KEY: this.#evolution,
        // Another one than Júlia's, until she registers hers.
        EVOLUTION_WEBHOOK_TOKEN: segredo(),
      },
    });
    await this.#stack.answers('banco', REST, `/rest/v1/?apikey=${CHAVE_SECRETA}`, PRONTO_MS);
    await this.#stack.answers('supabase', 8000, '/health', PRONTO_MS);
    await this.#stack.answers('simulador', 8080, '/health', PRONTO_MS);
    this.#supabase = `http://${servidor}:${rest}`;
    this.#banco = `postgresql://postgres@${servidor}:${postgres}/postgres`;
  }

  async #noSimulador(programa: string): Promise<string> {
    const { code, stdout, stderr } = await this.#stack.node('simulador', programa);
    if (code !== 0) throw new Error(`o simulador não respondeu: ${stderr.slice(-1_000)}`);
    return stdout;
  }
}
