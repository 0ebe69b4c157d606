import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { criarBancoDeTeste, type BancoDeTeste } from '../infra/banco-de-teste.ts';
import { raizDoProjeto } from '../infra/caminhos.ts';
import { esperarAte, portaLivre } from '../infra/espera.ts';
import { iniciarProcesso, type Processo } from '../infra/processo.ts';
import { redisDeTeste, type RedisDeTeste } from '../infra/redis-de-teste.ts';
import {
  ambienteDoSimulador,
  ambienteSimulado,
  servicos,
  type NomeServico,
  type Portas,
  type Variaveis,
} from '../stack/ambiente.ts';
import { ClienteSimulador } from './cliente-simulador.ts';

export interface OpcoesDoPalco {
  /** Services started by `montarPalco`; others can be started later. */
  readonly servicos?: readonly NomeServico[];
  /** Laid over the environment of every service: another address for a neighbour behind a proxy, other limits. */
  readonly ambiente?: (original: Variaveis) => Variaveis | Promise<Variaveis>;
}

export interface OpcoesDeServico {
  readonly aguardar?: boolean;
  readonly extra?: Variaveis;
  readonly como?: string;
}

export interface LinhaDeLog {
  readonly msg: string;
  readonly level: number;
  readonly [campo: string]: unknown;
}

/** Short enough for a test, long enough that a burst of five messages is one turn. */
const ritmoDeTeste = {
  ESPERA_RAJADA_MS: '300',
  ESPERA_RAJADA_MAXIMA_MS: '1500',
  RITMO_HUMANO: 'false',
};

/** The whole product on private ports: real Redis, real Postgres, the services' bundles, the simulador. */
export class Palco {
  readonly banco: BancoDeTeste;
  readonly redis: RedisDeTeste;
  readonly portas: Portas;
  readonly simulador: ClienteSimulador;
  readonly ambiente: Variaveis;
  private readonly processos = new Map<string, Processo>();

  constructor(banco: BancoDeTeste, redis: RedisDeTeste, portas: Portas, ambiente: Variaveis) {
    this.banco = banco;
    this.redis = redis;
    this.portas = portas;
    this.ambiente = ambiente;
    this.simulador = new ClienteSimulador(`http://127.0.0.1:${portas.simulador}`);
  }

  get urlDaApi(): string {
    return `http://127.0.0.1:${this.portas.api}`;
  }

  async subirSimulador(): Promise<void> {
    await this.subir('simulador', 'apps/simulador', ambienteDoSimulador(this));
    await this.esperarOk('simulador', `${this.simulador.url}/`);
  }

  /**
   * Resolves when the service is ready. `como` starts a further one of the same kind under another name, on a port of
   * its own; `aguardar: false` when it cannot be ready yet.
   */
  async subirServico(nome: NomeServico, opcoes: OpcoesDeServico = {}): Promise<void> {
    const servico = servicos.find((candidato) => candidato.nome === nome);
    if (!servico) throw new Error(`no service ${nome}`);
    const { aguardar = true, extra = {}, como = nome } = opcoes;
    const porta = como === nome ? this.portas[servico.porta] : await portaLivre();
    await this.subir(como, servico.raiz, { ...this.ambiente, PORT: String(porta), ...extra });
    if (aguardar) await this.esperarOk(como, `http://127.0.0.1:${porta}/health/ready`);
  }

  processo(nome: string): Processo {
    const processo = this.processos.get(nome);
    if (!processo) throw new Error(`${nome} was not started`);
    return processo;
  }

  /** SIGKILL: the process gets no chance to say goodbye. */
  async matar(nome: NomeServico): Promise<void> {
    await this.processo(nome).matar();
  }

  logs(nome: NomeServico): LinhaDeLog[] {
    return this.processo(nome).linhas.flatMap((linha) => {
      try {
        return [JSON.parse(linha) as LinhaDeLog];
      } catch {
        return [];
      }
    });
  }

  /** Calls our own API with the admin token. */
  async api<T>(
    metodo: string,
    caminho: string,
    corpo?: unknown,
    cabecalhos: Variaveis = {},
  ): Promise<T> {
    const resposta = await fetch(`${this.urlDaApi}${caminho}`, {
      method: metodo,
      headers: {
        authorization: `Bearer ${this.ambiente['JULIA_API_TOKEN'] ?? ''}`,
        ...(corpo === undefined ? {} : { 'content-type': 'application/json' }),
        ...cabecalhos,
      },
      ...(corpo === undefined ? {} : { body: JSON.stringify(corpo) }),
    });
    const texto = await resposta.text();
    if (!resposta.ok) throw new Error(`${metodo} ${caminho}: ${resposta.status} ${texto}`);
    return JSON.parse(texto) as T;
  }

  postarWebhook(
    corpo: unknown,
    token = this.ambiente['EVOLUTION_WEBHOOK_TOKEN'] ?? '',
  ): Promise<Response> {
    return fetch(`${this.urlDaApi}/webhook/evolution`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: typeof corpo === 'string' ? corpo : JSON.stringify(corpo),
    });
  }

  /** Runs a scheduled job now and waits until its run is over. */
  async rodarAgendado(nome: string): Promise<Record<string, unknown>> {
    const chave = { 'idempotency-key': `manual-${crypto.randomUUID()}` };
    const { execucaoId } = await this.api<{ execucaoId: string }>(
      'POST',
      `/jobs/${nome}`,
      undefined,
      chave,
    );
    return esperarAte(
      async () => {
        const [linha] = await this.banco.sql<Record<string, unknown>[]>`
          select * from execucoes_jobs where id = ${execucaoId} and terminada_em is not null`;
        return linha;
      },
      20_000,
      `o fim de ${nome}`,
    );
  }

  /** Moves the test clock of every process and of the simulador. */
  async avancarRelogio(ms: number): Promise<void> {
    const { agora } = await this.api<{ agora: string }>('POST', '/admin/relogio/avancar', { ms });
    await this.simulador.ajustarRelogio(new Date(agora).getTime() - Date.now());
  }

  async desmontar(): Promise<void> {
    await Promise.all([...this.processos.values()].map((processo) => processo.matar()));
    await Promise.all([this.banco.parar(), this.redis.parar()]);
  }

  private async subir(nome: string, raiz: string, env: Variaveis): Promise<void> {
    const bundle = join(raizDoProjeto, 'dist', raiz, 'main.js');
    if (!existsSync(bundle)) throw new Error(`${bundle} is missing: npx nx run-many -t build`);
    const processo = await iniciarProcesso({
      comando: process.execPath,
      args: [bundle],
      env: { ...this.ambiente, ...env, NODE_OPTIONS: undefined },
    });
    this.processos.set(nome, processo);
  }

  private async esperarOk(nome: string, url: string): Promise<void> {
    const processo = this.processo(nome);
    try {
      await esperarAte(
        async () => !processo.vivo || (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok,
        30_000,
        `${nome} pronto`,
      );
    } catch (causa) {
      throw new Error(`${nome} is not ready:\n${processo.linhas.slice(-20).join('\n')}`, {
        cause: causa,
      });
    }
    if (!processo.vivo) throw new Error(`${nome} ended:\n${processo.linhas.slice(-20).join('\n')}`);
  }
}

export async function montarPalco(opcoes: OpcoesDoPalco = {}): Promise<Palco> {
  const [banco, redis, ...portas] = await Promise.all([
    criarBancoDeTeste({ seed: true, conexoes: 20 }),
    redisDeTeste(),
    ...Array.from({ length: 4 }, portaLivre),
  ] as const);
  const [api = 0, worker = 0, scheduler = 0, simulador = 0] = portas;
  const enderecos = {
    portas: { api, worker, scheduler, simulador },
    redisUrl: redis.url,
    supabaseUrl: banco.urlSupabase,
  };
  const original = { ...ambienteSimulado(enderecos), ...ritmoDeTeste };
  const ambiente = { ...original, ...(await opcoes.ambiente?.(original)) };
  const palco = new Palco(banco, redis, enderecos.portas, ambiente);
  try {
    await palco.subirSimulador();
    await Promise.all(
      (opcoes.servicos ?? ['api', 'worker']).map((nome) => palco.subirServico(nome)),
    );
    return palco;
  } catch (erro) {
    await palco.desmontar();
    throw erro;
  }
}
