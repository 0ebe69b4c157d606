import { loadConfig } from '@julia/config';
import {
  criarBancoDeTeste,
  redisDeTeste,
  type BancoDeTeste,
  type RedisDeTeste,
} from '@julia/infra';
import { createApp } from '@julia/runtime';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Queue, type Job } from 'bullmq';
import type { QueueName } from '@julia/domain';
import { Env } from '../src/app.config.ts';
import { AppModule } from '../src/app.module.ts';
import { prepararHttp } from '../src/http.ts';

export const tokens = {
  webhook: 'w'.repeat(32),
  /** As long as `openssl rand -hex 64` makes one. */
  webhookAnterior: 'a'.repeat(128),
  api: 'j'.repeat(32),
  jobs: 's'.repeat(32),
};

export interface RotaVista {
  readonly metodo: string;
  readonly caminho: string;
  readonly acesso: string | undefined;
}

export interface RespostaVista {
  readonly status: number;
  readonly corpo: Record<string, unknown>;
  readonly cabecalhos: Headers;
  readonly ms: number;
}

/** The api as it runs, on a real port with real Redis and database; its log lines are kept. */
export class PalcoDaApi {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly banco: BancoDeTeste;
  readonly redis: RedisDeTeste;
  readonly linhas: string[];
  readonly rotas: readonly RotaVista[];

  private constructor(
    app: NestFastifyApplication,
    url: string,
    vizinhos: { banco: BancoDeTeste; redis: RedisDeTeste },
    vistas: { linhas: string[]; rotas: readonly RotaVista[] },
  ) {
    this.app = app;
    this.url = url;
    this.banco = vizinhos.banco;
    this.redis = vizinhos.redis;
    this.linhas = vistas.linhas;
    this.rotas = vistas.rotas;
  }

  static async abrir(ambiente: Record<string, string> = {}): Promise<PalcoDaApi> {
    const [banco, redis] = await Promise.all([criarBancoDeTeste({ seed: true }), redisDeTeste()]);
    const linhas: string[] = [];
    const rotas: RotaVista[] = [];
    const config = loadConfig(Env, {
      env: {
        ENVIRONMENT: 'development',
        REDIS_URL: redis.url,
        SUPABASE_URL: banco.urlSupabase,
        SUPABASE_SERVICE_KEY: banco.chave,
        EVOLUTION_WEBHOOK_TOKEN: tokens.webhook,
        EVOLUTION_WEBHOOK_TOKEN_ANTERIOR: tokens.webhookAnterior,
        JULIA_API_TOKEN: tokens.api,
        JULIA_JOBS_TOKEN: tokens.jobs,
        WEBHOOK_LIMITE_BYTES: '100000',
        ...ambiente,
      },
    });
    const app = await createApp(AppModule.with(config), {
      servico: 'api',
      ambiente: config.ENVIRONMENT,
      debug: false,
      limiteCorpoBytes: config.WEBHOOK_LIMITE_BYTES,
      destino: { write: (linha) => void linhas.push(linha) },
      preparar: async (criada) => {
        anotarRotas(criada, rotas);
        await prepararHttp(criada, config);
      },
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    return new PalcoDaApi(app, await app.getUrl(), { banco, redis }, { linhas, rotas });
  }

  async pedir(
    metodo: string,
    caminho: string,
    {
      corpo,
      ...opcoes
    }: { corpo?: unknown; token?: string | null; cabecalhos?: Record<string, string> } = {},
  ): Promise<RespostaVista> {
    const cabecalhos = new Headers(opcoes.cabecalhos);
    const token = opcoes.token === undefined ? tokens.api : opcoes.token;
    if (token !== null) cabecalhos.set('authorization', `Bearer ${token}`);
    const inicio = performance.now();
    const resposta = await fetch(`${this.url}${caminho}`, {
      method: metodo,
      headers: cabecalhos,
      ...(corpo !== undefined && {
        body: typeof corpo === 'string' ? corpo : JSON.stringify(corpo),
      }),
    });
    const texto = await resposta.text();
    const ms = performance.now() - inicio;
    const json = (texto === '' ? {} : JSON.parse(texto)) as Record<string, unknown>;
    return { status: resposta.status, corpo: json, cabecalhos: resposta.headers, ms };
  }

  webhook(corpo: unknown, token: string | null = tokens.webhook): Promise<RespostaVista> {
    return this.pedir('POST', '/webhook/evolution', { corpo, token });
  }

  /** Jobs of a queue in any state, straight from Redis. */
  jobs(fila: QueueName): Promise<Job[]> {
    return this.naFila(fila, (queue) => queue.getJobs());
  }

  /** As if Redis had been wiped. */
  async esvaziar(fila: QueueName): Promise<void> {
    await this.naFila(fila, async (queue) => {
      for (const job of await queue.getJobs()) await job.remove();
    });
  }

  private async naFila<T>(fila: QueueName, fazer: (queue: Queue) => Promise<T>): Promise<T> {
    const queue = new Queue(fila, { connection: { url: this.redis.url } });
    try {
      return await fazer(queue);
    } finally {
      await queue.close();
    }
  }

  async metrica(nome: string, rotulo: string): Promise<number> {
    const resposta = await fetch(`${this.url}/metrics`);
    const linha = (await resposta.text())
      .split('\n')
      .find((candidata) => candidata.startsWith(`${nome}{`) && candidata.includes(rotulo));
    return Number(linha?.split(' ').at(-1) ?? 0);
  }

  async fechar(): Promise<void> {
    await this.app.close();
    await Promise.all([this.banco.parar(), this.redis.parar()]);
  }
}

function anotarRotas(app: NestFastifyApplication, rotas: RotaVista[]): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRoute', ({ method, url, config }) => {
    const { acesso } = (config ?? {}) as { acesso?: string };
    for (const metodo of [method].flat()) rotas.push({ metodo, caminho: url, acesso });
  });
}

let contador = 0;

/** A text message as Evolution 2.3.7 posts it. */
export function umUpsert(texto = 'oi', id = `TESTE${(contador += 1)}`): Record<string, unknown> {
  return {
    event: 'messages.upsert',
    instance: 'julia',
    data: {
      key: { remoteJid: '5511987654321@s.whatsapp.net', fromMe: false, id },
      pushName: 'Maria',
      status: 'DELIVERY_ACK',
      message: { conversation: texto },
      messageType: 'conversation',
      messageTimestamp: 1_795_340_000,
      instanceId: '3f0c8a3e-5d8e-4b0e-9a57-2f3c7f0b9d11',
      source: 'android',
    },
    destination: 'http://127.0.0.1/webhook/evolution',
    date_time: '2026-11-22T10:00:00.000Z',
    sender: '5511900000000@s.whatsapp.net',
    server_url: 'http://127.0.0.1:8080',
    apikey: null,
  };
}

/** An envelope whose content nobody can understand. */
export function umIncompreensivel(marca: string): Record<string, unknown> {
  return { event: 'messages.upsert', instance: 'julia', data: { marca } };
}
