-- The single exit (DOMAIN §7): one decision at the moment of sending, with matrix, order, limiter and claim.

create function interno.eh_proativo(p_tipo text) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select p_tipo in ('lembrete', 'followup', 'campanha')
$$;

-- The matrix of DOMAIN §7, line by line. `p_optout`: an opt-out that this row does not answer.
create function interno.matriz_de_envio(p_tipo text, p_optout boolean, p_humano boolean, p_pausada boolean)
returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select case p_tipo
    when 'resposta' then case
      when p_optout then 'bloqueada:optout'
      when p_humano then 'cancelada:controle_humano'
      when p_pausada then 'esperar:pausada' else 'segue' end
    when 'manual' then case
      when p_optout then 'bloqueada:optout'
      when p_pausada then 'esperar:pausada' else 'segue' end
    when 'transicao' then case
      when p_pausada then 'esperar:pausada' else 'segue' end
    when 'lembrete' then case
      when p_optout then 'cancelada:optout'
      when p_humano then 'esperar:controle_humano'
      when p_pausada then 'esperar:pausada' else 'segue' end
    else case
      when p_optout then 'cancelada:optout'
      when p_humano then 'cancelada:controle_humano'
      when p_pausada then 'esperar:pausada' else 'segue' end
  end
$$;

-- Whether an opt-out stands against this row. An answer to a later message and the confirmation itself may leave, and
-- a manual message with a gestor's written reason.
create function interno.optout_pesa(p_mensagem mensagens, p_optout_em timestamptz) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select p_optout_em is not null and case p_mensagem.tipo
    when 'resposta' then p_mensagem.papel is distinct from 'confirma_optout'
      and coalesce(p_mensagem.responde_ate, '-infinity') <= p_optout_em
    when 'manual' then coalesce(btrim(p_mensagem.justificativa), '') = ''
    else true end
$$;

-- The first instant not before p_agora inside Monday to Friday, p_inicio (inclusive) to p_fim (exclusive), local time.
create function interno.proxima_janela(p_agora timestamptz, p_inicio time, p_fim time) returns timestamptz
language plpgsql immutable set search_path = public, interno, pg_temp as $$
declare
  v_local timestamp := local(p_agora);
  v_dia date := v_local::date;
begin
  if v_local::time >= p_fim then
    v_dia := v_dia + 1;
  end if;
  while extract(isodow from v_dia) > 5 loop
    v_dia := v_dia + 1;
  end loop;
  return greatest(p_agora, (v_dia + p_inicio) at time zone 'America/Sao_Paulo');
end
$$;

create function interno.esperar(p_motivo text, p_agora timestamptz default null, p_ate timestamptz default null)
returns jsonb
language sql immutable set search_path = public, interno, pg_temp as $$
  select jsonb_build_object('tipo', 'esperar', 'motivo', p_motivo, 'faltamMs', milissegundos(p_agora, p_ate))
$$;

-- Null when the limiter lets one more proactive message go now. Anything it cannot read stops sending.
create function interno.limitador(p_instancia instancias, p_limites jsonb, p_agora timestamptz) returns jsonb
language plpgsql stable set search_path = public, interno, pg_temp as $$
declare
  v_inicio time := (p_limites ->> 'horarioInicio')::time;
  v_fim time := (p_limites ->> 'horarioFim')::time;
  v_por_hora int := (p_limites ->> 'maxPorHora')::int;
  v_por_dia int := (p_limites ->> 'maxPorDia')::int;
  v_hora timestamp := greatest(p_instancia.hora, date_trunc('hour', local(p_agora)));
  v_dia date := greatest(p_instancia.dia, local(p_agora)::date);
  v_janela timestamptz;
begin
  if p_instancia.nome is null or v_inicio is null or v_fim is null or v_por_hora is null or v_por_dia is null
     or v_inicio >= v_fim then
    return esperar('limite_ilegivel');
  end if;
  if p_instancia.proativo_parado_em is not null then
    return esperar('proativo_parado');
  end if;
  v_janela := proxima_janela(p_agora, v_inicio, v_fim);
  if v_janela > p_agora then
    return esperar('fora_da_janela', p_agora, v_janela);
  end if;
  if v_dia = p_instancia.dia and p_instancia.enviadas_no_dia >= v_por_dia then
    return esperar('limite_do_dia', p_agora,
      proxima_janela((v_dia + 1)::timestamp at time zone 'America/Sao_Paulo', v_inicio, v_fim));
  end if;
  if v_hora = p_instancia.hora and p_instancia.enviadas_na_hora >= v_por_hora then
    return esperar('limite_da_hora', p_agora,
      proxima_janela((v_hora + interval '1 hour') at time zone 'America/Sao_Paulo', v_inicio, v_fim));
  end if;
  if p_instancia.proximo_proativo_em > p_agora then
    return esperar('espacamento', p_agora, p_instancia.proximo_proativo_em);
  end if;
  return null;
end
$$;

create function interno.destino_permitido(p_medico_id uuid, p_limites jsonb) returns boolean
language sql stable set search_path = public, interno, pg_temp as $$
  select jsonb_typeof(coalesce(p_limites -> 'destinosPermitidos', '[]')) = 'null' or exists (
    select from medico_aliases a
    where a.medico_id = p_medico_id
      and (a.tipo = 'lid' or a.valor = numero_de(p_medico_id))
      and coalesce(p_limites -> 'destinosPermitidos', '[]') ?|
        array[a.valor, case a.tipo when 'lid' then a.valor || '@lid' end])
$$;

-- A part that must leave before this one, or a row whose outcome is not known yet.
create function interno.espera_na_fila(p_mensagem mensagens, p_agora timestamptz) returns text
language sql volatile set search_path = public, interno, pg_temp as $$
  select case
    when exists (select from mensagens where medico_id = p_mensagem.medico_id and instancia = p_mensagem.instancia
        and status in ('enviando', 'incerta') and id <> p_mensagem.id)
      then 'em_voo'
    when exists (select from mensagens where conversa_id = p_mensagem.conversa_id and ordem < p_mensagem.ordem
        and id <> p_mensagem.id and (
          status in ('enviando', 'incerta')
          or status = 'pendente' and not eh_proativo(tipo) and coalesce(agendar_para, '-infinity') <= p_agora))
      then 'parte_anterior'
  end
$$;

-- An answer nobody waits for any more: older than 10 minutes, unless part of it is already out.
create function interno.resposta_atrasada(p_mensagem mensagens, p_agora timestamptz) returns boolean
language sql volatile set search_path = public, interno, pg_temp as $$
  select p_mensagem.tipo = 'resposta' and p_mensagem.papel is distinct from 'confirma_optout'
    and p_mensagem.turno_id is not null and p_mensagem.criada_em < p_agora - interval '10 minutes'
    and not exists (select from mensagens where turno_id = p_mensagem.turno_id and direcao = 'saida'
      and papel is distinct from 'aviso_espera' and id <> p_mensagem.id
      and status in ('enviando', 'incerta', 'enviada', 'entregue', 'lida'))
$$;

-- What may happen to this row now: `enviar`, `esperar` (motivo, faltamMs) or `encerrar` (status, motivo). Changes
-- nothing; exact only while the caller holds the locks of envios_reivindicar.
create function interno.decidir_envio(p_mensagem mensagens, p_limites jsonb, p_agora timestamptz) returns jsonb
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_medico medicos;
  v_controle text;
  v_pausada boolean;
  v_instancia instancias;
  v_matriz text;
  v_espera text;
  v_limite jsonb;
begin
  select * into v_medico from medicos where id = p_mensagem.medico_id;
  select controle into v_controle from conversas where id = p_mensagem.conversa_id;
  select pausada into v_pausada from configuracoes;
  if p_mensagem.expira_em <= p_agora then
    return jsonb_build_object('tipo', 'encerrar', 'status', 'expirada', 'motivo', 'prazo');
  end if;
  if v_medico.bloqueado_em is not null and p_mensagem.tipo <> 'manual' then
    return jsonb_build_object('tipo', 'encerrar', 'status', 'bloqueada', 'motivo', 'medico_bloqueado');
  end if;
  if not destino_permitido(p_mensagem.medico_id, p_limites) then
    return jsonb_build_object('tipo', 'encerrar', 'status', 'bloqueada', 'motivo', 'destino_nao_permitido');
  end if;
  if p_mensagem.agendar_para > p_agora then
    return esperar('agendada', p_agora, p_mensagem.agendar_para);
  end if;

  v_matriz := matriz_de_envio(p_mensagem.tipo, optout_pesa(p_mensagem, v_medico.optout_em), v_controle = 'humano',
    v_pausada);
  if v_matriz like 'esperar:%' then
    return esperar(split_part(v_matriz, ':', 2));
  elsif v_matriz <> 'segue' then
    return jsonb_build_object('tipo', 'encerrar', 'status', split_part(v_matriz, ':', 1),
      'motivo', split_part(v_matriz, ':', 2));
  end if;
  if p_mensagem.tentar_em > p_agora then
    return esperar('nova_tentativa', p_agora, p_mensagem.tentar_em);
  end if;
  v_espera := espera_na_fila(p_mensagem, p_agora);
  if v_espera is not null then
    return esperar(v_espera);
  end if;
  if eh_proativo(p_mensagem.tipo) then
    select * into v_instancia from instancias where nome = p_mensagem.instancia;
    v_limite := limitador(v_instancia, p_limites, p_agora);
    if v_limite is not null then
      return v_limite;
    end if;
  end if;
  if resposta_atrasada(p_mensagem, p_agora) then
    -- Its turn may have to be opened again, and there is one open turn at a time.
    if exists (select from turnos where conversa_id = p_mensagem.conversa_id and fechado_em is null) then
      return esperar('turno_aberto', p_agora, p_agora + interval '5 seconds');
    end if;
    return jsonb_build_object('tipo', 'encerrar', 'status', 'cancelada', 'motivo', 'atrasada');
  end if;
  return jsonb_build_object('tipo', 'enviar');
end
$$;
