-- Who and where: especialidades, hospitais, setores, períodos, instâncias and médicos with their aliases.

create table especialidades (
  id uuid primary key default gen_random_uuid(),
  nome text not null unique,
  -- What doctors call it ("anestesia", "anestesista"), compared without case and accents.
  apelidos text[] not null default '{}'
);

create table hospitais (
  id uuid primary key default gen_random_uuid(),
  nome text not null unique,
  cidade text not null,
  -- How people name the area: "Zona Sul", "ABC", "Campinas e região".
  regiao text not null,
  endereco text,
  informacoes text
);

create table setores (
  id uuid primary key default gen_random_uuid(),
  nome text not null unique
);

create table periodos (
  id uuid primary key default gen_random_uuid(),
  nome text not null unique,
  -- Local hours; an end not after the start is on the next day.
  inicio time not null,
  fim time not null,
  turno text not null check (turno in ('diurno', 'noturno')),
  check (inicio <> fim)
);

-- One WhatsApp number. The limiter of proactive sending lives in this row: claims lock it, so it is exact.
create table instancias (
  nome text primary key,
  estado text not null default 'desconhecido'
    check (estado in ('desconhecido', 'aberta', 'conectando', 'fechada', 'recusada')),
  estado_codigo int,
  estado_em timestamptz,
  -- Set by a ban-like answer; only a person clears it.
  proativo_parado_em timestamptz,
  proativo_parado_motivo text,
  -- Local clock hour and local day the counters belong to; they never go back.
  hora timestamp,
  enviadas_na_hora int not null default 0 check (enviadas_na_hora >= 0),
  dia date,
  enviadas_no_dia int not null default 0 check (enviadas_no_dia >= 0),
  proximo_proativo_em timestamptz,
  criada_em timestamptz not null default now()
);

create table medicos (
  id uuid primary key default gen_random_uuid(),
  nome text,
  especialidade_id uuid references especialidades,
  cidade text,
  -- The one source of truth of opt-out; a later message of the doctor may be answered, nothing proactive ever again.
  optout_em timestamptz,
  -- The same by WhatsApp's clock, like `enviada_em`: a message sent before it may arrive long after it.
  optout_pedido_em timestamptz,
  bloqueado_em timestamptz,
  origem text not null default 'whatsapp',
  -- A médico found to be the same person as another: everything moved there, this row is an empty pointer.
  mesclado_com uuid references medicos,
  criado_em timestamptz not null default now(),
  check (mesclado_com <> id)
);
create index medicos_mesclados_idx on medicos (mesclado_com) where mesclado_com is not null;

-- Phone (canonical E.164 digits) and LID are both names of one person.
create table medico_aliases (
  tipo text not null check (tipo in ('telefone', 'lid')),
  valor text not null check (valor ~ '^[0-9]+$'),
  medico_id uuid not null references medicos,
  visto_em timestamptz not null,
  primary key (tipo, valor)
);
create index medico_aliases_medico_idx on medico_aliases (medico_id);

-- The especialidade a doctor's words mean, or null: exact name first, then the longest name found inside the words,
-- then a name that begins with them.
create function interno.especialidade_de(p_palavras text) returns uuid
language sql stable set search_path = public, interno, pg_temp as $$
  with pedido as (select normalizar(p_palavras) as texto),
  nomes as (
    select e.id, normalizar(n) as nome from especialidades e, unnest(e.apelidos || e.nome) as n
  )
  select n.id from nomes n, pedido p
  where p.texto <> '' and (
    n.nome = p.texto
    or position(' ' || n.nome || ' ' in ' ' || p.texto || ' ') > 0
    or (length(p.texto) >= 4 and starts_with(n.nome, p.texto)))
  order by n.nome = p.texto desc, position(n.nome in p.texto) > 0 desc, length(n.nome) desc, n.id
  limit 1
$$;
