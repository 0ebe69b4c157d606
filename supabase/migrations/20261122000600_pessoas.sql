-- One médico per person: aliases, and the merge of two médicos that turn out to be one.

-- Locks both aliases and every médico they name, oldest médico first. Aliases are locked in a fixed order.
create function interno.travar_pessoa(p_telefone text, p_lid text) returns uuid[]
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_chave bigint;
  v_ids uuid[];
  v_depois uuid[];
begin
  for v_chave in
    select distinct hashtextextended(nome, 0) as chave
    from unnest(array['telefone:' || p_telefone, 'lid:' || p_lid]) as nome
    where nome is not null order by chave
  loop
    perform pg_advisory_xact_lock(v_chave);
  end loop;
  loop
    v_ids := medicos_dos_aliases(p_telefone, p_lid);
    perform from medicos where id = any (v_ids) order by id for no key update;
    v_depois := medicos_dos_aliases(p_telefone, p_lid);
    exit when v_ids = v_depois;
  end loop;
  return v_ids;
end
$$;

create function interno.medicos_dos_aliases(p_telefone text, p_lid text) returns uuid[]
language sql volatile set search_path = public, interno, pg_temp as $$
  select coalesce(array_agg(m.id order by m.criado_em, m.id), '{}')
  from medicos m
  where m.id in (
    select medico_id from medico_aliases
    where (tipo = 'telefone' and valor = p_telefone) or (tipo = 'lid' and valor = p_lid))
$$;

-- Moves everything of one conversation into another of the same person; the emptied one ends.
create function interno.mesclar_conversas(p_fica conversas, p_sai conversas, p_agora timestamptz) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_ultimo int;
begin
  update turnos set fechado_em = p_agora, desfecho = 'abandonado', motivo = 'conversa_mesclada'
    where conversa_id = p_sai.id and fechado_em is null;
  update mensagens set turno_id = null
    where conversa_id = p_sai.id and direcao = 'entrada' and respondida_em is null and turno_id is not null;
  update mensagens set conversa_id = p_fica.id, medico_id = p_fica.medico_id where conversa_id = p_sai.id;

  if exists (select from handoffs where conversa_id = p_fica.id and encerrado_em is null) then
    update handoffs set encerrado_em = p_agora, encerrado_por = 'conversa_mesclada'
      where conversa_id = p_sai.id and encerrado_em is null;
  end if;
  update handoffs set conversa_id = p_fica.id where conversa_id = p_sai.id;

  select coalesce(max(numero), 0) into v_ultimo from ofertas where conversa_id = p_fica.id;
  insert into ofertas (conversa_id, vaga_id, numero, oferecida_em)
    select p_fica.id, o.vaga_id, v_ultimo + row_number() over (order by o.numero), o.oferecida_em
    from ofertas o
    where o.conversa_id = p_sai.id
      and not exists (select from ofertas f where f.conversa_id = p_fica.id and f.vaga_id = o.vaga_id);
  delete from ofertas where conversa_id = p_sai.id;

  update conversas set estado = 'encerrada', encerrada_em = p_agora, responder_em = null, lease_token = null,
      lease_ate = null, primeira_pendente_em = null, ultima_pendente_em = null
    where id = p_sai.id;
  update conversas set
      controle = case when 'humano' in (p_fica.controle, p_sai.controle) then 'humano' else 'julia' end,
      primeira_pendente_em = least(p_fica.primeira_pendente_em, p_sai.primeira_pendente_em),
      ultima_pendente_em = greatest(p_fica.ultima_pendente_em, p_sai.ultima_pendente_em),
      responder_em = least(p_fica.responder_em, p_sai.responder_em),
      turnos_fechados = p_fica.turnos_fechados + p_sai.turnos_fechados,
      respostas_dia = greatest(p_fica.respostas_dia, p_sai.respostas_dia),
      respostas_no_dia = case
        when p_fica.respostas_dia = p_sai.respostas_dia then p_fica.respostas_no_dia + p_sai.respostas_no_dia
        when p_sai.respostas_dia > p_fica.respostas_dia or p_fica.respostas_dia is null then p_sai.respostas_no_dia
        else p_fica.respostas_no_dia end
    where id = p_fica.id;
end
$$;

-- Both médicos are locked. The opt-out of either survives; plantões that now overlap wait for a gestor.
create function interno.mesclar_medicos(p_fica uuid, p_sai uuid, p_agora timestamptz) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_conversa_fica conversas;
  v_conversa_sai conversas;
begin
  perform from conversas where medico_id in (p_fica, p_sai) order by id for no key update;
  select * into v_conversa_fica from conversas where medico_id = p_fica and estado = 'ativa';
  select * into v_conversa_sai from conversas where medico_id = p_sai and estado = 'ativa';
  if v_conversa_fica.id is not null and v_conversa_sai.id is not null then
    perform mesclar_conversas(v_conversa_fica, v_conversa_sai, p_agora);
  end if;
  update mensagens set medico_id = p_fica where conversa_id in (select id from conversas where medico_id = p_sai);
  update conversas set medico_id = p_fica where medico_id = p_sai;

  update medicos f set
      nome = coalesce(f.nome, s.nome),
      especialidade_id = coalesce(f.especialidade_id, s.especialidade_id),
      cidade = coalesce(f.cidade, s.cidade),
      optout_em = greatest(f.optout_em, s.optout_em),
      optout_pedido_em = greatest(f.optout_pedido_em, s.optout_pedido_em),
      bloqueado_em = coalesce(f.bloqueado_em, s.bloqueado_em)
    from medicos s where f.id = p_fica and s.id = p_sai;
  update medicos set mesclado_com = p_fica, nome = null, cidade = null where id = p_sai;
  update medicos set mesclado_com = p_fica where mesclado_com = p_sai;
  update medico_aliases set medico_id = p_fica where medico_id = p_sai;

  update vagas s set status = 'em_conflito'
    where s.medico_id = p_sai and s.status in ('reservada', 'confirmada') and exists (
      select from vagas f where f.medico_id = p_fica and f.status in ('reservada', 'confirmada')
        and tstzrange(f.inicio, f.fim) && tstzrange(s.inicio, s.fim));
  update vagas set medico_id = p_fica where medico_id = p_sai;
  insert into auditoria (em, quem, acao, detalhes) values (p_agora, 'sistema', 'medicos_mesclados',
    jsonb_build_object('fica', p_fica, 'sai', p_sai));
end
$$;

-- The médico a message belongs to, from what travar_pessoa() locked: created, completed or merged as needed.
create function interno.unir_pessoa(
  p_ids uuid[], p_telefone text, p_lid text, p_nome text, p_agora timestamptz
) returns uuid
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_id uuid := p_ids[1];
begin
  if v_id is null then
    insert into medicos (nome, criado_em) values (p_nome, p_agora) returning id into v_id;
  elsif cardinality(p_ids) = 2 then
    -- Two rows in flight cannot become one person's: a later message merges them.
    if exists (select from mensagens where medico_id = any (p_ids) and status in ('enviando', 'incerta')
               group by instancia having count(*) > 1) then
      return v_id;
    end if;
    perform mesclar_medicos(v_id, p_ids[2], p_agora);
  end if;
  update medicos set nome = p_nome where id = v_id and nome is null and p_nome is not null;
  insert into medico_aliases (tipo, valor, medico_id, visto_em)
    select tipo, valor, v_id, p_agora
    from (values ('telefone', p_telefone), ('lid', p_lid)) as a (tipo, valor) where valor is not null
    on conflict (tipo, valor) do update set visto_em = excluded.visto_em;
  return v_id;
end
$$;

-- The active conversation of a locked médico, begun when there is none, locked.
create function interno.conversa_ativa(p_medico_id uuid, p_instancia text, p_agora timestamptz) returns conversas
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_conversa conversas;
begin
  select * into v_conversa from conversas where medico_id = p_medico_id and estado = 'ativa' for no key update;
  if not found then
    insert into conversas (medico_id, instancia, criada_em) values (p_medico_id, p_instancia, p_agora)
      returning * into v_conversa;
  end if;
  return v_conversa;
end
$$;
