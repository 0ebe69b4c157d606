-- What must survive a restored backup: who opted out (remembered by keyed hash), and that nothing leaves twice.

-- The key stays in the database and travels with its backups: a hash made after a backup fits what the backup restores.
-- In `interno`, and read by security definer functions only: service_role never sees it.
create table interno.chave_optout (
  id boolean primary key default true check (id),
  chave bytea not null check (length(chave) = 32)
);
insert into interno.chave_optout (chave)
  select sha256(string_agg(uuid_send(gen_random_uuid()), ''::bytea)) from generate_series(1, 4);

-- Every phone and LID that ever belonged to a médico who opted out. Nothing is removed: it outlives an erasure.
create table interno.optouts (
  hash bytea primary key check (length(hash) = 32),
  optout_em timestamptz not null,
  optout_pedido_em timestamptz
);

alter table configuracoes add restaurada_em timestamptz, add restaurada_de timestamptz;

create function interno.hash_de_contato(p_chave bytea, p_tipo text, p_valor text) returns bytea
language sql immutable strict set search_path = pg_catalog, pg_temp as $$
  select sha256(p_chave || sha256(p_chave || convert_to(p_tipo || ':' || p_valor, 'UTF8')))
$$;

-- Names a key without telling it.
create function interno.id_da_chave(p_chave bytea) returns text
language sql immutable strict set search_path = pg_catalog, pg_temp as $$
  select substr(encode(sha256(convert_to('id:', 'UTF8') || p_chave), 'hex'), 1, 16)
$$;

create function interno.lembrar_optouts(p_medico_id uuid) returns void
language sql volatile security definer set search_path = public, interno, pg_temp as $$
  insert into interno.optouts as o (hash, optout_em, optout_pedido_em)
    select hash_de_contato((select chave from interno.chave_optout), a.tipo, a.valor), m.optout_em, m.optout_pedido_em
    from medico_aliases a join medicos m on m.id = a.medico_id
    where m.id = p_medico_id and m.optout_em is not null
  on conflict (hash) do update set optout_em = greatest(o.optout_em, excluded.optout_em),
    optout_pedido_em = greatest(o.optout_pedido_em, excluded.optout_pedido_em)
$$;

create function interno.ao_sair() returns trigger
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  perform lembrar_optouts(new.id);
  return null;
end
$$;
create trigger optout_lembrado after insert or update of optout_em, optout_pedido_em on medicos
  for each row when (new.optout_em is not null) execute function interno.ao_sair();

-- A name somebody opted out under makes whoever bears it opted out: an import after an erasure, a restored backup.
create function interno.ao_nomear() returns trigger
language plpgsql security definer set search_path = public, interno, pg_temp as $$
declare
  v_optout interno.optouts;
begin
  select * into v_optout from interno.optouts
    where hash = hash_de_contato((select chave from interno.chave_optout), new.tipo, new.valor);
  if found then
    update medicos set optout_em = greatest(optout_em, v_optout.optout_em),
        optout_pedido_em = greatest(optout_pedido_em, v_optout.optout_pedido_em)
      where id = new.medico_id and optout_em is distinct from greatest(optout_em, v_optout.optout_em);
  end if;
  perform lembrar_optouts(new.medico_id);
  return null;
end
$$;
create trigger optout_reconhecido after insert or update of medico_id on medico_aliases
  for each row execute function interno.ao_nomear();

select interno.lembrar_optouts(id) from medicos where optout_em is not null;

-- The ledger as it is kept beside the backups: hashes and instants, nothing else. With another database's key the
-- hashes are made anew from the aliases known here; `semNome` counts those that could not be, as nobody bears them.
create function interno.livro_de_optout(p_chave bytea default null) returns jsonb
language sql volatile security definer set search_path = public, interno, pg_temp as $$
  with chave as (select chave as propria, coalesce(p_chave, chave) as usada from interno.chave_optout),
  linhas as (
    select o.hash, o.optout_em, o.optout_pedido_em from interno.optouts o, chave where propria = usada
    union all
    select hash_de_contato(usada, a.tipo, a.valor), m.optout_em, m.optout_pedido_em
      from chave, medico_aliases a join medicos m on m.id = a.medico_id
      where propria <> usada and m.optout_em is not null)
  select jsonb_build_object('chaveId', (select id_da_chave(usada) from chave), 'em', agora(),
    'semNome', (select count(*) from interno.optouts o, chave where propria <> usada and not exists (
      select from medico_aliases a where hash_de_contato(propria, a.tipo, a.valor) = o.hash)),
    'linhas', (select coalesce(jsonb_agg(jsonb_build_array(encode(hash, 'hex'), optout_em, optout_pedido_em)
      order by hash), '[]') from linhas))
$$;

-- Merges a ledger: the later opt-out wins and none is forgotten. Returns how many médicos it newly took out.
create function interno.juntar_livro_de_optout(p_livro jsonb) returns int
language plpgsql security definer set search_path = public, interno, pg_temp as $$
declare
  v_livro jsonb := como_jsonb(p_livro);
  v_chave bytea := (select chave from interno.chave_optout);
  v_total int;
begin
  if jsonb_array_length(v_livro -> 'linhas') = 0 then
    return 0;
  end if;
  if v_livro ->> 'chaveId' is distinct from id_da_chave(v_chave) then
    perform falhar('LIVRO_DE_OUTRA_CHAVE', 'The opt-out ledger was made with another key');
  end if;
  insert into interno.optouts as o (hash, optout_em, optout_pedido_em)
    select decode(l ->> 0, 'hex'), (l ->> 1)::timestamptz, (l ->> 2)::timestamptz
    from jsonb_array_elements(v_livro -> 'linhas') as l
  on conflict (hash) do update set optout_em = greatest(o.optout_em, excluded.optout_em),
    optout_pedido_em = greatest(o.optout_pedido_em, excluded.optout_pedido_em);
  with saidas as (
    select a.medico_id, max(o.optout_em) as optout_em, max(o.optout_pedido_em) as optout_pedido_em,
      bool_or(m.optout_em is null) as nova
    from medico_aliases a
    join medicos m on m.id = a.medico_id
    join interno.optouts o on o.hash = hash_de_contato(v_chave, a.tipo, a.valor)
    group by a.medico_id having max(o.optout_em) > coalesce(max(m.optout_em), '-infinity')),
  mudadas as (
    update medicos m set optout_em = s.optout_em,
        optout_pedido_em = greatest(m.optout_pedido_em, s.optout_pedido_em)
      from saidas s where m.id = s.medico_id returning s.nova)
  select count(*) filter (where nova) into v_total from mudadas;
  return v_total;
end
$$;

-- What was under way at the instant of the backup may have left since then. Nothing of it is sent: what may be out
-- counts as `sem_prova` (shown as "talvez enviada"), the rest is cancelled, and a person looks at conversations that
-- waited for an answer. Reminders still in the future stay. Returns how many rows ended.
create function interno.encerrar_saidas_restauradas(p_agora timestamptz) returns int
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_linha mensagens;
  v_total int := 0;
begin
  for v_linha in
    select * from mensagens
    where status in ('enviando', 'incerta')
      or status = 'pendente' and (tipo <> 'lembrete' or coalesce(agendar_para, '-infinity') <= p_agora)
    order by ordem for no key update
  loop
    perform mover_mensagem(v_linha.id, case v_linha.status when 'pendente' then 'cancelada' else 'falhou' end,
      case v_linha.status when 'pendente' then 'restaurado' else 'sem_prova' end);
    if not eh_proativo(v_linha.tipo) then
      perform abrir_handoff(v_linha.conversa_id, 'manual', 'restaurado: havia resposta na fila na hora do backup',
        p_agora);
    end if;
    v_total := v_total + 1;
  end loop;
  return v_total;
end
$$;

-- Open turns end and their messages wait again, now under a person's control: a refusal among them is still obeyed, an
-- answer that may be out already is not given a second time.
create function interno.encerrar_turnos_restaurados(p_agora timestamptz) returns int
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_conversa_id uuid;
  v_total int := 0;
begin
  update mensagens set turno_id = null
    where direcao = 'entrada' and respondida_em is null
      and turno_id in (select id from turnos where fechado_em is null);
  update turnos set fechado_em = p_agora, desfecho = 'abandonado', motivo = 'restaurado' where fechado_em is null;
  update conversas set lease_token = null, lease_ate = null where lease_token is not null;
  for v_conversa_id in
    select distinct m.conversa_id from mensagens m join conversas c on c.id = m.conversa_id
    where m.direcao = 'entrada' and m.respondida_em is null and m.apagada_em is null and c.estado = 'ativa'
  loop
    perform abrir_handoff(v_conversa_id, 'manual', 'restaurado: havia mensagem sem resposta na hora do backup',
      p_agora);
    v_total := v_total + 1;
  end loop;
  return v_total;
end
$$;

-- Called once, in the transaction that restores a backup, before anything else can see its data. Leaves Júlia paused.
create function interno.preparar_banco_restaurado(p_backup_em timestamptz, p_livros jsonb, p_quem text) returns jsonb
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_agora timestamptz := agora();
  v_livro jsonb;
  v_optouts int := 0;
  v_saidas int;
  v_turnos int;
  v_resultado jsonb;
begin
  for v_livro in select jsonb_array_elements(como_jsonb(p_livros)) loop
    v_optouts := v_optouts + juntar_livro_de_optout(v_livro);
  end loop;
  v_saidas := encerrar_saidas_restauradas(v_agora);
  v_turnos := encerrar_turnos_restaurados(v_agora);
  -- How much of today's budget was spent after the backup is not known: it counts as all of it.
  update instancias set estado = 'desconhecido', estado_codigo = null,
    proximo_proativo_em = greatest(proximo_proativo_em,
      (local(v_agora)::date + 1)::timestamp at time zone 'America/Sao_Paulo');
  -- Ticks since the backup ran already: none is caught up.
  update execucoes_jobs set estado = 'falhou', erro = 'restaurado', lease_ate = null, terminada_em = v_agora
    where estado in ('pendente', 'executando');
  insert into execucoes_jobs (nome, chave, tick, estado, registrada_em, terminada_em, contagens)
    select distinct nome, nome || '@restauracao@' || v_agora, v_agora, 'concluida', v_agora, v_agora,
      '{"restaurado": 1}'::jsonb
    from execucoes_jobs where tick is not null;
  update configuracoes set pausada = true, pausada_em = v_agora, pausada_por = p_quem,
    pausa_motivo = 'restaurada de um backup', restaurada_em = v_agora, restaurada_de = p_backup_em;
  v_resultado := jsonb_build_object('optoutsNovos', v_optouts, 'saidasEncerradas', v_saidas,
    'conversasComPessoa', v_turnos);
  insert into auditoria (em, quem, acao, detalhes)
    values (v_agora, p_quem, 'restaurar', v_resultado || jsonb_build_object('backupEm', p_backup_em));
  return v_resultado;
end
$$;

-- A message from before the restore that arrives after it (asked for again at the provider) was probably answered by
-- what the backup does not know: a person decides.
create function interno.ao_chegar_antiga() returns trigger
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  if exists (select from configuracoes where restaurada_em >= new.enviada_em) then
    perform abrir_handoff(new.conversa_id, 'manual',
      'restaurado: mensagem de antes da restauração, talvez já respondida', agora());
  end if;
  return null;
end
$$;
create trigger mensagem_de_antes_da_restauracao after insert on mensagens
  for each row when (new.direcao = 'entrada') execute function interno.ao_chegar_antiga();

select interno.fechar_permissoes();
notify pgrst, 'reload schema';
