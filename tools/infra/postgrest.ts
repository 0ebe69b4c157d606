import { createHmac, randomBytes } from 'node:crypto';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import postgres from 'postgres';
import { esperarAte, portaLivre } from './espera.ts';
import { iniciarProcesso, type Processo } from './processo.ts';
import type { SupabaseIniciado } from './supabase-embutido.ts';

/**
 * A real PostgREST in a container, behind the one path that supabase-js expects. It stands in for the embedded edition
 * where the database suite must prove that the two behave alike. Needs a Docker engine that shares this host's network.
 */
export async function iniciarPostgrest(
  urlPostgres: string,
  imagem: string,
): Promise<SupabaseIniciado> {
  await criarAutenticador(urlPostgres);
  const segredo = randomBytes(32).toString('hex');
  const porta = await portaLivre();
  const nome = `julia-postgrest-${porta}`;
  const processo = await iniciarProcesso({
    comando: 'docker',
    args: [
      'run',
      '--rm',
      '--name',
      nome,
      '--network',
      'host',
      ...variaveis(urlPostgres, segredo, porta),
      imagem,
    ],
  });
  const servidor = await porTrasDoCaminho(porta);
  const { port } = servidor.address() as AddressInfo;
  await esperarResposta(porta, processo);
  return {
    url: `http://127.0.0.1:${port}`,
    porta: port,
    chave: jwt('service_role', segredo),
    chavePublica: jwt('anon', segredo),
    parar: async () => {
      servidor.closeAllConnections();
      await new Promise((resolve) => servidor.close(resolve));
      await processo.parar();
    },
  };
}

/** The role PostgREST logs in as; Supabase has it, a plain Postgres does not. */
async function criarAutenticador(urlPostgres: string): Promise<void> {
  const sql = postgres(urlPostgres, { max: 1, onnotice: () => undefined });
  try {
    await sql.unsafe(`
      do $$ begin
        create role authenticator noinherit login password 'contrato';
      exception when duplicate_object or unique_violation then null;
      end $$;
      grant anon, authenticated, service_role to authenticator;
    `);
  } finally {
    await sql.end();
  }
}

function variaveis(urlPostgres: string, segredo: string, porta: number): string[] {
  const uri = new URL(urlPostgres);
  uri.username = 'authenticator';
  uri.password = 'contrato';
  const valores = {
    PGRST_DB_URI: uri.href,
    PGRST_DB_SCHEMAS: 'public',
    PGRST_DB_ANON_ROLE: 'anon',
    PGRST_JWT_SECRET: segredo,
    PGRST_DB_USE_LEGACY_GUCS: 'false',
    PGRST_SERVER_HOST: '127.0.0.1',
    PGRST_SERVER_PORT: String(porta),
  };
  return Object.entries(valores).flatMap(([nome, valor]) => ['-e', `${nome}=${valor}`]);
}

async function esperarResposta(porta: number, processo: Processo): Promise<void> {
  await esperarAte(
    async () => !processo.vivo || (await fetch(`http://127.0.0.1:${porta}/`)).status < 500,
    60_000,
    'a resposta do PostgREST',
    50,
  );
  if (!processo.vivo) throw new Error(`PostgREST ended: ${processo.linhas.join('\n')}`);
}

/** `/rest/v1/x` → `/x`, as Supabase's gateway does. */
async function porTrasDoCaminho(porta: number): Promise<Server> {
  const servidor = createServer((pedido, resposta) => {
    const path = (pedido.url ?? '/').replace(/^\/rest\/v1/, '');
    const ida = request(
      { host: '127.0.0.1', port: porta, method: pedido.method, path, headers: pedido.headers },
      (volta) => {
        resposta.writeHead(volta.statusCode ?? 502, volta.headers);
        volta.pipe(resposta);
      },
    );
    ida.once('error', () => resposta.destroy());
    pedido.pipe(ida);
  });
  await new Promise<void>((resolve) => servidor.listen(0, '127.0.0.1', resolve));
  return servidor;
}

function jwt(role: string, segredo: string): string {
  const parte = (dados: object) => Buffer.from(JSON.stringify(dados)).toString('base64url');
  const cabeca = `${parte({ alg: 'HS256', typ: 'JWT' })}.${parte({ role })}`;
  return `${cabeca}.${createHmac('sha256', segredo).update(cabeca).digest('base64url')}`;
}
