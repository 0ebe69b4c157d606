-- Turns: one at a time per conversation, fenced by a token that every write carries.

-- Locks the conversation for a write of a turn. A lease that ran out but was not taken still counts: the token fences.
create function interno.segurar_turno(p_conversa_id uuid, p_turno_id uuid, p_token uuid) returns conversas
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_conversa conversas := travar_conversa(p_conversa_id);
begin
  if v_conversa.lease_token is distinct from p_token
     or not exists (select from turnos where id = p_turno_id and conversa_id = p_conversa_id and fechado_em is null) then
    perform falhar('LEASE_PERDIDO', 'Another worker holds the conversation');
  end if;
  return v_conversa;
end
$$;

-- As segurar_turno, for tool effects: once a person took over or the doctor left, a turn acts no more.
create function interno.segurar_para_efeito(p_conversa_id uuid, p_turno_id uuid, p_token uuid) returns conversas
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_conversa conversas := segurar_turno(p_conversa_id, p_turno_id, p_token);
begin
  if v_conversa.controle = 'humano' then
    perform falhar('LEASE_PERDIDO', 'A person holds the conversation');
  end if;
  return v_conversa;
end
$$;

create function interno.retrato_do_turno(p_conversa conversas, p_turno_id uuid, p_token uuid, p_agora timestamptz)
returns jsonb
language sql volatile set search_path = public, interno, pg_temp as $$
  select jsonb_build_object(
    'conversaId', p_conversa.id, 'turnoId', p_turno_id, 'token', p_token, 'agora', p_agora,
    'medico', (
      select jsonb_build_object('id', m.id, 'nome', m.nome, 'especialidade', e.nome, 'cidade', m.cidade,
        'optout', m.optout_em is not null and not exists (
          select from mensagens d where d.turno_id = p_turno_id and d.direcao = 'entrada'
            and d.enviada_em >= coalesce(m.optout_pedido_em, '-infinity')),
        'bloqueado', m.bloqueado_em is not null)
      from medicos m left join especialidades e on e.id = m.especialidade_id where m.id = p_conversa.medico_id),
    'destino', jsonb_build_object('instancia', p_conversa.instancia, 'numero', numero_de(p_conversa.medico_id)),
    'controle', p_conversa.controle,
    'pendentes', (
      select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'idProvedor', p.id_provedor, 'conteudo', p.conteudo,
        'texto', p.texto, 'tamanhoOriginal', p.tamanho_original, 'recebidaEm', p.criada_em)
        order by p.enviada_em, p.ordem), '[]')
      from mensagens p
      where p.turno_id = p_turno_id and p.direcao = 'entrada' and p.respondida_em is null and p.apagada_em is null),
    'historico', (
      select coalesce(jsonb_agg(jsonb_build_object('autor', h.autor, 'em', h.criada_em, 'texto',
        case when h.texto = '' then '[' || (h.conteudo ->> 'tipo') || ']' else left(h.texto, 4000) end)
        order by h.ordem), '[]')
      from (
        select autor, texto, conteudo, criada_em, ordem from mensagens
        where conversa_id = p_conversa.id and na_conversa and (direcao = 'saida' or respondida_em is not null)
        order by ordem desc limit 20) h),
    'passos', (
      select coalesce(jsonb_agg(passo order by indice), '[]') from turno_passos where turno_id = p_turno_id),
    'turnosAnteriores', p_conversa.turnos_fechados,
    'respostasHoje', case when p_conversa.respostas_dia = local(p_agora)::date then p_conversa.respostas_no_dia else 0 end,
    'turnosSemProgresso', p_conversa.turnos_sem_progresso,
    'aguardandoDesde', p_conversa.aguardando_desde,
    'avisoDeEsperaEnviado', p_conversa.aviso_espera_em is not null,
    'notaHandoff', (
      select coalesce(nota, 'Motivo: ' || motivo) from handoffs
      where conversa_id = p_conversa.id and encerrado_em > p_agora - interval '24 hours'
        and encerrado_por <> 'eco_reconhecido'
      order by encerrado_em desc limit 1),
    'ofertas', ofertas_abertas(p_conversa.id, p_agora),
    'talvezEnviada', (
      select texto from mensagens
      where conversa_id = p_conversa.id and status = 'falhou' and motivo = 'sem_prova'
        and finalizada_em > p_agora - interval '24 hours'
      order by ordem desc limit 1))
$$;

-- Called again with the same token it finds the same turn: the caller may repeat it when an answer was lost.
create function public.turnos_abrir(p_conversa_id uuid, p_lease_ms int, p_token uuid) returns jsonb
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_conversa conversas;
  v_agora timestamptz;
  v_turno uuid;
  v_com_passos boolean := false;
  v_do_turno boolean := false;
  v_novas boolean;
begin
  select * into v_conversa from conversas where id = p_conversa_id for no key update;
  if not found then
    return jsonb_build_object('tipo', 'nada_pendente');
  end if;
  v_agora := agora();
  if v_conversa.lease_token <> p_token and v_conversa.lease_ate > v_agora then
    return jsonb_build_object('tipo', 'ocupada', 'faltamMs', milissegundos(v_agora, v_conversa.lease_ate));
  end if;

  select id into v_turno from turnos where conversa_id = p_conversa_id and fechado_em is null;
  if found then
    v_com_passos := exists (select from turno_passos where turno_id = v_turno);
    v_do_turno := exists (select from mensagens where turno_id = v_turno and direcao = 'entrada'
      and respondida_em is null and apagada_em is null);
  end if;
  v_novas := exists (select from mensagens where conversa_id = p_conversa_id and direcao = 'entrada'
    and respondida_em is null and apagada_em is null and turno_id is null);

  if v_turno is not null and not v_do_turno and (v_com_passos or not v_novas) then
    -- Everything it was to answer was deleted by the doctor.
    update turnos set fechado_em = v_agora, desfecho = 'abandonado', motivo = 'mensagens_apagadas' where id = v_turno;
    v_turno := null;
    v_com_passos := false;
  end if;
  if not (v_do_turno or v_novas) then
    update conversas set responder_em = null, primeira_pendente_em = null, ultima_pendente_em = null,
        adiada_ate = null, aguardando_desde = null, aviso_espera_em = null, lease_token = null, lease_ate = null
      where id = p_conversa_id;
    return jsonb_build_object('tipo', 'nada_pendente');
  end if;
  if v_conversa.responder_em > v_agora and v_conversa.lease_token is distinct from p_token then
    return jsonb_build_object('tipo', 'cedo', 'faltamMs', milissegundos(v_agora, v_conversa.responder_em));
  end if;

  if v_turno is null then
    insert into turnos (conversa_id, aberto_em) values (p_conversa_id, v_agora) returning id into v_turno;
  end if;
  if not v_com_passos then
    update mensagens set turno_id = v_turno
      where conversa_id = p_conversa_id and direcao = 'entrada' and respondida_em is null and apagada_em is null
        and turno_id is null;
  end if;
  update conversas set
      lease_token = p_token,
      lease_ate = v_agora + make_interval(secs => p_lease_ms / 1000.0),
      adiada_ate = null,
      responder_em = v_agora,
      primeira_pendente_em = case when v_com_passos then primeira_pendente_em end,
      ultima_pendente_em = case when v_com_passos then ultima_pendente_em end
    where id = p_conversa_id returning * into v_conversa;
  return jsonb_build_object('tipo', 'aberto', 'turno', retrato_do_turno(v_conversa, v_turno, p_token, v_agora));
end
$$;

create function public.turnos_renovar(p_conversa_id uuid, p_turno_id uuid, p_token uuid, p_lease_ms int) returns boolean
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  update conversas set lease_ate = agora() + make_interval(secs => p_lease_ms / 1000.0)
    where id = p_conversa_id and lease_token = p_token
      and exists (select from turnos where id = p_turno_id and conversa_id = p_conversa_id and fechado_em is null);
  return found;
end
$$;

-- A turn that failed half way: the next try need not wait for its lease to end.
create function public.turnos_soltar(p_conversa_id uuid, p_token uuid) returns void
language sql volatile set search_path = public, interno, pg_temp as $$
  update conversas set lease_token = null, lease_ate = null where id = p_conversa_id and lease_token = p_token
$$;

create function public.turnos_guardar_passo(
  p_conversa_id uuid, p_turno_id uuid, p_token uuid, p_indice int, p_passo jsonb
) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  perform segurar_turno(p_conversa_id, p_turno_id, p_token);
  insert into turno_passos (turno_id, indice, passo, criado_em)
    values (p_turno_id, p_indice, como_jsonb(p_passo), agora()) on conflict do nothing;
end
$$;

create function public.turnos_adiar(
  p_conversa_id uuid, p_turno_id uuid, p_token uuid, p_espera_ms int, p_aviso text
) returns uuid
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_conversa conversas := segurar_turno(p_conversa_id, p_turno_id, p_token);
  v_agora timestamptz := agora();
  v_primeira timestamptz;
  v_ultima timestamptz;
  v_mensagem_id uuid;
begin
  select min(criada_em), max(criada_em) into v_primeira, v_ultima
    from mensagens where turno_id = p_turno_id and direcao = 'entrada';
  if p_aviso is not null and v_conversa.aviso_espera_em is null then
    v_mensagem_id := nova_saida(v_conversa, 'resposta', p_aviso, v_agora, p_turno_id,
      p_papel => 'aviso_espera', p_responde_ate => v_ultima);
  end if;
  update conversas set
      lease_token = null, lease_ate = null,
      adiada_ate = v_agora + make_interval(secs => p_espera_ms / 1000.0),
      responder_em = v_agora + make_interval(secs => p_espera_ms / 1000.0),
      aguardando_desde = coalesce(aguardando_desde, v_primeira, v_agora),
      aviso_espera_em = case when v_mensagem_id is null then aviso_espera_em else v_agora end
    where id = p_conversa_id;
  return v_mensagem_id;
end
$$;
