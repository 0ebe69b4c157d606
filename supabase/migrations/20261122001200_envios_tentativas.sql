-- Claiming, giving back and concluding one attempt to send, and settling what is uncertain.

-- Counts one proactive message in the instância's hour and day and draws when the next may go. The caller holds the
-- instância. A claim is posted within 2 s or given back, so 47 s between claims is at least 45 s between messages.
create function interno.gastar_orcamento(p_mensagem mensagens, p_agora timestamptz) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_hora timestamp := date_trunc('hour', local(p_agora));
  v_dia date := local(p_agora)::date;
begin
  update instancias set
      hora = greatest(hora, v_hora),
      enviadas_na_hora = case when hora >= v_hora then enviadas_na_hora + 1 else 1 end,
      dia = greatest(dia, v_dia),
      enviadas_no_dia = case when dia >= v_dia then enviadas_no_dia + 1 else 1 end,
      proximo_proativo_em = p_agora + make_interval(secs => 47 + random() * 133)
    where nome = p_mensagem.instancia returning hora, dia into v_hora, v_dia;
  update mensagens set contada_na_hora = v_hora, contada_no_dia = v_dia where id = p_mensagem.id;
end
$$;

-- Gives back what a claim counted, in the buckets it was counted in. The spacing stays.
create function interno.devolver_orcamento(p_mensagem mensagens) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  if p_mensagem.contada_no_dia is null then
    return;
  end if;
  update instancias set
      enviadas_na_hora = enviadas_na_hora - (hora = p_mensagem.contada_na_hora and enviadas_na_hora > 0)::int,
      enviadas_no_dia = enviadas_no_dia - (dia = p_mensagem.contada_no_dia and enviadas_no_dia > 0)::int
    where nome = p_mensagem.instancia;
  update mensagens set contada_na_hora = null, contada_no_dia = null where id = p_mensagem.id;
end
$$;

-- First locks of every sending step: the instância's limiter where it counts, then médico, conversa and row.
create function interno.travar_fila(p_mensagem_id uuid, p_com_instancia boolean default false) returns mensagens
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  perform from instancias i join mensagens m on m.instancia = i.nome
    where m.id = p_mensagem_id and (p_com_instancia or eh_proativo(m.tipo)) for no key update of i;
  return travar_envio(p_mensagem_id);
end
$$;

-- The messages of a cancelled answer wait for a turn again; its unsent parts are cancelled with it. A turn whose tools
-- changed something is opened again, so that it tells what was done instead of doing it twice; any other begins anew.
-- What the answer counted is given back: an hour without the provider is no conversation without progress.
create function interno.refazer_turno(p_mensagem mensagens, p_motivo text, p_agora timestamptz) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  perform encerrar_pendentes(array['resposta'], 'cancelada', p_motivo, p_turno_id => p_mensagem.turno_id);
  if exists (select from turno_efeitos where turno_id = p_mensagem.turno_id
             and resultado ->> 'tipo' in ('reservada', 'agendado')) then
    update turnos set conversa_id = p_mensagem.conversa_id, fechado_em = null, fechado_token = null, desfecho = null,
        motivo = null
      where id = p_mensagem.turno_id;
    update mensagens set respondida_em = null
      where turno_id = p_mensagem.turno_id and direcao = 'entrada' and apagada_em is null;
  else
    update mensagens set respondida_em = null, turno_id = null
      where turno_id = p_mensagem.turno_id and direcao = 'entrada' and apagada_em is null;
  end if;
  update conversas set
      turnos_fechados = greatest(turnos_fechados - 1, 0),
      turnos_sem_progresso = greatest(turnos_sem_progresso - 1, 0),
      respostas_no_dia = greatest(respostas_no_dia - 1, 0),
      responder_em = p_agora, primeira_pendente_em = coalesce(primeira_pendente_em, p_agora),
      ultima_pendente_em = coalesce(ultima_pendente_em, p_agora)
    where id = p_mensagem.conversa_id;
end
$$;

-- Ends a row that may never leave, together with the unsent parts of the same answer. Returns the conversation whose
-- turn is to be redone, or null.
create function interno.encerrar_envio(p_mensagem mensagens, p_status text, p_motivo text, p_agora timestamptz)
returns uuid
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  if p_motivo = 'atrasada' and p_mensagem.papel is null then
    perform refazer_turno(p_mensagem, p_motivo, p_agora);
    return p_mensagem.conversa_id;
  end if;
  if p_mensagem.tipo = 'resposta' and p_mensagem.turno_id is not null then
    perform encerrar_pendentes(array['resposta'], p_status, p_motivo, p_turno_id => p_mensagem.turno_id);
  else
    perform mover_mensagem(p_mensagem.id, p_status, p_motivo);
  end if;
  return null;
end
$$;

create function public.envios_rascunho(p_mensagem_id uuid, p_limites jsonb) returns jsonb
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_mensagem mensagens;
begin
  select * into v_mensagem from mensagens where id = p_mensagem_id and status = 'pendente';
  if not found then
    return null;
  end if;
  return jsonb_build_object(
    'mensagemId', v_mensagem.id, 'conversaId', v_mensagem.conversa_id, 'tipo', v_mensagem.tipo,
    'destino', jsonb_build_object('instancia', v_mensagem.instancia, 'numero', numero_de(v_mensagem.medico_id)),
    'caracteres', length(v_mensagem.texto),
    'continuacao', v_mensagem.turno_id is not null and exists (
      select from mensagens where turno_id = v_mensagem.turno_id and direcao = 'saida' and papel is null
        and parte < v_mensagem.parte and status in ('enviada', 'entregue', 'lida')),
    'poderiaSair', decidir_envio(v_mensagem, como_jsonb(p_limites), agora()) ->> 'tipo' = 'enviar');
end
$$;

-- The moment of sending. Called again with the same token it returns the same claim.
create function public.envios_reivindicar(p_mensagem_id uuid, p_limites jsonb, p_lease_ms int, p_token uuid)
returns jsonb
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_mensagem mensagens;
  v_agora timestamptz;
  v_decisao jsonb;
  v_refazer uuid;
begin
  perform from configuracoes for share;
  v_mensagem := travar_fila(p_mensagem_id);
  v_agora := agora();
  if v_mensagem.status = 'pendente' then
    v_decisao := decidir_envio(v_mensagem, como_jsonb(p_limites), v_agora);
    if v_decisao ->> 'tipo' = 'esperar' then
      return v_decisao;
    end if;
    if v_decisao ->> 'tipo' = 'encerrar' then
      v_refazer := encerrar_envio(v_mensagem, v_decisao ->> 'status', v_decisao ->> 'motivo', v_agora);
      return jsonb_build_object('tipo', 'encerrada', 'status', v_decisao ->> 'status',
        'motivo', v_decisao ->> 'motivo', 'refazerConversaId', v_refazer);
    end if;
    if eh_proativo(v_mensagem.tipo) then
      perform gastar_orcamento(v_mensagem, v_agora);
    end if;
    perform mover_mensagem(p_mensagem_id, 'enviando', p_token => p_token,
      p_lease_ate => v_agora + make_interval(secs => p_lease_ms / 1000.0));
  elsif v_mensagem.status is distinct from 'enviando' or v_mensagem.envio_token <> p_token then
    return jsonb_build_object('tipo', 'nada_a_fazer');
  end if;
  return jsonb_build_object('tipo', 'enviar', 'token', p_token, 'texto', v_mensagem.texto,
    'destino', jsonb_build_object('instancia', v_mensagem.instancia, 'numero', numero_de(v_mensagem.medico_id)));
end
$$;

create function public.envios_devolver(p_mensagem_id uuid, p_token uuid) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_mensagem mensagens := travar_fila(p_mensagem_id);
begin
  if v_mensagem.status = 'enviando' and v_mensagem.envio_token = p_token then
    perform mover_mensagem(p_mensagem_id, 'pendente', 'devolvida');
    perform devolver_orcamento(v_mensagem);
    update mensagens set envio_token = null, reivindicada_em = null, reivindicada_real_em = null
      where id = p_mensagem_id;
  end if;
end
$$;

-- Where a row stands after an attempt, and the médico's next row when this one no longer stands in its way.
create function interno.conclusao(p_mensagem_id uuid, p_agora timestamptz) returns jsonb
language sql volatile set search_path = public, interno, pg_temp as $$
  select jsonb_build_object('status', m.status,
    'tentarEmMs', case when m.status = 'pendente' then coalesce(milissegundos(p_agora, m.tentar_em), 0) end,
    'proximaId', case when m.status not in ('pendente', 'enviando', 'incerta') then (
      select p.id from mensagens p
      where p.medico_id = m.medico_id and p.status = 'pendente'
        and coalesce(p.agendar_para, '-infinity') <= p_agora and coalesce(p.tentar_em, '-infinity') <= p_agora
      order by eh_proativo(p.tipo), p.ordem limit 1) end)
  from mensagens m where m.id = p_mensagem_id
$$;

-- Nothing left: again after 5 s, then 30 s; the third failure is the last.
create function interno.registrar_falha(p_mensagem mensagens, p_codigo text, p_definitiva boolean, p_agora timestamptz)
returns void
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_tentativas int := p_mensagem.tentativas + 1;
begin
  perform mover_mensagem(p_mensagem.id,
    case when p_definitiva or v_tentativas >= 3 then 'falhou' else 'pendente' end, p_codigo);
  perform devolver_orcamento(p_mensagem);
  update mensagens set
      tentativas = v_tentativas,
      tentar_em = case when status = 'pendente' then
        p_agora + case v_tentativas when 1 then interval '5 seconds' else interval '30 seconds' end end,
      reivindicada_em = null, reivindicada_real_em = null
    where id = p_mensagem.id;
end
$$;

-- The provider cannot be reached: nothing left and nothing is counted, however long it lasts.
create function interno.registrar_fora_do_ar(p_mensagem mensagens, p_codigo text, p_agora timestamptz) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  perform mover_mensagem(p_mensagem.id, 'pendente', p_codigo);
  perform devolver_orcamento(p_mensagem);
  update mensagens set tentar_em = p_agora + interval '15 seconds', reivindicada_em = null, reivindicada_real_em = null
    where id = p_mensagem.id;
end
$$;

-- Idempotent by the token. Whatever came first with proof (an echo) stands.
create function public.envios_concluir(p_mensagem_id uuid, p_token uuid, p_resultado jsonb) returns jsonb
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_resultado jsonb := como_jsonb(p_resultado);
  v_tipo text := v_resultado ->> 'tipo';
  v_banimento boolean := coalesce((v_resultado ->> 'banimento')::boolean, false);
  v_mensagem mensagens;
  v_agora timestamptz;
begin
  if v_tipo = 'aceita' then
    perform travar_id_provedor((select instancia from mensagens where id = p_mensagem_id), v_resultado ->> 'idProvedor');
  end if;
  v_mensagem := travar_fila(p_mensagem_id, v_banimento);
  v_agora := agora();
  if v_mensagem.id is null then
    perform falhar('MENSAGEM_DESCONHECIDA', 'No such message', 404);
  end if;
  if v_banimento then
    update instancias set proativo_parado_em = coalesce(proativo_parado_em, v_agora),
        proativo_parado_motivo = coalesce(proativo_parado_motivo, v_resultado ->> 'codigo')
      where nome = v_mensagem.instancia;
  end if;

  if v_mensagem.envio_token = p_token then
    if v_tipo = 'aceita' and (v_mensagem.status in ('pendente', 'enviando', 'incerta')
        or v_mensagem.status = 'falhou' and v_mensagem.motivo = 'sem_prova') then
      perform vincular(v_mensagem, v_resultado ->> 'idProvedor', null);
    elsif v_tipo = 'falha_conhecida' and v_mensagem.status in ('enviando', 'incerta') then
      perform registrar_falha(v_mensagem, v_resultado ->> 'codigo',
        coalesce((v_resultado ->> 'definitiva')::boolean, false), v_agora);
    elsif v_tipo = 'fora_do_ar' and v_mensagem.status in ('enviando', 'incerta') then
      perform registrar_fora_do_ar(v_mensagem, v_resultado ->> 'codigo', v_agora);
    elsif v_tipo = 'incerta' and v_mensagem.status = 'enviando' then
      perform mover_mensagem(p_mensagem_id, 'incerta', v_resultado ->> 'codigo');
    end if;
  end if;
  return conclusao(p_mensagem_id, v_agora);
end
$$;

create function public.envios_buscar_incerta(p_mensagem_id uuid) returns jsonb
language sql volatile set search_path = public, interno, pg_temp as $$
  select jsonb_build_object('mensagemId', m.id, 'texto', m.texto, 'reivindicadaEm', m.reivindicada_em, 'agora', agora(),
    'telefone', alias_de(m.medico_id, 'telefone'), 'lid', alias_de(m.medico_id, 'lid'),
    'destino', jsonb_build_object('instancia', m.instancia, 'numero', numero_de(m.medico_id)))
  from mensagens m where m.id = p_mensagem_id and m.status = 'incerta'
$$;

create function public.envios_ids_vinculados(p_instancia text, p_ids jsonb) returns jsonb
language sql stable set search_path = public, interno, pg_temp as $$
  select coalesce(jsonb_agg(id_provedor), '[]') from mensagens
  where instancia = p_instancia
    and id_provedor in (select jsonb_array_elements_text(como_jsonb(p_ids)))
$$;

create function public.envios_resolver_incerta(p_mensagem_id uuid, p_veredito jsonb) returns jsonb
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_veredito jsonb := como_jsonb(p_veredito);
  v_tipo text := v_veredito ->> 'tipo';
  v_mensagem mensagens;
begin
  if v_tipo = 'enviada' then
    perform travar_id_provedor((select instancia from mensagens where id = p_mensagem_id), v_veredito ->> 'idProvedor');
  end if;
  v_mensagem := travar_fila(p_mensagem_id);
  if v_mensagem.id is null then
    perform falhar('MENSAGEM_DESCONHECIDA', 'No such message', 404);
  end if;
  if v_mensagem.status = 'incerta' then
    if v_tipo = 'enviada' then
      perform vincular(v_mensagem, v_veredito ->> 'idProvedor', (v_veredito ->> 'em')::timestamptz);
    elsif v_tipo = 'nao_enviada' then
      perform mover_mensagem(p_mensagem_id, 'pendente', 'nao_enviada');
      perform devolver_orcamento(v_mensagem);
    elsif v_tipo = 'sem_prova' then
      perform mover_mensagem(p_mensagem_id, 'falhou', 'sem_prova');
    end if;
  end if;
  return conclusao(p_mensagem_id, agora());
end
$$;
