-- How an answer ends when one of its rows has an unknown end, what a doctor who left or a person who typed meanwhile
-- stops, and edits of what a turn has read already. Expand only: builds that do not know the functions below go on
-- working.

-- As before, and what ended without proof may be out: written anew, the doctor would read it twice.
create or replace function interno.resposta_atrasada(p_mensagem mensagens, p_agora timestamptz) returns boolean
language sql volatile set search_path = public, interno, pg_temp as $$
  select p_mensagem.tipo = 'resposta' and p_mensagem.papel is distinct from 'confirma_optout'
    and p_mensagem.turno_id is not null and p_mensagem.criada_em < p_agora - interval '10 minutes'
    and not exists (select from mensagens where turno_id = p_mensagem.turno_id and direcao = 'saida'
      and papel is distinct from 'aviso_espera' and id <> p_mensagem.id
      and (status in ('enviando', 'incerta', 'enviada', 'entregue', 'lida')
        or status = 'falhou' and motivo = 'sem_prova'))
$$;

-- As before, but a holding message that is late ends alone: the answer beside it is late by itself, and redone.
create or replace function interno.encerrar_envio(
  p_mensagem mensagens, p_status text, p_motivo text, p_agora timestamptz
) returns uuid
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  if p_motivo = 'atrasada' and p_mensagem.papel is null then
    perform refazer_turno(p_mensagem, p_motivo, p_agora);
    return p_mensagem.conversa_id;
  end if;
  if p_mensagem.tipo = 'resposta' and p_mensagem.turno_id is not null and p_motivo <> 'atrasada' then
    perform encerrar_pendentes(array['resposta'], p_status, p_motivo, p_turno_id => p_mensagem.turno_id);
  else
    perform mover_mensagem(p_mensagem.id, p_status, p_motivo);
  end if;
  return null;
end
$$;

-- As before, with the claim that is to be judged.
create or replace function public.envios_buscar_incerta(p_mensagem_id uuid) returns jsonb
language sql volatile set search_path = public, interno, pg_temp as $$
  select jsonb_build_object('mensagemId', m.id, 'token', m.envio_token, 'texto', m.texto,
    'reivindicadaEm', m.reivindicada_em, 'agora', agora(),
    'telefone', alias_de(m.medico_id, 'telefone'), 'lid', alias_de(m.medico_id, 'lid'),
    'codigo', coalesce(m.motivo, 'desconhecido'),
    'destino', jsonb_build_object('instancia', m.instancia, 'numero', numero_de(m.medico_id)))
  from mensagens m where m.id = p_mensagem_id and m.status = 'incerta'
$$;

-- As envios_resolver_incerta was, for the claim that was judged (null: whichever it is). That nothing was found of it
-- says nothing of a later one; what was found proves a sending. And the parts of an answer that come after one without
-- proof do not leave without it.
create function public.envios_resolver_incerta_da_vez(p_mensagem_id uuid, p_token uuid, p_veredito jsonb) returns jsonb
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
    elsif p_token <> v_mensagem.envio_token then
      null;
    elsif v_tipo = 'nao_enviada' then
      perform mover_mensagem(p_mensagem_id, 'pendente', 'nao_enviada');
      perform devolver_orcamento(v_mensagem);
    elsif v_tipo = 'sem_prova' then
      perform mover_mensagem(p_mensagem_id, 'falhou', 'sem_prova');
      -- A holding message has a turn but is no part of its answer.
      if v_mensagem.tipo = 'resposta' and v_mensagem.papel is null and v_mensagem.turno_id is not null then
        perform encerrar_pendentes(array['resposta'], 'cancelada', 'parte_anterior_falhou',
          p_turno_id => v_mensagem.turno_id);
      end if;
    end if;
  end if;
  return conclusao(p_mensagem_id, agora());
end
$$;

-- For builds that do not tell which claim they judged.
create or replace function public.envios_resolver_incerta(p_mensagem_id uuid, p_veredito jsonb) returns jsonb
language sql volatile set search_path = public, interno, pg_temp as $$
  select envios_resolver_incerta_da_vez(p_mensagem_id, null, p_veredito)
$$;

-- Whether the médico left after the last message of this turn had come: its closing discards the answer.
create function interno.saiu_depois(p_medico_id uuid, p_turno_id uuid) returns boolean
language sql volatile set search_path = public, interno, pg_temp as $$
  select coalesce((select optout_em from medicos where id = p_medico_id)
    > (select max(criada_em) from mensagens where turno_id = p_turno_id and direcao = 'entrada'), false)
$$;

-- As before, and a turn whose answer will be discarded reserves nothing: nobody would ever tell the doctor.
create or replace function interno.segurar_para_efeito(p_conversa_id uuid, p_turno_id uuid, p_token uuid)
returns conversas
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_conversa conversas := segurar_turno(p_conversa_id, p_turno_id, p_token);
begin
  if v_conversa.controle = 'humano' then
    perform falhar('LEASE_PERDIDO', 'A person holds the conversation');
  end if;
  if saiu_depois(v_conversa.medico_id, p_turno_id) then
    perform falhar('LEASE_PERDIDO', 'The doctor has left');
  end if;
  return v_conversa;
end
$$;

-- As before, and whoever takes such a turn up again is told that the doctor left, instead of failing at its first tool.
create or replace function interno.retrato_do_turno(
  p_conversa conversas, p_turno_id uuid, p_token uuid, p_agora timestamptz
) returns jsonb
language sql volatile set search_path = public, interno, pg_temp as $$
  select jsonb_build_object(
    'conversaId', p_conversa.id, 'turnoId', p_turno_id, 'token', p_token, 'agora', p_agora,
    'medico', (
      select jsonb_build_object('id', m.id, 'nome', m.nome, 'especialidade', e.nome, 'cidade', m.cidade,
        'optout', m.optout_em is not null and (saiu_depois(m.id, p_turno_id) or not exists (
          select from mensagens d where d.turno_id = p_turno_id and d.direcao = 'entrada'
            and d.enviada_em >= coalesce(m.optout_pedido_em, '-infinity'))),
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
    'talvezEnviada', talvez_nao_chegou(p_conversa.id, p_agora))
$$;

-- As before, but a person who really typed meanwhile keeps the conversation: the handoff is then that message's.
create or replace function interno.desfazer_humano(p_mensagem mensagens, p_agora timestamptz) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_handoff handoffs;
  v_digitada uuid;
begin
  select * into v_handoff from handoffs where origem_mensagem_id = p_mensagem.id and encerrado_em is null;
  if found then
    select id into v_digitada from mensagens
      where conversa_id = v_handoff.conversa_id and autor = 'humano' and id <> p_mensagem.id
        and criada_em >= v_handoff.aberto_em
      order by ordem limit 1;
    if found then
      update handoffs set origem_mensagem_id = v_digitada where id = v_handoff.id;
    else
      update handoffs set encerrado_em = p_agora, encerrado_por = 'eco_reconhecido' where id = v_handoff.id;
      update conversas set controle = 'julia' where id = v_handoff.conversa_id;
    end if;
  end if;
  delete from mensagens where id = p_mensagem.id;
end
$$;

-- When the turn's messages were last read by whoever holds it.
alter table turnos add retrato_em timestamptz;

-- As before, but an edit that is told again is no edit: a turn that read it already has answered it.
create or replace function interno.editar_mensagem(p_id uuid, p_texto text, p_tamanho int, p_em timestamptz)
returns void
language sql volatile set search_path = public, interno, pg_temp as $$
  update mensagens set
      texto_antes_da_edicao = coalesce(texto_antes_da_edicao, texto),
      texto = p_texto,
      tamanho_original = p_tamanho,
      editada_em = p_em,
      conteudo = case
        when conteudo ? 'legenda' then jsonb_set(conteudo, '{legenda}', to_jsonb(p_texto))
        else jsonb_build_object('tipo', 'texto', 'texto', p_texto) end
    where id = p_id and autor <> 'julia' and (texto, tamanho_original) is distinct from (p_texto, p_tamanho)
$$;

-- By the clock of whoever edited: an edit that was offered again may come after a later one.
alter table mensagens add editada_pelo_autor_em timestamptz;
alter table alteracoes_pendentes add editada_em timestamptz;

-- As before, and the edit that is applied stays the one to compare with.
create or replace function interno.aplicar_alteracao_guardada(p_mensagem_id uuid) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_mensagem mensagens;
  v_alteracao alteracoes_pendentes;
begin
  select * into v_mensagem from mensagens where id = p_mensagem_id;
  delete from alteracoes_pendentes
    where instancia = v_mensagem.instancia and id_provedor = v_mensagem.id_provedor
    returning * into v_alteracao;
  if v_alteracao.texto is not null then
    perform editar_mensagem(p_mensagem_id, v_alteracao.texto, v_alteracao.tamanho_original, v_alteracao.recebido_em);
    update mensagens set editada_pelo_autor_em = v_alteracao.editada_em where id = p_mensagem_id;
  end if;
  if v_alteracao.apagada_em is not null then
    update mensagens set apagada_em = coalesce(apagada_em, v_alteracao.apagada_em) where id = p_mensagem_id;
  end if;
end
$$;

-- As conversas_editar was, but an edit older than the one that is known changes nothing, and with the conversation
-- locked: what opens or closes its turn comes wholly before the edit or after it. What a turn under way has read is
-- unanswered again, and no later message puts that off beyond the longest wait.
create function public.conversas_editar_em(
  p_instancia text, p_id_provedor text, p_texto text, p_tamanho int, p_editada_em timestamptz
) returns boolean
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_mensagem mensagens;
  v_agora timestamptz;
begin
  perform travar_id_provedor(p_instancia, p_id_provedor);
  select * into v_mensagem from mensagens where instancia = p_instancia and id_provedor = p_id_provedor;
  if found then
    v_mensagem := travar_envio(v_mensagem.id);
    if p_editada_em < v_mensagem.editada_pelo_autor_em then
      return true;
    end if;
    v_agora := agora();
    if v_mensagem.direcao = 'entrada' and v_mensagem.turno_id is not null and v_mensagem.respondida_em is null
       and (v_mensagem.texto, v_mensagem.tamanho_original) is distinct from (p_texto, p_tamanho) then
      update conversas set primeira_pendente_em = coalesce(primeira_pendente_em, v_agora), ultima_pendente_em = v_agora
        where id = v_mensagem.conversa_id;
    end if;
    perform editar_mensagem(v_mensagem.id, p_texto, p_tamanho, v_agora);
    update mensagens set editada_pelo_autor_em = coalesce(p_editada_em, editada_pelo_autor_em)
      where id = v_mensagem.id;
    return true;
  end if;
  insert into alteracoes_pendentes as a (instancia, id_provedor, texto, tamanho_original, recebido_em, editada_em)
    values (p_instancia, p_id_provedor, p_texto, p_tamanho, agora(), p_editada_em)
    on conflict (instancia, id_provedor) do update set texto = excluded.texto,
      tamanho_original = excluded.tamanho_original, recebido_em = excluded.recebido_em,
      editada_em = coalesce(excluded.editada_em, a.editada_em)
      where not coalesce(excluded.editada_em < a.editada_em, false);
  return false;
end
$$;

-- For builds that do not tell when.
create or replace function public.conversas_editar(p_instancia text, p_id_provedor text, p_texto text, p_tamanho int)
returns boolean
language sql volatile set search_path = public, interno, pg_temp as $$
  select conversas_editar_em(p_instancia, p_id_provedor, p_texto, p_tamanho, null)
$$;

-- As before, and it is kept when this was.
create or replace function public.turnos_abrir(p_conversa_id uuid, p_lease_ms int, p_token uuid) returns jsonb
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
  update turnos set retrato_em = v_agora where id = v_turno;
  return jsonb_build_object('tipo', 'aberto', 'turno', retrato_do_turno(v_conversa, v_turno, p_token, v_agora));
end
$$;

-- As before, but what was edited since the turn was read waits for the next one: nobody has seen its new text.
create or replace function interno.encerrar_turno(
  p_conversa conversas, p_turno_id uuid, p_token uuid, p_desfecho jsonb, p_resultado text, p_agora timestamptz
) returns bigint
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_respondeu boolean := p_resultado = 'responder';
  v_hoje date := local(p_agora)::date;
  v_restam boolean;
  v_responder_em timestamptz;
begin
  update mensagens m set turno_id = null
    from turnos t
    where t.id = p_turno_id and m.turno_id = t.id and m.direcao = 'entrada' and m.respondida_em is null
      and m.apagada_em is null and m.editada_em > t.retrato_em;
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

-- The last statement of the last file of a release: a run that broke off before it is not taken for a whole one.
update configuracoes set versao_esquema = 5;

select interno.fechar_permissoes();
notify pgrst, 'reload schema';
