-- Vagas with their history and offers, and what operating the services records.

create table vagas (
  id uuid primary key default gen_random_uuid(),
  hospital_id uuid not null references hospitais,
  setor_id uuid references setores,
  especialidade_id uuid not null references especialidades,
  periodo_id uuid not null references periodos,
  inicio timestamptz not null,
  fim timestamptz not null,
  valor_centavos int not null check (valor_centavos > 0),
  -- em_conflito: two médicos that held overlapping plantões turned out to be one person; a gestor decides.
  status text not null default 'aberta'
    check (status in ('aberta', 'reservada', 'confirmada', 'em_conflito', 'realizada', 'cancelada')),
  medico_id uuid references medicos,
  reservada_em timestamptz,
  criada_em timestamptz not null default now(),
  check (fim > inicio),
  check ((medico_id is not null) = (status in ('reservada', 'confirmada', 'em_conflito', 'realizada'))),
  constraint plantoes_nao_se_sobrepoem exclude using gist
    (medico_id with =, tstzrange(inicio, fim, '[)') with &&) where (status in ('reservada', 'confirmada'))
);
create index vagas_abertas_idx on vagas (especialidade_id, inicio) where status = 'aberta';
create index vagas_medico_idx on vagas (medico_id) where medico_id is not null;

create table vaga_eventos (
  id bigint generated always as identity primary key,
  vaga_id uuid not null references vagas,
  em timestamptz not null,
  de text,
  para text not null,
  medico_id uuid references medicos
);
create index vaga_eventos_vaga_idx on vaga_eventos (vaga_id, em);

-- What was offered in a conversation, by the short name the model may use.
create table ofertas (
  conversa_id uuid not null references conversas,
  vaga_id uuid not null references vagas,
  numero int not null check (numero > 0),
  -- Last time it was among the answers of a search.
  oferecida_em timestamptz not null,
  primary key (conversa_id, vaga_id),
  unique (conversa_id, numero)
);

-- DOMAIN rule 6, whoever writes: never in the past, never for another especialidade, never taken from another doctor.
create function interno.guardar_vaga() returns trigger
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  if tg_op = 'UPDATE' and old.status in ('reservada', 'confirmada') and new.status in ('reservada', 'confirmada')
     and new.medico_id <> old.medico_id
     and not exists (select from medicos where id = old.medico_id and mesclado_com = new.medico_id) then
    perform falhar('VAGA_DE_OUTRO_MEDICO', 'The vaga is held by another doctor');
  end if;
  if new.status = 'reservada' and (tg_op = 'INSERT' or old.status = 'aberta') then
    if new.inicio <= agora() then
      perform falhar('VAGA_NO_PASSADO', 'A vaga in the past cannot be reserved');
    end if;
    if not exists (select from medicos m where m.id = new.medico_id and m.especialidade_id = new.especialidade_id) then
      perform falhar('OUTRA_ESPECIALIDADE', 'The vaga is for another especialidade');
    end if;
  end if;
  return new;
end
$$;
create trigger vaga_guardada before insert or update on vagas
  for each row execute function interno.guardar_vaga();

create function interno.historiar_vaga() returns trigger
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  if tg_op = 'INSERT' or old.status <> new.status or old.medico_id is distinct from new.medico_id then
    insert into vaga_eventos (vaga_id, em, de, para, medico_id)
      values (new.id, agora(), case when tg_op = 'UPDATE' then old.status end, new.status, new.medico_id);
  end if;
  return null;
end
$$;
create trigger vaga_historiada after insert or update on vagas
  for each row execute function interno.historiar_vaga();

create table chamadas_llm (
  -- Made by the caller, so that a repeated call is counted once.
  id uuid primary key,
  criada_em timestamptz not null,
  modelo text not null,
  finalidade text not null,
  motivo_modelo text not null,
  conversa_id uuid references conversas,
  turno_id uuid references turnos,
  tokens_entrada int not null check (tokens_entrada >= 0),
  tokens_cache_escrita int not null check (tokens_cache_escrita >= 0),
  tokens_cache_leitura int not null check (tokens_cache_leitura >= 0),
  tokens_saida int not null check (tokens_saida >= 0),
  -- Millionths of a US dollar.
  custo_micro_usd bigint not null check (custo_micro_usd >= 0),
  latencia_ms int not null check (latencia_ms >= 0),
  resultado text not null
);
create index chamadas_llm_gasto_idx on chamadas_llm (criada_em) include (custo_micro_usd);

create table execucoes_jobs (
  id uuid primary key default gen_random_uuid(),
  nome text not null,
  chave text not null unique,
  -- The scheduled instant; null for a manual run.
  tick timestamptz,
  estado text not null default 'pendente' check (estado in ('pendente', 'executando', 'concluida', 'falhou')),
  registrada_em timestamptz not null,
  iniciada_em timestamptz,
  lease_ate timestamptz,
  lease_token uuid,
  terminada_em timestamptz,
  contagens jsonb,
  erro text,
  check ((estado = 'executando') = (lease_ate is not null))
);
create index execucoes_jobs_registro_idx on execucoes_jobs (nome, registrada_em desc);
create index execucoes_jobs_tick_idx on execucoes_jobs (nome, tick desc) where tick is not null;

-- Webhook bodies that were accepted but not understood.
create table quarentena (
  id uuid primary key default gen_random_uuid(),
  hash text not null unique,
  motivo text not null,
  corpo jsonb not null,
  recebido_em timestamptz not null,
  resolvido_em timestamptz
);
create index quarentena_lista_idx on quarentena ((resolvido_em is null) desc, recebido_em desc);
