-- The one closing of a turn: checks, effects of its outcome, outgoing rows, and what remains, in one transaction.

-- Opt-out with all its effects (DOMAIN §5). The médico is locked by the caller.
create function interno.aplicar_optout(p_medico_id uuid, p_turno_id uuid, p_agora timestamptz) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  update medicos set
      optout_em = p_agora,
      optout_pedido_em = greatest(optout_pedido_em, (
        select max(enviada_em) from mensagens where turno_id = p_turno_id and direcao = 'entrada'))
    where id = p_medico_id;
  perform encerrar_pendentes(array['lembrete', 'followup', 'campanha'], 'cancelada', 'optout', p_medico_id => p_medico_id);
  perform encerrar_pendentes(array['resposta'], 'bloqueada', 'optout', p_medico_id => p_medico_id);
end
$$;

-- What the outcome stores: ids of its outgoing rows in sending order.
create function interno.aplicar_desfecho(
  p_conversa conversas, p_turno_id uuid, p_desfecho jsonb, p_responde_ate timestamptz, p_agora timestamptz
) returns uuid[]
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_texto text;
  v_parte int := 0;
  v_ids uuid[] := '{}';
begin
  case p_desfecho ->> 'tipo'
    when 'responder' then
      for v_texto in select t from jsonb_array_elements_text(p_desfecho -> 'partes') as t where btrim(t) <> '' loop
        v_ids := v_ids || nova_saida(p_conversa, 'resposta', v_texto, p_agora, p_turno_id, v_parte,
          p_responde_ate => p_responde_ate);
        v_parte := v_parte + 1;
      end loop;
      if v_parte = 0 then
        perform falhar('TEXTO_VAZIO', 'An answer needs a text', 400);
      end if;
    when 'optout' then
      perform aplicar_optout(p_conversa.medico_id, p_turno_id, p_agora);
      v_ids := v_ids || nova_saida(p_conversa, 'resposta', p_desfecho ->> 'confirmacao', p_agora, p_turno_id,
        p_papel => 'confirma_optout', p_responde_ate => p_responde_ate);
    when 'handoff' then
      perform abrir_handoff(p_conversa.id, p_desfecho ->> 'gatilho', p_desfecho ->> 'motivo', p_agora);
      if p_desfecho ->> 'transicao' is not null then
        v_ids := v_ids || nova_saida(p_conversa, 'transicao', p_desfecho ->> 'transicao', p_agora, p_turno_id,
          p_responde_ate => p_responde_ate);
      end if;
    when 'silencio' then
      null;
    else
      perform falhar('DESFECHO_DESCONHECIDO', 'Unknown outcome of a turn', 400);
  end case;
  return v_ids;
end
$$;

-- Marks what the turn answered, ends it and gives the lease back. Returns how long until the next turn is due.
create function interno.encerrar_turno(
  p_conversa conversas, p_turno_id uuid, p_token uuid, p_desfecho jsonb, p_resultado text, p_agora timestamptz
) returns bigint
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_respondeu boolean := p_resultado = 'responder';
  v_hoje date := local(p_agora)::date;
  v_restam boolean;
  v_responder_em timestamptz;
begin
  update mensagens set respondida_em = p_agora
    where turno_id = p_turno_id and direcao = 'entrada' and respondida_em is null;
  update turnos set fechado_em = p_agora, fechado_token = p_token, desfecho = p_resultado,
      motivo = coalesce(p_desfecho ->> 'motivo', p_desfecho ->> 'gatilho')
    where id = p_turno_id;
  v_restam := exists (select from mensagens where conversa_id = p_conversa.id and direcao = 'entrada'
    and respondida_em is null and apagada_em is null);
  update conversas set
      lease_token = null, lease_ate = null, adiada_ate = null, aguardando_desde = null, aviso_espera_em = null,
      responder_em = case when v_restam then coalesce(responder_em, p_agora) end,
      primeira_pendente_em = case when v_restam then primeira_pendente_em end,
      ultima_pendente_em = case when v_restam then ultima_pendente_em end,
      turnos_fechados = turnos_fechados + (p_resultado in ('responder', 'handoff', 'optout'))::int,
      turnos_sem_progresso = case
        when not v_respondeu then turnos_sem_progresso
        when (p_desfecho ->> 'progresso')::boolean then 0
        else turnos_sem_progresso + 1 end,
      respostas_dia = case when v_respondeu then v_hoje else respostas_dia end,
      respostas_no_dia = case
        when not v_respondeu then respostas_no_dia
        when respostas_dia = v_hoje then respostas_no_dia + 1
        else 1 end
    where id = p_conversa.id returning responder_em into v_responder_em;
  return milissegundos(p_agora, v_responder_em);
end
$$;

-- The same closing again: its stored result.
create function interno.fechamento_anterior(p_turno turnos, p_agora timestamptz) returns jsonb
language sql volatile set search_path = public, interno, pg_temp as $$
  select case when p_turno.desfecho = 'descartado'
    then jsonb_build_object('tipo', 'descartado', 'motivo', p_turno.motivo)
    else jsonb_build_object('tipo', 'fechado',
      'mensagens', (select coalesce(jsonb_agg(id order by parte, ordem), '[]') from mensagens
        where turno_id = p_turno.id and direcao = 'saida' and papel is distinct from 'aviso_espera'),
      'proximoEmMs', (select milissegundos(p_agora, responder_em) from conversas where id = p_turno.conversa_id)) end
$$;

create function public.turnos_fechar(
  p_conversa_id uuid, p_turno_id uuid, p_token uuid, p_desfecho jsonb, p_bloqueados jsonb
) returns jsonb
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_desfecho jsonb := como_jsonb(p_desfecho);
  v_tipo text := v_desfecho ->> 'tipo';
  v_conversa conversas := travar_conversa(p_conversa_id);
  v_agora timestamptz := agora();
  v_turno turnos;
  v_ultima timestamptz;
  v_descarte text;
  v_ids uuid[];
  v_proximo bigint;
begin
  select * into v_turno from turnos where id = p_turno_id;
  if v_turno.fechado_token = p_token then
    return fechamento_anterior(v_turno, v_agora);
  end if;
  if v_conversa.lease_token is distinct from p_token or v_turno.fechado_em is not null
     or v_turno.conversa_id is distinct from p_conversa_id then
    return jsonb_build_object('tipo', 'descartado', 'motivo', 'lease_perdido');
  end if;

  insert into textos_bloqueados (turno_id, texto, motivos, criado_em)
    select p_turno_id, b ->> 'texto', array(select jsonb_array_elements_text(b -> 'motivos')), v_agora
    from jsonb_array_elements(como_jsonb(p_bloqueados)) as b;

  select max(criada_em) into v_ultima from mensagens where turno_id = p_turno_id and direcao = 'entrada';
  if v_tipo in ('responder', 'handoff') then
    v_descarte := case
      when v_conversa.controle = 'humano' then 'controle_humano'
      when (select optout_em from medicos where id = v_conversa.medico_id) > v_ultima then 'optout' end;
  end if;
  if v_descarte is not null then
    perform encerrar_turno(v_conversa, p_turno_id, p_token, jsonb_build_object('motivo', v_descarte), 'descartado', v_agora);
    return jsonb_build_object('tipo', 'descartado', 'motivo', v_descarte);
  end if;

  -- A holding message that has not left yet is not needed any more.
  perform encerrar_pendentes(array['resposta'], 'cancelada', 'resposta_pronta', p_turno_id => p_turno_id);
  v_ids := aplicar_desfecho(v_conversa, p_turno_id, v_desfecho, v_ultima, v_agora);
  v_proximo := encerrar_turno(v_conversa, p_turno_id, p_token, v_desfecho, v_tipo, v_agora);
  return jsonb_build_object('tipo', 'fechado', 'mensagens', to_jsonb(v_ids), 'proximoEmMs', v_proximo);
end
$$;

-- The conversation goes back to Júlia; for 24 h its turns carry the note.
create function public.handoffs_encerrar(p_conversa_id uuid, p_quem text, p_nota text) returns boolean
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_conversa conversas := travar_conversa(p_conversa_id);
begin
  update handoffs set encerrado_em = agora(), encerrado_por = p_quem, nota = p_nota
    where conversa_id = v_conversa.id and encerrado_em is null;
  update conversas set controle = 'julia', turnos_sem_progresso = 0
    where id = v_conversa.id and controle = 'humano';
  return found;
end
$$;
