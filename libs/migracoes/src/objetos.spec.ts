import { describe, expect, it } from '@jest/globals';
import { objetosCriados } from './objetos.ts';

const nomes = (texto: string) => objetosCriados(texto).map(({ especie, nome }) => [especie, nome]);

describe('objetosCriados', () => {
  it.each([
    ['create table vagas (id int)', [['relacao', 'public.vagas']]],
    ['CREATE TABLE IF NOT EXISTS "Vagas" (id int)', [['relacao', 'public.vagas']]],
    ['create unique index vagas_idx on vagas (id)', [['relacao', 'public.vagas_idx']]],
    ['create or replace function public.agora() returns int', [['funcao', 'public.agora']]],
    ['create type interno.estado as enum ()', [['relacao', 'interno.estado']]],
    ['create materialized view v as select 1', [['relacao', 'public.v']]],
    ['create schema if not exists interno', [['schema', 'interno']]],
    ['create schema if not exists extensions', []],
    ['create extension if not exists btree_gist', []],
    ['-- create table vagas\n/* create table b (x int) */ select 1', []],
    ["do $$ begin execute 'create table x (y int)'; create role anon; end $$", []],
    [
      'create function f() returns void language sql as $corpo$ create table dentro (x int) $corpo$',
      [['funcao', 'public.f']],
    ],
  ])('reads %s', (texto, esperado) => {
    expect(nomes(texto)).toEqual(esperado);
  });

  it('names each object once', () => {
    expect(nomes('create table a (x int); create table a (x int);')).toHaveLength(1);
  });
});
