import type { Sql } from 'postgres';
import { MigracaoError } from './migracao-error.ts';

export interface EstadoDoEsquema {
  readonly ambiente: string;
  readonly versaoEsquema: number;
  readonly esquemaMinimoSuportado: number;
}

/** Refuses a database that belongs to another environment, before anything in it changes. */
export async function conferirAmbiente(sql: Sql, ambiente: string): Promise<void> {
  const [tabela] = await sql<
    { ha: boolean }[]
  >`select to_regclass('public.configuracoes') is not null as ha`;
  if (!tabela?.ha) return;
  const [linha] = await sql<{ ambiente: string }[]>`select ambiente from public.configuracoes`;
  const atual = linha?.ambiente ?? 'indefinido';
  if (atual === 'indefinido' || atual === ambiente) return;
  throw new MigracaoError(
    'AMBIENTE_DIFERENTE',
    `O banco é do ambiente "${atual}" e ENVIRONMENT diz "${ambiente}". Nada foi alterado; confira SUPABASE_DB_URL e ENVIRONMENT`,
  );
}

/** Once in a database's life; naming the same environment again changes nothing. */
export async function definirAmbiente(sql: Sql, ambiente: string): Promise<EstadoDoEsquema> {
  await sql`select public.definir_ambiente(${ambiente})`;
  const [estado] = await sql<[EstadoDoEsquema]>`
    select ambiente, versao_esquema as "versaoEsquema", esquema_minimo_suportado as "esquemaMinimoSuportado"
    from public.configuracoes`;
  return estado;
}
