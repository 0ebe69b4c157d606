-- The state machine of outgoing messages (DOMAIN §7): one function moves a row, one trigger refuses illegal moves.

create function interno.movimento_permitido(p_de text, p_para text, p_com_prova boolean, p_motivo text) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select case p_de
    when 'pendente' then p_para in ('enviando', 'cancelada', 'bloqueada', 'expirada')
      -- Given back as not sent, and then its echo came after all.
      or (p_para = 'enviada' and p_com_prova)
    when 'enviando' then p_para in ('enviada', 'pendente', 'falhou', 'incerta')
    when 'incerta' then p_para in ('enviada', 'pendente', 'falhou')
    -- WhatsApp may refuse a message after the provider accepted it.
    when 'enviada' then p_para in ('entregue', 'lida', 'falhou')
    when 'entregue' then p_para = 'lida'
    -- Proof that came late; any other failure is final.
    when 'falhou' then p_para in ('enviada', 'entregue', 'lida') and p_com_prova
      and p_motivo in ('sem_prova', 'erro_entrega')
    else false
  end
$$;

create function interno.guardar_mensagem() returns trigger
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.direcao = 'saida' and new.status <> 'pendente' and not (new.autor = 'humano' and new.status = 'enviada') then
      perform falhar('MOVIMENTO_ILEGAL', 'An outgoing message begins as pendente');
    end if;
    return new;
  end if;
  if new.direcao <> old.direcao or new.instancia <> old.instancia then
    perform falhar('MOVIMENTO_ILEGAL', 'A message keeps its direction and instancia');
  end if;
  if old.id_provedor is not null and new.id_provedor is distinct from old.id_provedor then
    perform falhar('ID_PROVEDOR_JA_VINCULADO', 'A provider id is bound once');
  end if;
  if new.status is distinct from old.status and not movimento_permitido(
       old.status, new.status,
       new.id_provedor is not null and (old.reivindicada_em is not null or old.autor = 'humano'), old.motivo) then
    perform falhar('MOVIMENTO_ILEGAL', format('Illegal move %s -> %s', old.status, new.status));
  end if;
  return new;
end
$$;
create trigger mensagem_guardada before insert or update on mensagens
  for each row execute function interno.guardar_mensagem();

alter table mensagens add constraint mensagens_nunca_vazia
  check (direcao = 'entrada' or autor = 'humano' or btrim(texto) <> '');

-- The only writer of `status`.
create function interno.mover_mensagem(
  p_id uuid, p_para text, p_motivo text default null, p_id_provedor text default null,
  p_token uuid default null, p_lease_ate timestamptz default null, p_em timestamptz default null
) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_agora timestamptz := agora();
begin
  update mensagens set
    status = p_para,
    motivo = case when p_para in ('enviando', 'enviada', 'entregue', 'lida') then null else p_motivo end,
    id_provedor = coalesce(id_provedor, p_id_provedor),
    envio_token = coalesce(p_token, envio_token),
    envio_lease_ate = case when p_para = 'enviando' then p_lease_ate end,
    reivindicada_em = case when p_para = 'enviando' then v_agora else reivindicada_em end,
    reivindicada_real_em = case when p_para = 'enviando' then clock_timestamp() else reivindicada_real_em end,
    tentar_em = case when p_para = 'enviando' then null else tentar_em end,
    enviada_em = case when p_para = 'enviada' then coalesce(p_em, v_agora) else enviada_em end,
    entregue_em = case when p_para in ('entregue', 'lida') then coalesce(entregue_em, v_agora) else entregue_em end,
    lida_em = case when p_para = 'lida' then v_agora else lida_em end,
    finalizada_em = case when p_para in ('cancelada', 'bloqueada', 'expirada', 'falhou') then v_agora end
  where id = p_id;
end
$$;

-- Ends every pendente row of a conversation or médico that matches, with one reason. Returns how many.
create function interno.encerrar_pendentes(
  p_tipos text[], p_para text, p_motivo text,
  p_conversa_id uuid default null, p_medico_id uuid default null, p_turno_id uuid default null
) returns int
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_id uuid;
  v_total int := 0;
begin
  for v_id in
    select id from mensagens
    where status = 'pendente' and tipo = any (p_tipos)
      and (p_conversa_id is null or conversa_id = p_conversa_id)
      and (p_medico_id is null or medico_id = p_medico_id)
      and (p_turno_id is null or turno_id = p_turno_id)
    order by ordem for no key update
  loop
    perform mover_mensagem(v_id, p_para, p_motivo);
    v_total := v_total + 1;
  end loop;
  return v_total;
end
$$;

-- Number a médico is reached at: the phone seen last, else the LID.
create function interno.numero_de(p_medico_id uuid) returns text
language sql stable set search_path = public, interno, pg_temp as $$
  select case tipo when 'telefone' then valor else valor || '@lid' end
  from medico_aliases where medico_id = p_medico_id
  order by tipo = 'telefone' desc, visto_em desc, valor limit 1
$$;

create function interno.alias_de(p_medico_id uuid, p_tipo text) returns text
language sql stable set search_path = public, interno, pg_temp as $$
  select valor from medico_aliases where medico_id = p_medico_id and tipo = p_tipo
  order by visto_em desc, valor limit 1
$$;

-- Lock order everywhere: provider id, aliases (both advisory), configuracoes, instância, médico, conversa, mensagem,
-- vaga. A merge may move a conversation between reading and locking, hence the loops.
create function interno.travar_conversa(p_conversa_id uuid) returns conversas
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_medico_id uuid;
  v_conversa conversas;
begin
  loop
    select medico_id into v_medico_id from conversas where id = p_conversa_id;
    if not found then
      return null;
    end if;
    perform from medicos where id = v_medico_id for no key update;
    select * into v_conversa from conversas where id = p_conversa_id for no key update;
    exit when v_conversa.medico_id = v_medico_id;
  end loop;
  return v_conversa;
end
$$;

create function interno.travar_envio(p_mensagem_id uuid) returns mensagens
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_antes mensagens;
  v_mensagem mensagens;
begin
  loop
    select * into v_antes from mensagens where id = p_mensagem_id;
    if not found then
      return null;
    end if;
    perform from medicos where id = v_antes.medico_id for no key update;
    perform from conversas where id = v_antes.conversa_id for no key update;
    select * into v_mensagem from mensagens where id = p_mensagem_id for no key update;
    exit when v_mensagem.medico_id = v_antes.medico_id and v_mensagem.conversa_id = v_antes.conversa_id;
  end loop;
  return v_mensagem;
end
$$;

create function interno.travar_id_provedor(p_instancia text, p_id_provedor text) returns void
language sql volatile set search_path = public, interno, pg_temp as $$
  select pg_advisory_xact_lock(hashtextextended('id:' || p_instancia || ':' || p_id_provedor, 0))
$$;

-- Raises a sent row along erro < enviada < entregue < lida; `erro` counts only before entregue.
create function interno.elevar_status(p_mensagem mensagens, p_status text) returns text
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_para text := case p_status when 'reproduzida' then 'lida' else p_status end;
  v_ordem text[] := array['enviada', 'entregue', 'lida'];
begin
  if v_para = 'erro' then
    if p_mensagem.status <> 'enviada' then
      return 'ja_superado';
    end if;
    perform mover_mensagem(p_mensagem.id, 'falhou', 'erro_entrega');
    return 'aplicado';
  end if;
  if p_mensagem.status = any (v_ordem) then
    if array_position(v_ordem, v_para) <= array_position(v_ordem, p_mensagem.status) then
      return 'ja_superado';
    end if;
  elsif not (p_mensagem.status = 'falhou' and p_mensagem.motivo in ('sem_prova', 'erro_entrega')) then
    return 'ja_superado';
  end if;
  perform mover_mensagem(p_mensagem.id, v_para);
  return 'aplicado';
end
$$;

create function interno.aplicar_status_guardado(p_mensagem_id uuid) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_mensagem mensagens;
  v_status text;
begin
  select * into v_mensagem from mensagens where id = p_mensagem_id;
  delete from status_pendentes
    where instancia = v_mensagem.instancia and id_provedor = v_mensagem.id_provedor
    returning status into v_status;
  if found then
    perform elevar_status(v_mensagem, v_status);
  end if;
end
$$;

-- A message of ours was taken for one typed on the phone before its outcome was known: undo that.
create function interno.desfazer_humano(p_mensagem mensagens, p_agora timestamptz) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  update handoffs set encerrado_em = p_agora, encerrado_por = 'eco_reconhecido'
    where origem_mensagem_id = p_mensagem.id and encerrado_em is null;
  if found then
    update conversas set controle = 'julia' where id = p_mensagem.conversa_id;
  end if;
  delete from mensagens where id = p_mensagem.id;
end
$$;

-- Binds a provider id to a row that is proved sent. The caller holds the id's advisory lock and the row.
create function interno.vincular(p_mensagem mensagens, p_id_provedor text, p_em timestamptz) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_outra mensagens;
begin
  if p_mensagem.id_provedor is not null then
    return;
  end if;
  select * into v_outra from mensagens where instancia = p_mensagem.instancia and id_provedor = p_id_provedor;
  if found then
    if v_outra.autor <> 'humano' then
      perform falhar('ID_PROVEDOR_DE_OUTRA_MENSAGEM', 'The provider id belongs to another message');
    end if;
    perform desfazer_humano(v_outra, agora());
  end if;
  perform mover_mensagem(p_mensagem.id, 'enviada', p_id_provedor => p_id_provedor, p_em => p_em);
  perform aplicar_status_guardado(p_mensagem.id);
end
$$;

create function interno.nova_saida(
  p_conversa conversas, p_tipo text, p_texto text, p_agora timestamptz, p_turno_id uuid default null,
  p_parte int default 0, p_papel text default null, p_responde_ate timestamptz default null,
  p_agendar_para timestamptz default null, p_expira_em timestamptz default null
) returns uuid
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_id uuid;
begin
  insert into mensagens (conversa_id, medico_id, instancia, direcao, autor, conteudo, texto, tamanho_original,
      criada_em, turno_id, tipo, papel, parte, prioridade, agendar_para, expira_em, status, responde_ate)
    values (p_conversa.id, p_conversa.medico_id, p_conversa.instancia, 'saida', 'julia',
      jsonb_build_object('tipo', 'texto', 'texto', p_texto), p_texto, length(p_texto), p_agora, p_turno_id, p_tipo,
      p_papel, p_parte,
      case p_tipo when 'manual' then 9 when 'lembrete' then 6 when 'followup' then 4 when 'campanha' then 2 else 8 end,
      p_agendar_para, p_expira_em, 'pendente', p_responde_ate)
    returning id into v_id;
  return v_id;
end
$$;
