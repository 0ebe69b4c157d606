-- Foundations: roles, the inner schema, the one clock, settings and audit.
-- Tables and public functions are reachable by service_role only; `interno` is never exposed by the API.

create schema if not exists extensions;
create extension if not exists btree_gist with schema extensions;
create schema if not exists interno;

-- Real Supabase brings these roles; a bare Postgres does not.
do $$
begin
  if not exists (select from pg_roles where rolname = 'anon') then
    create role anon nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'authenticated') then
    create role authenticated nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'service_role') then
    create role service_role nologin bypassrls;
  end if;
end
$$;

-- The one place that states which environment and schema this database is.
create table configuracoes (
  id boolean primary key default true check (id),
  -- `indefinido` until definir_ambiente() is called: a service of any environment refuses such a database.
  ambiente text not null default 'indefinido'
    check (ambiente in ('indefinido', 'development', 'test', 'staging', 'production')),
  versao_esquema int not null,
  esquema_minimo_suportado int not null,
  pausada boolean not null default false,
  pausada_em timestamptz,
  pausada_por text,
  pausa_motivo text,
  check (pausada = (pausada_em is not null)),
  check (esquema_minimo_suportado <= versao_esquema)
);
insert into configuracoes (versao_esquema, esquema_minimo_suportado) values (1, 1);

-- At most one row, and none in production (see the triggers below).
create table relogio_teste (
  id boolean primary key default true check (id),
  deslocamento_ms bigint not null check (deslocamento_ms >= 0)
);

create table auditoria (
  id bigint generated always as identity primary key,
  em timestamptz not null,
  quem text not null,
  acao text not null,
  detalhes jsonb not null default '{}'
);
create index auditoria_em_idx on auditoria (em desc);

-- Volatile on purpose: after waiting for a lock it tells the present, not the start of the transaction. Read it once
-- into a variable; in a where clause it would forbid the use of an index.
create function public.agora() returns timestamptz
language sql volatile set search_path = public, interno, pg_temp as $$
  select clock_timestamp() + coalesce(
    (select make_interval(secs => deslocamento_ms / 1000.0) from relogio_teste), interval '0')
$$;

create function interno.local(p_em timestamptz) returns timestamp
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select p_em at time zone 'America/Sao_Paulo'
$$;

create function interno.milissegundos(p_de timestamptz, p_ate timestamptz) returns bigint
language sql immutable strict set search_path = pg_catalog, pg_temp as $$
  select greatest(0, ceil(extract(epoch from p_ate - p_de) * 1000))::bigint
$$;

-- Some drivers encode a jsonb argument twice and it arrives as one JSON string.
create function interno.como_jsonb(p jsonb) returns jsonb
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select case when jsonb_typeof(p) = 'string' then (p #>> '{}')::jsonb else p end
$$;

-- Lower case, no accents, single spaces: for comparing names typed by people. `unaccent` is neither immutable nor
-- everywhere installed.
create function interno.normalizar(p text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select btrim(regexp_replace(
    translate(lower(p), 'áàâãäéèêëíìîïóòôõöúùûüçñ', 'aaaaaeeeeiiiiooooouuuucn'), '[^a-z0-9]+', ' ', 'g'))
$$;

-- A failure the caller knows by its code: PTnnn becomes HTTP nnn, `detail` carries the code.
create function interno.falhar(p_codigo text, p_mensagem text, p_http int default 409) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception using errcode = 'PT' || p_http, message = p_mensagem, detail = p_codigo;
end
$$;

create function interno.proibir_relogio_em_producao() returns trigger
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_ambiente text;
begin
  -- The lock orders this against a concurrent definir_ambiente('production').
  select ambiente into v_ambiente from configuracoes for share;
  if v_ambiente = 'production' then
    perform falhar('RELOGIO_DE_TESTE_PROIBIDO', 'The test clock cannot exist in production');
  end if;
  return new;
end
$$;
create trigger relogio_so_fora_de_producao before insert or update on relogio_teste
  for each row execute function interno.proibir_relogio_em_producao();

create function interno.guardar_ambiente() returns trigger
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  if new.ambiente = old.ambiente then
    return new;
  end if;
  if old.ambiente <> 'indefinido' then
    perform falhar('AMBIENTE_JA_DEFINIDO', 'This database belongs to another environment');
  end if;
  if new.ambiente = 'production' and exists (select from relogio_teste) then
    perform falhar('RELOGIO_DE_TESTE_PROIBIDO', 'A database with a test clock cannot become production');
  end if;
  return new;
end
$$;
create trigger ambiente_definido_uma_vez before update on configuracoes
  for each row execute function interno.guardar_ambiente();

-- Called by whoever migrates. Naming the same environment again changes nothing; another one is refused.
create function public.definir_ambiente(p_ambiente text) returns text
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_mudou boolean;
begin
  update configuracoes set ambiente = p_ambiente where ambiente is distinct from p_ambiente
    returning true into v_mudou;
  if v_mudou then
    insert into auditoria (em, quem, acao, detalhes)
      values (agora(), 'migracao', 'definir_ambiente', jsonb_build_object('ambiente', p_ambiente));
  end if;
  return p_ambiente;
end
$$;
