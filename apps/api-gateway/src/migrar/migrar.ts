import { setTimeout as dormir } from 'node:timers/promises';
import { criarClienteSupabase, SupabaseConfiguracoes } from '@julia/database';
import { AppError, incompatibilidade } from '@julia/domain';
import { aplicarMigracoes, MigracaoError } from '@julia/migracoes';
import type { Config } from './config.ts';

export interface OpcoesDoMigrar {
  /** Folder with `migrations/`. */
  readonly dir: string;
  /** Longest wait for a database that is still starting. */
  readonly esperaMs: number;
  readonly intervaloMs: number;
  readonly dizer: (linha: string) => void;
}

const prazoDaApiMs = 10_000;

const comoAplicar = [
  'Para aplicar as migrações, escolha um:',
  '  - ponha em .env SUPABASE_DB_URL (Supabase › Connect › Session pooler ou Direct connection) e rode:',
  '      docker compose run --rm julia-migrate',
  '  - com a Supabase CLI, na pasta do projeto: supabase db push --db-url "<endereço do banco>"',
];

/** Exit code: 0 when the database fits this build afterwards, 1 otherwise. Never prints an address or a key. */
export async function migrar(config: Config, opcoes: OpcoesDoMigrar): Promise<0 | 1> {
  if (config.SUPABASE_DB_URL !== undefined) {
    return aplicar(config.SUPABASE_DB_URL, config.ENVIRONMENT, opcoes);
  }
  return conferirPelaApi(config, opcoes.dizer);
}

async function aplicar(
  url: string,
  ambiente: Config['ENVIRONMENT'],
  { dir, esperaMs, intervaloMs, dizer }: OpcoesDoMigrar,
): Promise<0 | 1> {
  const limite = performance.now() + esperaMs;
  for (let avisou = false; ; avisou = true) {
    try {
      const { aplicadas, estado } = await aplicarMigracoes(url, { dir, ambiente });
      for (const nome of aplicadas) dizer(`aplicada: ${nome}`);
      dizer(
        aplicadas.length === 0
          ? 'Banco em dia: nenhuma migração nova.'
          : `${aplicadas.length} migração(ões) aplicada(s).`,
      );
      const problema = estado && incompatibilidade(estado, ambiente);
      if (problema) dizer(`Este build não serve: ${problema.explicacao}.`);
      return problema ? 1 : 0;
    } catch (erro) {
      if (!(erro instanceof MigracaoError)) throw erro;
      if (!erro.transitoria || performance.now() + intervaloMs > limite) {
        dizer(`Migração não feita: ${erro.message}.`);
        return 1;
      }
      if (!avisou) dizer(`Aguardando o banco: ${erro.message}.`);
      await dormir(intervaloMs);
    }
  }
}

/** Without the admin address: only looks, through the API. */
export async function conferirPelaApi(
  config: Omit<Config, 'SUPABASE_DB_URL'>,
  dizer: (linha: string) => void,
): Promise<0 | 1> {
  const { SUPABASE_URL: url, SUPABASE_SERVICE_KEY: chave, ENVIRONMENT: ambiente } = config;
  if (url === undefined || chave === undefined) {
    dizer('Defina SUPABASE_DB_URL, ou SUPABASE_URL e SUPABASE_SERVICE_KEY para só conferir.');
    return 1;
  }
  const cliente = criarClienteSupabase({ url, chave, prazoMs: prazoDaApiMs });
  try {
    const estado = await new SupabaseConfiguracoes(cliente).ler();
    if (estado.ambiente === 'indefinido') {
      dizer('O banco ainda não sabe de que ambiente é. No SQL Editor do Supabase, rode uma vez:');
      dizer(`  select definir_ambiente('${ambiente}');`);
      return 1;
    }
    const problema = incompatibilidade(estado, ambiente);
    if (!problema) {
      dizer(`O esquema do banco (versão ${estado.versaoEsquema}) serve para este build.`);
      return 0;
    }
    dizer(`O banco não serve: ${problema.explicacao}.`);
    if (problema.codigo === 'ESQUEMA_ANTIGO') comoAplicar.forEach(dizer);
    return 1;
  } catch (erro) {
    return explicarFalhaDaApi(AppError.from(erro), dizer);
  }
}

function explicarFalhaDaApi(erro: AppError, dizer: (linha: string) => void): 1 {
  const { status, codigo } = erro.context;
  if (erro.kind === 'transient') {
    dizer('O Supabase não respondeu: confira SUPABASE_URL e a rede do contêiner.');
  } else if (status === 401 || status === 403 || codigo === '42501') {
    dizer('O Supabase recusou SUPABASE_SERVICE_KEY: use a chave secreta (service role).');
  } else if (status === 404 || codigo === 'PGRST202' || codigo === '42883') {
    dizer('O banco ainda não tem as tabelas da Júlia.');
    comoAplicar.forEach(dizer);
  } else {
    dizer(`O Supabase respondeu com um erro inesperado (${String(codigo ?? erro.code)}).`);
  }
  return 1;
}
