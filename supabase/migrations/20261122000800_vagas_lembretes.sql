-- Tool effects of a turn: offering and reserving vagas, and reminders.

create function interno.vaga_json(p_vaga_id uuid, p_numero int) returns jsonb
language sql stable set search_path = public, interno, pg_temp as $$
  select jsonb_build_object('handle', 'V' || p_numero, 'hospital', h.nome, 'cidade', h.cidade, 'setor', s.nome,
    'especialidade', e.nome, 'periodo', p.nome, 'inicio', v.inicio, 'fim', v.fim, 'valorCentavos', v.valor_centavos)
  from vagas v
  join hospitais h on h.id = v.hospital_id
  join especialidades e on e.id = v.especialidade_id
  join periodos p on p.id = v.periodo_id
  left join setores s on s.id = v.setor_id
  where v.id = p_vaga_id
$$;

-- Still open vagas this conversation has a handle for, latest offer first, at most 5.
create function interno.ofertas_abertas(p_conversa_id uuid, p_agora timestamptz) returns jsonb
language sql volatile set search_path = public, interno, pg_temp as $$
  select coalesce(jsonb_agg(vaga_json(vaga_id, numero) order by oferecida_em desc, inicio), '[]') from (
    select o.vaga_id, o.numero, o.oferecida_em, v.inicio from ofertas o join vagas v on v.id = o.vaga_id
    where o.conversa_id = p_conversa_id and v.status = 'aberta' and v.inicio > p_agora
    order by o.oferecida_em desc, v.inicio limit 5) abertas
$$;

-- The especialidade a search is about, or null when nothing may be offered: the doctor's own one, which words that
-- mean another contradict; for a doctor without one the words decide, and are remembered.
create function interno.especialidade_da_busca(p_medico_id uuid, p_palavras text) returns uuid
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_propria uuid;
  v_pedida uuid := especialidade_de(p_palavras);
begin
  select especialidade_id into v_propria from medicos where id = p_medico_id;
  if v_propria is null and v_pedida is not null then
    update medicos set especialidade_id = v_pedida where id = p_medico_id;
    return v_pedida;
  end if;
  return case when v_pedida is null or v_pedida = v_propria then v_propria end;
end
$$;

create function interno.tem_conflito(p_medico_id uuid, p_inicio timestamptz, p_fim timestamptz) returns boolean
language sql stable set search_path = public, interno, pg_temp as $$
  select exists (select from vagas where medico_id = p_medico_id and status in ('reservada', 'confirmada')
    and tstzrange(inicio, fim) && tstzrange(p_inicio, p_fim))
$$;

create function public.vagas_oferecer(p_conversa_id uuid, p_turno_id uuid, p_token uuid, p_filtro jsonb) returns jsonb
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_filtro jsonb := como_jsonb(p_filtro);
  v_conversa conversas := segurar_para_efeito(p_conversa_id, p_turno_id, p_token);
  v_agora timestamptz := agora();
  v_especialidade uuid := especialidade_da_busca(v_conversa.medico_id, v_filtro ->> 'especialidade');
  v_regiao text := normalizar(v_filtro ->> 'regiao');
  v_vagas uuid[];
begin
  select array_agg(id order by inicio, id) into v_vagas from (
    select v.id, v.inicio from vagas v
    join hospitais h on h.id = v.hospital_id
    join periodos p on p.id = v.periodo_id
    where v.status = 'aberta' and v.especialidade_id = v_especialidade and v.inicio > v_agora
      and (coalesce(v_regiao, '') = ''
        or position(v_regiao in normalizar(h.cidade || ' ' || h.regiao || ' ' || h.nome)) > 0
        or position(' ' || normalizar(h.cidade) || ' ' in ' ' || v_regiao || ' ') > 0
        or position(' ' || normalizar(h.regiao) || ' ' in ' ' || v_regiao || ' ') > 0)
      and (v_filtro ->> 'periodo' is null or p.turno = v_filtro ->> 'periodo')
      and v.valor_centavos >= coalesce((v_filtro ->> 'valorMinimoCentavos')::bigint, 0)
      and (v_filtro ->> 'de' is null or local(v.inicio)::date >= (v_filtro ->> 'de')::date)
      and (v_filtro ->> 'ate' is null or local(v.inicio)::date <= (v_filtro ->> 'ate')::date)
      and not tem_conflito(v_conversa.medico_id, v.inicio, v.fim)
    order by v.inicio, v.id limit 5) escolhidas;

  update ofertas set oferecida_em = v_agora where conversa_id = p_conversa_id and vaga_id = any (v_vagas);
  insert into ofertas (conversa_id, vaga_id, numero, oferecida_em)
    select p_conversa_id, nova.id,
      coalesce((select max(numero) from ofertas where conversa_id = p_conversa_id), 0) + row_number() over (order by nova.posicao),
      v_agora
    from unnest(v_vagas) with ordinality as nova (id, posicao)
    where not exists (select from ofertas o where o.conversa_id = p_conversa_id and o.vaga_id = nova.id);
  return (
    select coalesce(jsonb_agg(vaga_json(o.vaga_id, o.numero) order by v.inicio, v.id), '[]')
    from ofertas o join vagas v on v.id = o.vaga_id
    where o.conversa_id = p_conversa_id and o.vaga_id = any (v_vagas));
end
$$;

-- Why this doctor may not have this locked vaga, or null.
create function interno.recusa_da_reserva(p_vaga vagas, p_medico medicos, p_agora timestamptz) returns text
language sql stable set search_path = public, interno, pg_temp as $$
  select case
    when p_vaga.status = 'cancelada' then 'cancelada'
    when p_vaga.status <> 'aberta' then 'ja_reservada'
    when p_vaga.inicio <= p_agora then 'no_passado'
    when p_medico.especialidade_id <> p_vaga.especialidade_id then 'outra_especialidade'
    when tem_conflito(p_medico.id, p_vaga.inicio, p_vaga.fim) then 'conflito_de_horario'
  end
$$;

create function public.vagas_reservar(p_conversa_id uuid, p_turno_id uuid, p_token uuid, p_handle text) returns jsonb
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_conversa conversas := segurar_para_efeito(p_conversa_id, p_turno_id, p_token);
  v_agora timestamptz := agora();
  v_handle text := upper(btrim(p_handle));
  v_numero int;
  v_medico medicos;
  v_vaga vagas;
  v_recusa text;
  v_resultado jsonb;
begin
  select resultado into v_resultado from turno_efeitos
    where turno_id = p_turno_id and ferramenta = 'reservar_plantao' and alvo = v_handle;
  if found then
    return v_resultado;
  end if;
  select o.numero into v_numero from ofertas o where o.conversa_id = p_conversa_id and 'V' || o.numero = v_handle;
  if not found then
    -- Not remembered as an effect: a search later in the same turn may create the handle.
    return jsonb_build_object('tipo', 'recusada', 'motivo', 'handle_desconhecido');
  end if;

  select * into v_medico from medicos where id = v_conversa.medico_id;
  select v.* into v_vaga from vagas v join ofertas o on o.vaga_id = v.id
    where o.conversa_id = p_conversa_id and o.numero = v_numero for no key update of v;
  -- His already: accepting twice is one reservation.
  if v_vaga.medico_id is distinct from v_medico.id or v_vaga.status not in ('reservada', 'confirmada') then
    v_recusa := recusa_da_reserva(v_vaga, v_medico, v_agora);
    if v_recusa is null then
      update medicos set especialidade_id = v_vaga.especialidade_id where id = v_medico.id and especialidade_id is null;
      update vagas set status = 'reservada', medico_id = v_medico.id, reservada_em = v_agora where id = v_vaga.id;
    end if;
  end if;
  v_resultado := case
    when v_recusa is null then jsonb_build_object('tipo', 'reservada', 'vaga', vaga_json(v_vaga.id, v_numero))
    else jsonb_build_object('tipo', 'recusada', 'motivo', v_recusa) end;
  insert into turno_efeitos (turno_id, ferramenta, alvo, resultado, criado_em)
    values (p_turno_id, 'reservar_plantao', v_handle, v_resultado, v_agora);
  return v_resultado;
end
$$;

-- 24 h of business days: a reminder asked for on Friday night or for a Saturday still leaves on Monday.
create function interno.expiracao_do_lembrete(p_para timestamptz) returns timestamptz
language sql immutable set search_path = public, interno, pg_temp as $$
  select p_para + case extract(isodow from local(p_para))
    when 5 then interval '72 hours' when 6 then interval '72 hours' when 7 then interval '48 hours'
    else interval '24 hours' end
$$;

create function public.lembretes_agendar(
  p_conversa_id uuid, p_turno_id uuid, p_token uuid, p_para timestamptz, p_texto text
) returns jsonb
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_conversa conversas := segurar_para_efeito(p_conversa_id, p_turno_id, p_token);
  v_agora timestamptz := agora();
  v_alvo text := to_char(p_para at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"');
  v_resultado jsonb;
begin
  select resultado into v_resultado from turno_efeitos
    where turno_id = p_turno_id and ferramenta = 'agendar_lembrete' and alvo = v_alvo;
  if found then
    return v_resultado;
  end if;
  if p_para <= v_agora then
    return jsonb_build_object('tipo', 'recusado', 'motivo', 'no_passado');
  end if;
  -- It could never leave, so nobody may promise it.
  if exists (select from medicos where id = v_conversa.medico_id and optout_em is not null) then
    return jsonb_build_object('tipo', 'recusado', 'motivo', 'optout');
  end if;
  if p_para > v_agora + interval '90 days' then
    return jsonb_build_object('tipo', 'recusado', 'motivo', 'longe_demais');
  end if;
  perform nova_saida(v_conversa, 'lembrete', p_texto, v_agora, p_agendar_para => p_para,
    p_expira_em => expiracao_do_lembrete(p_para));
  v_resultado := jsonb_build_object('tipo', 'agendado', 'para', p_para);
  insert into turno_efeitos (turno_id, ferramenta, alvo, resultado, criado_em)
    values (p_turno_id, 'agendar_lembrete', v_alvo, v_resultado, v_agora);
  return v_resultado;
end
$$;
