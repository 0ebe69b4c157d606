import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pausar } from 'node:timers/promises';
import { InfraError } from './erro.ts';

/** Fixed so that `.env` files and tests can name them; the embedded edition is refused in production. */
export const CHAVE_SECRETA = 'sb_secret_julia_desenvolvimento_local';
export const CHAVE_PUBLICA = 'sb_publishable_julia_desenvolvimento_local';

const esperaAoFecharMs = 2_000;

export interface OpcoesDeSupabase {
  /** A database that is migrated already: the schema is read once, at the start. */
  urlPostgres: string;
  porta?: number;
  /** Connections to Postgres at most. */
  conexoes?: number;
}

export interface SupabaseIniciado {
  readonly url: string;
  readonly porta: number;
  readonly chave: string;
  readonly chavePublica: string;
  parar(): Promise<void>;
}

export interface SupabaseEmbutido extends SupabaseIniciado {
  /** Reads the schema again; requests under way end with the old one, none is refused. */
  recarregar(): Promise<void>;
}

interface Aplicacao {
  fetch(pedido: Request): Promise<Response>;
  /** Waits a moment for what is under way: a request to a Postgres that is away may never end by itself. */
  fechar(): Promise<void>;
}

/** The PostgREST-compatible part of Supabase (`/rest/v1`) on 127.0.0.1, in this process. */
export async function iniciarSupabase({
  urlPostgres,
  porta = 0,
  conexoes = 20,
}: OpcoesDeSupabase): Promise<SupabaseEmbutido> {
  let app = await criarAplicacao(urlPostgres, conexoes);
  const servidor = createServer({ keepAliveTimeout: 60_000 }, (pedido, resposta) => {
    void responder(app, pedido, resposta);
  });
  try {
    await escutar(servidor, porta);
  } catch (erro) {
    await app.fechar();
    throw erro;
  }
  const { port } = servidor.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    porta: port,
    chave: CHAVE_SECRETA,
    chavePublica: CHAVE_PUBLICA,
    recarregar: async () => {
      const antiga = app;
      app = await criarAplicacao(urlPostgres, conexoes);
      await antiga.fechar();
    },
    parar: async () => {
      servidor.closeAllConnections();
      await new Promise((resolve) => servidor.close(resolve));
      await app.fechar();
    },
  };
}

async function criarAplicacao(urlPostgres: string, conexoes: number): Promise<Aplicacao> {
  const { App, createPostgresConnection } = await importarLite();
  const connection = createPostgresConnection({
    url: urlPostgres,
    postgresOptions: {
      max: conexoes,
      onnotice: () => undefined,
      connection: { application_name: 'supabase-embutido' },
    },
  });
  const app = new App({
    connection,
    api: { schemas: ['public'] },
    auth: { enabled: false, publishable_key: CHAVE_PUBLICA, secret_key: CHAVE_SECRETA },
    options: { server: { disableStudio: true, admin: false } },
  });
  const emCurso = new Set<Promise<unknown>>();
  const fetch = async (pedido: Request): Promise<Response> => {
    const resposta = Promise.resolve(app.fetch(pedido, { peerAddress: '127.0.0.1' }));
    emCurso.add(resposta);
    try {
      return await resposta;
    } finally {
      emCurso.delete(resposta);
    }
  };
  // The first request reads the schema and grants to the roles; two first requests at once would race for that.
  await connection.withContext({ auth: { role: 'service_role' } }, () => Promise.resolve());
  const aquecimento = new Request('http://127.0.0.1/rest/v1/', {
    headers: { apikey: CHAVE_SECRETA },
  });
  await (await fetch(aquecimento)).arrayBuffer();
  return {
    fetch,
    fechar: async () => {
      await Promise.race([
        Promise.allSettled(emCurso),
        pausar(esperaAoFecharMs, null, { ref: false }),
      ]);
      await connection.driver.end({ timeout: 1 });
    },
  };
}

/**
 * The library replaces process.emitWarning by a version that throws on warnings that are Error objects (such as
 * MaxListenersExceededWarning), so the original is put back.
 */
async function importarLite(): Promise<
  Pick<typeof import('@supabase/lite'), 'App'> &
    Pick<typeof import('@supabase/lite/postgres'), 'createPostgresConnection'>
> {
  process.env['LITE_TELEMETRY'] = '0';
  const original = process.emitWarning.bind(process);
  try {
    const { App } = await import('@supabase/lite');
    const { createPostgresConnection } = await import('@supabase/lite/postgres');
    return { App, createPostgresConnection };
  } finally {
    process.emitWarning = original;
  }
}

async function responder(
  app: Aplicacao,
  pedido: IncomingMessage,
  resposta: ServerResponse,
): Promise<void> {
  try {
    const devolvida = await app.fetch(await paraRequest(pedido));
    resposta.writeHead(devolvida.status, Object.fromEntries(devolvida.headers));
    resposta.end(Buffer.from(await devolvida.arrayBuffer()));
  } catch (erro) {
    // The client went away, or the library threw: either way this one request has no better answer.
    if (resposta.headersSent) resposta.destroy();
    else resposta.writeHead(500).end(JSON.stringify({ code: 'EMBUTIDO', message: String(erro) }));
  }
}

async function paraRequest(pedido: IncomingMessage): Promise<Request> {
  const headers = new Headers();
  for (let i = 0; i < pedido.rawHeaders.length; i += 2) {
    headers.append(pedido.rawHeaders[i] ?? '', pedido.rawHeaders[i + 1] ?? '');
  }
  const metodo = pedido.method ?? 'GET';
  const partes: Buffer[] = [];
  for await (const parte of pedido) partes.push(parte as Buffer);
  const semCorpo = metodo === 'GET' || metodo === 'HEAD';
  return new Request(`http://127.0.0.1${pedido.url ?? '/'}`, {
    method: metodo,
    headers,
    body: semCorpo ? undefined : Buffer.concat(partes),
  });
}

function escutar(servidor: Server, porta: number): Promise<void> {
  return new Promise((resolve, reject) => {
    servidor.once('error', (erro: NodeJS.ErrnoException) => {
      const ocupada = new InfraError(
        'PORTA_OCUPADA',
        `A porta ${porta} do Supabase embutido já está em uso.`,
        { cause: erro },
      );
      reject(erro.code === 'EADDRINUSE' ? ocupada : erro);
    });
    servidor.listen(porta, '127.0.0.1', () => resolve());
  });
}
