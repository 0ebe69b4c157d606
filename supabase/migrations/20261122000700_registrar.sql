-- What webhooks tell: inbound messages, our own messages coming back, edits, deletions, statuses, connection.

-- A message became unanswered: the answer is due after `silencio` of quiet, at most `maximo` after the first one.
create function interno.marcar_pendente(
  p_conversa_id uuid, p_instancia text, p_silencio_ms int, p_maximo_ms int, p_agora timestamptz
) returns void
language sql volatile set search_path = public, interno, pg_temp as $$
  update conversas set
    instancia = p_instancia,
    primeira_pendente_em = coalesce(primeira_pendente_em, p_agora),
    ultima_pendente_em = p_agora,
    responder_em = greatest(adiada_ate, least(
      p_agora + make_interval(secs => p_silencio_ms / 1000.0),
      coalesce(primeira_pendente_em, p_agora) + make_interval(secs => p_maximo_ms / 1000.0)))
  where id = p_conversa_id
$$;

create function public.conversas_registrar_recebida(
  p_mensagem jsonb, p_texto text, p_tamanho int, p_silencio_ms int, p_maximo_ms int
) returns jsonb
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_evento jsonb := como_jsonb(p_mensagem);
  v_instancia text := v_evento ->> 'instancia';
  v_id_provedor text := v_evento ->> 'idProvedor';
  v_telefone text := v_evento #>> '{pessoa,telefone}';
  v_lid text := v_evento #>> '{pessoa,lid}';
  v_ids uuid[];
  v_agora timestamptz;
  v_conversa conversas;
  v_mensagem mensagens;
  v_nova boolean;
begin
  insert into instancias (nome) values (v_instancia) on conflict do nothing;
  v_ids := travar_pessoa(v_telefone, v_lid);
  v_agora := agora();
  v_conversa := conversa_ativa(
    unir_pessoa(v_ids, v_telefone, v_lid, v_evento ->> 'nome', v_agora), v_instancia, v_agora);

  insert into mensagens (conversa_id, medico_id, instancia, direcao, autor, conteudo, texto, tamanho_original,
      id_provedor, citada_id_provedor, enviada_em, criada_em)
    values (v_conversa.id, v_conversa.medico_id, v_instancia, 'entrada', 'medico', v_evento -> 'conteudo', p_texto,
      p_tamanho, v_id_provedor, v_evento ->> 'citadaIdProvedor', (v_evento ->> 'enviadaEm')::timestamptz, v_agora)
    on conflict (instancia, id_provedor) where id_provedor is not null do nothing
    returning * into v_mensagem;
  v_nova := found;
  if not v_nova then
    select * into v_mensagem from mensagens
      where instancia = v_instancia and id_provedor = v_id_provedor for no key update;
  end if;
  if not v_nova and v_mensagem.direcao = 'entrada' and v_mensagem.conteudo ->> 'tipo' = 'desconhecido'
        and v_evento #>> '{conteudo,tipo}' <> 'desconhecido' then
    -- The placeholder may have been answered already; its content was not.
    update mensagens set conteudo = v_evento -> 'conteudo', texto = p_texto, tamanho_original = p_tamanho,
        turno_id = null, respondida_em = null
      where id = v_mensagem.id;
    v_nova := true;
  end if;
  if v_nova then
    perform marcar_pendente(v_mensagem.conversa_id, v_instancia, p_silencio_ms, p_maximo_ms, v_agora);
  end if;

  select * into v_conversa from conversas where id = v_mensagem.conversa_id;
  return jsonb_build_object(
    'mensagemId', v_mensagem.id, 'conversaId', v_conversa.id, 'medicoId', v_conversa.medico_id, 'nova', v_nova,
    'responderEmMs', milissegundos(v_agora, v_conversa.responder_em));
end
$$;

-- The row of ours that an echo belongs to: same person, same text, not before the claim. Rows given back as not sent
-- and rows without proof count too, so a late echo settles them instead of looking like a person's message.
create function interno.linha_do_eco(
  p_medicos uuid[], p_instancia text, p_texto text, p_enviada_em timestamptz, p_agora timestamptz
) returns uuid
language sql volatile set search_path = public, interno, pg_temp as $$
  select m.id from mensagens m
  where m.instancia = p_instancia and m.direcao = 'saida' and m.id_provedor is null
    and btrim(m.texto, E' \t\r\n') = btrim(p_texto, E' \t\r\n')
    and p_enviada_em >= least(m.reivindicada_em, m.reivindicada_real_em) - interval '10 seconds'
    and m.id in (
      select id from mensagens
        where medico_id = any (p_medicos) and status in ('pendente', 'enviando', 'incerta')
      union all
      select s.id from mensagens s join conversas c on c.id = s.conversa_id
        where c.medico_id = any (p_medicos) and s.status = 'falhou' and s.motivo = 'sem_prova'
          and s.finalizada_em > p_agora - interval '1 day')
  order by m.status in ('enviando', 'incerta') desc, m.ordem
  limit 1
$$;

-- A person takes over: control, at most one open handoff, and what Júlia still had queued as answers.
create function interno.abrir_handoff(
  p_conversa_id uuid, p_gatilho text, p_motivo text, p_agora timestamptz, p_origem_mensagem_id uuid default null
) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  update conversas set controle = 'humano' where id = p_conversa_id;
  insert into handoffs (conversa_id, gatilho, motivo, aberto_em, origem_mensagem_id)
    values (p_conversa_id, p_gatilho, p_motivo, p_agora, p_origem_mensagem_id)
    on conflict (conversa_id) where encerrado_em is null do nothing;
  perform encerrar_pendentes(array['resposta'], 'cancelada', 'controle_humano', p_conversa_id => p_conversa_id);
end
$$;

create function public.conversas_registrar_propria(p_mensagem jsonb, p_texto text, p_tamanho int) returns jsonb
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_evento jsonb := como_jsonb(p_mensagem);
  v_instancia text := v_evento ->> 'instancia';
  v_id_provedor text := v_evento ->> 'idProvedor';
  v_telefone text := v_evento #>> '{pessoa,telefone}';
  v_lid text := v_evento #>> '{pessoa,lid}';
  v_enviada_em timestamptz := (v_evento ->> 'enviadaEm')::timestamptz;
  v_ids uuid[];
  v_agora timestamptz;
  v_conversa conversas;
  v_mensagem mensagens;
  v_linha uuid;
  v_medico_id uuid;
begin
  perform travar_id_provedor(v_instancia, v_id_provedor);
  insert into instancias (nome) values (v_instancia) on conflict do nothing;
  v_ids := travar_pessoa(v_telefone, v_lid);
  v_agora := agora();

  select * into v_mensagem from mensagens where instancia = v_instancia and id_provedor = v_id_provedor;
  if not found then
    v_linha := linha_do_eco(v_ids, v_instancia, p_texto, v_enviada_em, v_agora);
    if v_linha is not null then
      v_mensagem := travar_envio(v_linha);
      perform vincular(v_mensagem, v_id_provedor, v_enviada_em);
    end if;
  end if;
  v_medico_id := unir_pessoa(v_ids, v_telefone, v_lid, null, v_agora);

  if v_mensagem.id is not null then
    select * into v_mensagem from mensagens where id = v_mensagem.id;
    if v_mensagem.autor = 'julia' then
      return jsonb_build_object('tipo', 'eco', 'mensagemId', v_mensagem.id, 'conversaId', v_mensagem.conversa_id);
    end if;
    if v_mensagem.conteudo ->> 'tipo' = 'desconhecido' and v_mensagem.autor = 'humano' then
      update mensagens set conteudo = v_evento -> 'conteudo', texto = p_texto, tamanho_original = p_tamanho
        where id = v_mensagem.id;
    end if;
    return jsonb_build_object('tipo', 'humano', 'mensagemId', v_mensagem.id, 'conversaId', v_mensagem.conversa_id,
      'nova', false);
  end if;

  v_conversa := conversa_ativa(v_medico_id, v_instancia, v_agora);
  insert into mensagens (conversa_id, medico_id, instancia, direcao, autor, conteudo, texto, tamanho_original,
      id_provedor, enviada_em, criada_em, tipo, status)
    values (v_conversa.id, v_conversa.medico_id, v_instancia, 'saida', 'humano', v_evento -> 'conteudo', p_texto,
      p_tamanho, v_id_provedor, v_enviada_em, v_agora, 'manual', 'enviada')
    returning * into v_mensagem;
  perform abrir_handoff(v_conversa.id, 'manual', 'mensagem digitada no aparelho', v_agora, v_mensagem.id);
  perform aplicar_status_guardado(v_mensagem.id);
  return jsonb_build_object('tipo', 'humano', 'mensagemId', v_mensagem.id, 'conversaId', v_conversa.id, 'nova', true);
end
$$;

create function public.conversas_editar(p_instancia text, p_id_provedor text, p_texto text, p_tamanho int)
returns boolean
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  update mensagens set
      texto_antes_da_edicao = coalesce(texto_antes_da_edicao, texto),
      texto = p_texto,
      tamanho_original = p_tamanho,
      editada_em = agora(),
      conteudo = case
        when conteudo ? 'legenda' then jsonb_set(conteudo, '{legenda}', to_jsonb(p_texto))
        else jsonb_build_object('tipo', 'texto', 'texto', p_texto) end
    where instancia = p_instancia and id_provedor = p_id_provedor and autor <> 'julia';
  return found or exists (select from mensagens where instancia = p_instancia and id_provedor = p_id_provedor);
end
$$;

create function public.conversas_apagar(p_instancia text, p_id_provedor text) returns boolean
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  update mensagens set apagada_em = coalesce(apagada_em, agora())
    where instancia = p_instancia and id_provedor = p_id_provedor;
  return found;
end
$$;

create function public.conversas_aplicar_status(p_instancia text, p_id_provedor text, p_status text) returns text
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_ordem text[] := array['erro', 'enviada', 'entregue', 'lida', 'reproduzida'];
  v_mensagem mensagens;
begin
  if not p_status = any (v_ordem) then
    perform falhar('STATUS_DESCONHECIDO', 'Unknown delivery status', 400);
  end if;
  -- Orders this against the binding of the same id, which looks for kept statuses.
  perform travar_id_provedor(p_instancia, p_id_provedor);
  select * into v_mensagem from mensagens
    where instancia = p_instancia and id_provedor = p_id_provedor for no key update;
  if found then
    return case when v_mensagem.direcao = 'entrada' then 'ja_superado' else elevar_status(v_mensagem, p_status) end;
  end if;
  insert into status_pendentes as s (instancia, id_provedor, status, recebido_em)
    values (p_instancia, p_id_provedor, p_status, agora())
    on conflict (instancia, id_provedor) do update
      set status = excluded.status, recebido_em = excluded.recebido_em
      where array_position(v_ordem, excluded.status) > array_position(v_ordem, s.status);
  return 'guardado';
end
$$;

create function public.conversas_registrar_conexao(p_instancia text, p_estado text, p_codigo int) returns void
language sql volatile set search_path = public, interno, pg_temp as $$
  insert into instancias (nome, estado, estado_codigo, estado_em) values (p_instancia, p_estado, p_codigo, agora())
    on conflict (nome) do update
      set estado = excluded.estado, estado_codigo = excluded.estado_codigo, estado_em = excluded.estado_em
$$;
