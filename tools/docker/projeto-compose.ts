import { copyFile, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { parseEnv } from 'node:util';
import { ClienteSimulador } from '../e2e/cliente-simulador.ts';
import { portaLivre } from '../infra/espera.ts';
import { CHAVE_SECRETA } from '../infra/supabase-embutido.ts';
import { must, run, waitFor, type CommandOptions, type CommandResult } from './command.ts';
import { copiarArquivos, removerPasta, reescreverEnv, type Variaveis } from './projeto-arquivos.ts';
import { Restos } from './restos.ts';
import { STAND_INS } from './stand-ins.ts';

const segredo = () => randomBytes(24).toString('base64url');

export interface OpcoesDoProjeto {
  /** Environment in which plain `docker` talks to the engine. */
  readonly env: NodeJS.ProcessEnv;
  /** Short word in the project's name, for whoever reads `docker ps`. */
  readonly nome: string;
  /** Laid over the filled `.env`. */
  readonly variaveis?: Variaveis;
  /** Files in compose/ after compose.yaml and simulador.yaml, such as `segredos.yaml`. */
  readonly arquivos?: readonly string[];
  /** Also what `docker compose build` needs. */
  readonly comFontes?: boolean;
}

export interface EstadoDoServico {
  readonly id: string;
  readonly status: string;
  /** `-` without a health check. */
  readonly saude: string;
  readonly codigo: number;
  readonly reinicios: number;
  readonly imagem: string;
  readonly pid: number;
}

/**
 * A throw-away installation: a copy of the deploy files in a folder of its own, with a filled `.env` (stand-in images,
 * private ports and names, the simulador as Evolution and Anthropic, the embedded database as Supabase).
 */
export class ProjetoCompose {
  readonly pasta: string;
  readonly nome: string;
  readonly portas: { readonly edge: number; readonly simulador: number };
  readonly simulador: ClienteSimulador;
  /** For whoever starts `docker` or a script of the project by itself; carries no COMPOSE_ variable of the caller. */
  readonly env: NodeJS.ProcessEnv;

  private constructor(
    pasta: string,
    nome: string,
    portas: ProjetoCompose['portas'],
    env: NodeJS.ProcessEnv,
  ) {
    this.pasta = pasta;
    this.nome = nome;
    this.portas = portas;
    this.simulador = new ClienteSimulador(`http://127.0.0.1:${portas.simulador}`);
    this.env = env;
  }

  /** Nothing is started yet: `await projeto.subir()` or any `compose('up', ...)` does that. */
  static async criar(opcoes: OpcoesDoProjeto): Promise<ProjetoCompose> {
    const nome = `julia-${opcoes.nome}-${process.pid}-${randomBytes(2).toString('hex')}`;
    const pasta = await mkdtemp(join(tmpdir(), `${nome}-`));
    const portas = { edge: await portaLivre(), simulador: await portaLivre() };
    const env = Object.fromEntries(
      Object.entries(opcoes.env).filter(([variavel]) => !variavel.startsWith('COMPOSE_')),
    );
    const projeto = new ProjetoCompose(pasta, nome, portas, env);
    await copiarArquivos(pasta, opcoes.comFontes ?? false);
    await copyFile(join(pasta, '.env.example'), projeto.arquivoEnv);
    const arquivos = ['compose.yaml', 'simulador.yaml', ...(opcoes.arquivos ?? [])];
    await projeto.ajustarEnv({
      ...projeto.variaveisDeTeste(),
      COMPOSE_FILE: arquivos.map((arquivo) => `compose/${arquivo}`).join(':'),
      ...opcoes.variaveis,
    });
    return projeto;
  }

  get arquivoEnv(): string {
    return join(this.pasta, '.env');
  }

  /** `docker compose <args>` in the project's folder; never rejects for an exit code. */
  compose(...args: string[]): Promise<CommandResult> {
    return this.rodar('docker', ['compose', ...args]);
  }

  /** The same, but an exit code other than 0 is an error with the last words. Gives standard output. */
  exigir(...args: string[]): Promise<string> {
    return must('docker', ['compose', ...args], this.opcoes());
  }

  docker(...args: string[]): Promise<string> {
    return must('docker', args, this.opcoes());
  }

  /** A script of the project such as `./julia`, run in its folder. */
  script(arquivo: string, ...args: string[]): Promise<CommandResult> {
    return this.rodar(arquivo, args);
  }

  rodar(arquivo: string, args: readonly string[], opcoes?: CommandOptions): Promise<CommandResult> {
    return run(arquivo, args, { ...this.opcoes(), ...opcoes });
  }

  async ajustarEnv(valores: Variaveis): Promise<void> {
    await reescreverEnv(this.arquivoEnv, valores);
  }

  async lerEnv(): Promise<NodeJS.Dict<string>> {
    return parseEnv(await readFile(this.arquivoEnv, 'utf8'));
  }

  /** `docker compose up -d`, then waits until every service named is healthy; what stopped fails at once with its last words. */
  async subir(limiteMs = 120_000, servicos = SERVICOS_DO_NUCLEO): Promise<void> {
    const inicio = performance.now();
    await this.exigir('up', '-d');
    for (const servico of servicos) {
      await this.saudavel(servico, Math.max(1_000, limiteMs - (performance.now() - inicio)));
    }
  }

  async saudavel(servico: string, limiteMs = 60_000): Promise<void> {
    await waitFor(`${servico} saudável`, limiteMs, async () => {
      const estado = await this.estado(servico);
      if (estado?.status === 'exited') throw new Error(`terminou com ${estado.codigo}`);
      return estado?.saude === 'healthy' ? true : undefined;
    }).catch(async (erro: unknown) => {
      const motivo = erro instanceof Error ? erro.message : String(erro);
      throw new Error(`${servico}: ${motivo}\n${(await this.logs(servico)).slice(-3_000)}`);
    });
  }

  /** Undefined when the service has no container. */
  async estado(servico: string): Promise<EstadoDoServico | undefined> {
    const { stdout } = await this.compose('ps', '--all', '--quiet', servico);
    const [id] = stdout.split('\n').filter(Boolean);
    if (!id) return undefined;
    const visto = await this.rodar('docker', ['inspect', '--format', FORMATO, id]);
    if (visto.code !== 0) return undefined;
    const [status = '', saude = '', codigo, reinicios, imagem = '', pid] = visto.stdout
      .trim()
      .split('|');
    const numeros = { codigo: Number(codigo), reinicios: Number(reinicios), pid: Number(pid) };
    return { id, status, saude, imagem, ...numeros };
  }

  /** Everything a service has said so far, without Compose's prefix. */
  async logs(servico: string): Promise<string> {
    const args = ['logs', '--no-color', '--no-log-prefix', servico];
    const { stdout, stderr } = await this.rodar('docker', ['compose', ...args], { cleanup: true });
    return stdout + stderr;
  }

  /** A request to the edge from the host. */
  http(caminho: string, init: RequestInit = {}): Promise<Response> {
    const url = `http://127.0.0.1:${this.portas.edge}${caminho}`;
    return fetch(url, { signal: AbortSignal.timeout(30_000), redirect: 'manual', ...init });
  }

  /** A doctor writes on WhatsApp; gives the provider's id of the message. */
  escrever(telefone: string, texto: string): Promise<string> {
    return this.simulador.escrever({ telefone, texto });
  }

  /** What Júlia has sent to this doctor so far. */
  async respostas(telefone: string): Promise<readonly string[]> {
    return (await this.simulador.textosDaJulia(telefone)).filter((texto) => texto.trim() !== '');
  }

  esperarResposta(telefone: string, quantas = 1, prazoMs = 60_000): Promise<readonly string[]> {
    return this.simulador.esperarJulia(telefone, quantas, prazoMs);
  }

  /** Containers, networks, volumes and the folder. */
  async remover(): Promise<void> {
    await new Restos(this.nome, this.env).remover();
    await removerPasta(this.pasta);
  }

  /** What still carries the project's label. */
  restos(): Promise<string[]> {
    return new Restos(this.nome, this.env).listar();
  }

  private variaveisDeTeste(): Variaveis {
    return {
      COMPOSE_PROJECT_NAME: this.nome,
      COMPOSE_PROFILES: 'simulador',
      JULIA_REDE: `${this.nome}-net`,
      JULIA_PORTA: String(this.portas.edge),
      SIMULADOR_PORTA: String(this.portas.simulador),
      REDIS_IMAGE: STAND_INS.redis,
      EDGE_IMAGE: STAND_INS.edge,
      JULIA_DEV_TAG: 'teste',
      SUPABASE_URL: 'http://banco-embutido:54321',
      // The embedded edition knows this one key only.
      SUPABASE_SERVICE_KEY: CHAVE_SECRETA,
      SUPABASE_DB_URL: 'postgres://postgres@banco-embutido:5432/postgres',
      EVOLUTION_API_URL: 'http://simulador:8080',
      EVOLUTION_API_KEY: segredo(),
      EVOLUTION_INSTANCE: 'julia',
      EVOLUTION_WEBHOOK_TOKEN: segredo(),
      ANTHROPIC_API_KEY: segredo(),
      ANTHROPIC_BASE_URL: 'http://simulador:8080',
      JULIA_API_TOKEN: segredo(),
      JULIA_JOBS_TOKEN: segredo(),
      DESTINOS_PERMITIDOS: '*',
      ESPERA_RAJADA_MS: '1000',
      RITMO_HUMANO: 'false',
    };
  }

  private opcoes(): CommandOptions {
    return { env: this.env, cwd: this.pasta };
  }
}

const SERVICOS_DO_NUCLEO = ['redis', 'edge', 'julia-api', 'julia-worker', 'julia-scheduler'];

const FORMATO = [
  '{{.State.Status}}',
  '{{if .State.Health}}{{.State.Health.Status}}{{else}}-{{end}}',
  '{{.State.ExitCode}}',
  '{{.RestartCount}}',
  '{{.Config.Image}}',
  '{{.State.Pid}}',
].join('|');
