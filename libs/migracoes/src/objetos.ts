import type { Sql } from 'postgres';
import type { Migracao } from './arquivos.ts';

/** Names in Postgres that would collide: relations and types share one space, functions and schemas have their own. */
type Especie = 'relacao' | 'funcao' | 'schema';
export interface Objeto {
  readonly especie: Especie;
  /** With its schema: `public.vagas`; for a schema its own name. */
  readonly nome: string;
}

const corpos = /\$(\w*)\$[\s\S]*?\$\1\$/g;
const comentarios = /--[^\n]*|\/\*[\s\S]*?\*\//g;
const criacao =
  /\bcreate\s+(?:or\s+replace\s+)?(?:unlogged\s+)?(table|type|domain|(?:materialized\s+)?view|sequence|(?:unique\s+)?index|function|procedure|schema)\s+(?:concurrently\s+)?(if\s+not\s+exists\s+)?("?[a-z_][\w]*"?(?:\."?[a-z_][\w]*"?)?)/gi;

function especieDe(palavra: string): Especie {
  if (/function|procedure/i.test(palavra)) return 'funcao';
  return /schema/i.test(palavra) ? 'schema' : 'relacao';
}

/**
 * What a migration makes and nobody else may have made before. Bodies of functions and comments are skipped. A schema
 * that is asked for with `if not exists` is shared on purpose (`extensions`); `interno` is ours alone.
 */
export function objetosCriados(texto: string): Objeto[] {
  const semCorpos = texto.replaceAll(comentarios, ' ').replaceAll(corpos, "''");
  const objetos = new Map<string, Objeto>();
  for (const [, palavra = '', , bruto = ''] of semCorpos.matchAll(criacao)) {
    const especie = especieDe(palavra);
    const limpo = bruto.replaceAll('"', '').toLowerCase();
    if (especie === 'schema' && limpo === 'extensions') continue;
    const nome = especie === 'schema' || limpo.includes('.') ? limpo : `public.${limpo}`;
    objetos.set(`${especie} ${nome}`, { especie, nome });
  }
  return [...objetos.values()];
}

/** Which of these names exist in the database already, whoever made them. */
async function existentes(sql: Sql, objetos: readonly Objeto[]): Promise<Objeto[]> {
  const linhas = await sql<{ especie: Especie; nome: string }[]>`
    select 'relacao' as especie, n.nspname || '.' || c.relname as nome
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
    union select 'relacao', n.nspname || '.' || t.typname
      from pg_type t join pg_namespace n on n.oid = t.typnamespace
    union select 'funcao', n.nspname || '.' || p.proname
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    union select 'schema', nspname from pg_namespace`;
  const ha = new Set(linhas.map(({ especie, nome }) => `${especie} ${nome}`));
  return objetos.filter(({ especie, nome }) => ha.has(`${especie} ${nome}`));
}

/** Names that the missing migrations want, that exist, and that no migration of ours made: somebody else's. */
export async function objetosAlheios(
  sql: Sql,
  feitas: readonly Migracao[],
  novas: readonly Migracao[],
): Promise<Objeto[]> {
  const chave = ({ especie, nome }: Objeto) => `${especie} ${nome}`;
  const nossos = new Set(feitas.flatMap(({ texto }) => objetosCriados(texto)).map(chave));
  const desejados = novas.flatMap(({ texto }) => objetosCriados(texto));
  const unicos = new Map(desejados.map((objeto) => [chave(objeto), objeto]));
  return existentes(
    sql,
    [...unicos.values()].filter((objeto) => !nossos.has(chave(objeto))),
  );
}

/** Is there any table in `public` that no migration of ours makes? */
export async function haTabelasAlheias(sql: Sql, todas: readonly Migracao[]): Promise<boolean> {
  const nossas = new Set(todas.flatMap(({ texto }) => objetosCriados(texto)).map((o) => o.nome));
  const tabelas = await sql<{ nome: string }[]>`
    select 'public.' || tablename as nome from pg_tables where schemaname = 'public'`;
  return tabelas.some(({ nome }) => !nossas.has(nome));
}
