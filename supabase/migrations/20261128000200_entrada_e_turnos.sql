-- What comes in the wrong order or under a name nobody knew, runs whose worker died, and what an opt-out leaves behind.
-- Expand only: builds that do not know the functions below go on working.

-- Edits and deletions of messages that are not stored yet, kept 24 h as statuses are.
create table alteracoes_pendentes (
  instancia text not null,
  id_provedor text not null,
  -- The newest text; null when the message was only deleted.
  texto text,
  tamanho_original int check (tamanho_original >= 0),
  apagada_em timestamptz,
  recebido_em timestamptz not null,
  primary key (instancia, id_provedor),
  check ((texto is null) = (tamanho_original is null)),
  check (texto is not null or apagada_em is not null)
);
create index alteracoes_pendentes_recebido_idx on alteracoes_pendentes (recebido_em);
insert into interno.tabelas_da_julia values ('alteracoes_pendentes');

create function interno.editar_mensagem(p_id uuid, p_texto text, p_tamanho int, p_em timestamptz) returns void
language sql volatile set search_path = public, interno, pg_temp as $$
  update mensagens set
      texto_antes_da_edicao = coalesce(texto_antes_da_edicao, texto),
      texto = p_texto,
      tamanho_original = p_tamanho,
      editada_em = p_em,
      conteudo = case
        when conteudo ? 'legenda' then jsonb_set(conteudo, '{legenda}', to_jsonb(p_texto))
        else jsonb_build_object('tipo', 'texto', 'texto', p_texto) end
    where id = p_id and autor <> 'julia'
$$;

-- What was told about a message before the message itself. The caller holds the id's advisory lock and the row.
create function interno.aplicar_alteracao_guardada(p_mensagem_id uuid) returns void
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
  end if;
  if v_alteracao.apagada_em is not null then
    update mensagens set apagada_em = coalesce(apagada_em, v_alteracao.apagada_em) where id = p_mensagem_id;
  end if;
end
$$;

-- As before, with edits and deletions: everything that was told of a message of our number before its id was known.
create or replace function interno.aplicar_status_guardado(p_mensagem_id uuid) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_mensagem mensagens;
  v_status text;
begin
  perform aplicar_alteracao_guardada(p_mensagem_id);
  select * into v_mensagem from mensagens where id = p_mensagem_id;
  delete from status_pendentes
    where instancia = v_mensagem.instancia and id_provedor = v_mensagem.id_provedor
    returning status into v_status;
  if found then
    perform elevar_status(v_mensagem, v_status);
  end if;
end
$$;

-- The advisory lock orders these two against the storing of the same id, which looks for what was kept.
create or replace function public.conversas_editar(p_instancia text, p_id_provedor text, p_texto text, p_tamanho int)
returns boolean
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_id uuid;
begin
  perform travar_id_provedor(p_instancia, p_id_provedor);
  select id into v_id from mensagens where instancia = p_instancia and id_provedor = p_id_provedor;
  if found then
    perform editar_mensagem(v_id, p_texto, p_tamanho, agora());
    return true;
  end if;
  insert into alteracoes_pendentes (instancia, id_provedor, texto, tamanho_original, recebido_em)
    values (p_instancia, p_id_provedor, p_texto, p_tamanho, agora())
    on conflict (instancia, id_provedor) do update set texto = excluded.texto,
      tamanho_original = excluded.tamanho_original, recebido_em = excluded.recebido_em;
  return false;
end
$$;

create or replace function public.conversas_apagar(p_instancia text, p_id_provedor text) returns boolean
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_agora timestamptz;
begin
  perform travar_id_provedor(p_instancia, p_id_provedor);
  v_agora := agora();
  update mensagens set apagada_em = coalesce(apagada_em, v_agora)
    where instancia = p_instancia and id_provedor = p_id_provedor;
  if found then
    return true;
  end if;
  insert into alteracoes_pendentes as a (instancia, id_provedor, apagada_em, recebido_em)
    values (p_instancia, p_id_provedor, v_agora, v_agora)
    on conflict (instancia, id_provedor) do update set apagada_em = coalesce(a.apagada_em, excluded.apagada_em),
      recebido_em = excluded.recebido_em;
  return false;
end
$$;

-- As travar_pessoa, for a message that may be stored already (else p_mensagem_id is null): names that nobody bears yet
-- belong to whoever wrote or got it. The caller holds the lock on the message's provider id.
create function interno.travar_pessoa_da_mensagem(p_telefone text, p_lid text, p_mensagem_id uuid) returns uuid[]
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_ids uuid[] := travar_pessoa(p_telefone, p_lid);
  v_mensagem mensagens;
begin
  if cardinality(v_ids) = 0 and p_mensagem_id is not null then
    -- No médico is locked yet, so the order of locks holds.
    v_mensagem := travar_envio(p_mensagem_id);
    v_ids := array[v_mensagem.medico_id];
  end if;
  return v_ids;
end
$$;

-- The message is looked for before the person: one that is stored already tells whose alias this is, and begins no
-- conversation.
create or replace function public.conversas_registrar_recebida(
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
  v_medico_id uuid;
  v_conversa conversas;
  v_mensagem mensagens;
  v_nova boolean := false;
begin
  perform travar_id_provedor(v_instancia, v_id_provedor);
  insert into instancias (nome) values (v_instancia) on conflict do nothing;
  select * into v_mensagem from mensagens where instancia = v_instancia and id_provedor = v_id_provedor;
  v_ids := travar_pessoa_da_mensagem(v_telefone, v_lid, v_mensagem.id);
  v_agora := agora();
  v_medico_id := unir_pessoa(v_ids, v_telefone, v_lid, v_evento ->> 'nome', v_agora);

  if v_mensagem.id is null then
    v_conversa := conversa_ativa(v_medico_id, v_instancia, v_agora);
    insert into mensagens (conversa_id, medico_id, instancia, direcao, autor, conteudo, texto, tamanho_original,
        id_provedor, citada_id_provedor, enviada_em, criada_em)
      values (v_conversa.id, v_conversa.medico_id, v_instancia, 'entrada', 'medico', v_evento -> 'conteudo', p_texto,
        p_tamanho, v_id_provedor, v_evento ->> 'citadaIdProvedor', (v_evento ->> 'enviadaEm')::timestamptz, v_agora)
      returning * into v_mensagem;
    v_nova := true;
    perform aplicar_alteracao_guardada(v_mensagem.id);
  elsif v_mensagem.direcao = 'entrada' and v_mensagem.conteudo ->> 'tipo' = 'desconhecido'
        and v_evento #>> '{conteudo,tipo}' <> 'desconhecido' then
    v_mensagem := travar_envio(v_mensagem.id);
    -- The placeholder may have been answered already; its content was not.
    update mensagens set conteudo = v_evento -> 'conteudo', texto = p_texto, tamanho_original = p_tamanho,
        turno_id = null, respondida_em = null
      where id = v_mensagem.id;
    v_nova := true;
  end if;
  -- Since it was looked for it may have been deleted, or moved by a merge.
  select * into v_mensagem from mensagens where id = v_mensagem.id;
  if v_nova and v_mensagem.apagada_em is null then
    perform marcar_pendente(v_mensagem.conversa_id, v_instancia, p_silencio_ms, p_maximo_ms, v_agora);
  end if;

  select * into v_conversa from conversas where id = v_mensagem.conversa_id;
  return jsonb_build_object(
    'mensagemId', v_mensagem.id, 'conversaId', v_conversa.id, 'medicoId', v_conversa.medico_id, 'nova', v_nova,
    'responderEmMs', milissegundos(v_agora, v_conversa.responder_em));
end
$$;

-- As before, but a message that is known by its id tells whose alias this is.
create or replace function public.conversas_registrar_propria(p_mensagem jsonb, p_texto text, p_tamanho int) returns jsonb
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
  v_proxima uuid;
  v_medico_id uuid;
begin
  perform travar_id_provedor(v_instancia, v_id_provedor);
  insert into instancias (nome) values (v_instancia) on conflict do nothing;
  select * into v_mensagem from mensagens where instancia = v_instancia and id_provedor = v_id_provedor;
  v_ids := travar_pessoa_da_mensagem(v_telefone, v_lid, v_mensagem.id);
  v_agora := agora();

  if v_mensagem.id is null then
    v_linha := linha_do_eco(v_ids, v_instancia, p_texto, v_enviada_em, v_agora);
    if v_linha is not null then
      v_mensagem := travar_envio(v_linha);
      perform vincular(v_mensagem, v_id_provedor, v_enviada_em);
      v_proxima := primeira_da_fila(v_mensagem.medico_id, v_agora);
    end if;
  end if;
  v_medico_id := unir_pessoa(v_ids, v_telefone, v_lid, null, v_agora);

  if v_mensagem.id is not null then
    select * into v_mensagem from mensagens where id = v_mensagem.id;
    if v_mensagem.autor = 'julia' then
      return jsonb_build_object('tipo', 'eco', 'mensagemId', v_mensagem.id, 'conversaId', v_mensagem.conversa_id,
        'proximaId', v_proxima);
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

-- As before, and kept edits and deletions are dropped with kept statuses.
create or replace function public.varredura_varrer(p_limite int) returns jsonb
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_agora timestamptz := agora();
  v_id uuid;
  v_expiradas int := 0;
  v_leases int := 0;
  v_soltas int;
  v_mensagens jsonb := '[]';
begin
  -- Skipped rows are being worked on by someone who holds their lock.
  for v_id in select id from mensagens where status = 'pendente' and expira_em <= v_agora
      order by expira_em limit p_limite for no key update skip locked loop
    perform mover_mensagem(v_id, 'expirada', 'prazo');
    v_expiradas := v_expiradas + 1;
  end loop;
  for v_id in select id from mensagens where status = 'enviando' and envio_lease_ate < v_agora
      order by envio_lease_ate limit p_limite for no key update skip locked loop
    perform mover_mensagem(v_id, 'incerta', 'lease_vencido');
    v_leases := v_leases + 1;
  end loop;
  with vencidas as (
    select id from conversas where lease_ate < v_agora order by lease_ate limit p_limite for no key update skip locked)
  update conversas c set lease_token = null, lease_ate = null from vencidas where c.id = vencidas.id;
  get diagnostics v_soltas = row_count;
  delete from status_pendentes where recebido_em < v_agora - interval '24 hours';
  delete from alteracoes_pendentes where recebido_em < v_agora - interval '24 hours';

  if not (select pausada from configuracoes) then
    v_mensagens := mensagens_a_cutucar(v_agora, p_limite);
  end if;
  return jsonb_build_object(
    'mensagens', v_mensagens,
    'incertas', (select coalesce(jsonb_agg(id order by reivindicada_em), '[]') from (
      select id, reivindicada_em from mensagens
      where status = 'incerta' and reivindicada_em <= v_agora - interval '10 seconds'
      order by reivindicada_em limit p_limite) i),
    'conversas', (select coalesce(jsonb_agg(id order by responder_em), '[]') from (
      select id, responder_em from conversas
      where responder_em <= v_agora and (lease_ate is null or lease_ate <= v_agora)
      order by responder_em limit p_limite) c),
    'expiradas', v_expiradas, 'leasesDevolvidos', v_leases + v_soltas);
end
$$;

-- As before, and a run whose worker died is waiting again, so that whoever asks for it has it published again.
create or replace function public.execucoes_registrar(p_nome text, p_chave text, p_tick timestamptz) returns jsonb
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_execucao execucoes_jobs;
  v_nova boolean;
begin
  insert into execucoes_jobs (nome, chave, tick, registrada_em) values (p_nome, p_chave, p_tick, agora())
    on conflict (chave) do nothing;
  v_nova := found;
  select * into v_execucao from execucoes_jobs where chave = p_chave;
  return jsonb_build_object('duplicada', not v_nova,
    'execucao', jsonb_build_object('id', v_execucao.id, 'nome', v_execucao.nome,
      'estado', case when v_execucao.lease_ate <= agora() then 'pendente' else v_execucao.estado end));
end
$$;

-- Takes a run: `comecou`; `ocupada` while another holds it, for how long; `encerrada` when it is done. A run that
-- failed may be tried again until a later one of the same job exists, which does its work too. Called again with the
-- same token it says the same.
create function public.execucoes_tomar(p_execucao_id uuid, p_lease_ms int, p_token uuid) returns jsonb
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_execucao execucoes_jobs;
  v_agora timestamptz;
begin
  select * into v_execucao from execucoes_jobs where id = p_execucao_id for no key update;
  v_agora := agora();
  if v_execucao.estado = 'executando' and v_execucao.lease_token <> p_token and v_execucao.lease_ate > v_agora then
    return jsonb_build_object('tipo', 'ocupada', 'faltamMs', milissegundos(v_agora, v_execucao.lease_ate));
  end if;
  if v_execucao.id is null or v_execucao.estado = 'concluida' or v_execucao.estado = 'falhou' and exists (
      select from execucoes_jobs where nome = v_execucao.nome and registrada_em > v_execucao.registrada_em) then
    return jsonb_build_object('tipo', 'encerrada');
  end if;
  update execucoes_jobs set estado = 'executando', iniciada_em = v_agora, terminada_em = null, erro = null,
      contagens = null, lease_token = p_token,
      lease_ate = v_agora + make_interval(secs => p_lease_ms / 1000.0)
    where id = p_execucao_id;
  return jsonb_build_object('tipo', 'comecou');
end
$$;

-- For builds that do not know execucoes_tomar.
create or replace function public.execucoes_comecar(p_execucao_id uuid, p_lease_ms int, p_token uuid) returns boolean
language sql volatile set search_path = public, interno, pg_temp as $$
  select execucoes_tomar(p_execucao_id, p_lease_ms, p_token) ->> 'tipo' = 'comecou'
$$;

-- As before, with the length of the whole answer: typing it has bounds that its parts share.
create or replace function public.envios_rascunho(p_mensagem_id uuid, p_limites jsonb) returns jsonb
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
    'caracteresDaResposta', coalesce((
      select sum(length(texto)) from mensagens
      where turno_id = v_mensagem.turno_id and direcao = 'saida' and papel is not distinct from v_mensagem.papel
        and status not in ('cancelada', 'bloqueada', 'expirada')), length(v_mensagem.texto)),
    'continuacao', v_mensagem.turno_id is not null and exists (
      select from mensagens where turno_id = v_mensagem.turno_id and direcao = 'saida' and papel is null
        and parte < v_mensagem.parte and status in ('enviada', 'entregue', 'lida')),
    'poderiaSair', decidir_envio(v_mensagem, como_jsonb(p_limites), agora()) ->> 'tipo' = 'enviar');
end
$$;

-- Plantões that somebody has to decide about when this médico leaves.
create function interno.plantoes_pela_frente(p_medico_id uuid, p_agora timestamptz) returns uuid[]
language sql stable set search_path = public, interno, pg_temp as $$
  select coalesce(array_agg(id order by inicio, id), '{}') from vagas
  where medico_id = p_medico_id and status in ('reservada', 'confirmada', 'em_conflito') and fim > p_agora
$$;

-- As before, and plantões he still holds are written down for the gestor: `optout_com_reserva` in auditoria.
create or replace function interno.aplicar_optout(p_medico_id uuid, p_turno_id uuid, p_agora timestamptz) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_plantoes uuid[] := plantoes_pela_frente(p_medico_id, p_agora);
begin
  update medicos set
      optout_em = p_agora,
      optout_pedido_em = greatest(optout_pedido_em, (
        select max(enviada_em) from mensagens where turno_id = p_turno_id and direcao = 'entrada'))
    where id = p_medico_id;
  perform encerrar_pendentes(array['lembrete', 'followup', 'campanha'], 'cancelada', 'optout', p_medico_id => p_medico_id);
  perform encerrar_pendentes(array['resposta'], 'bloqueada', 'optout', p_medico_id => p_medico_id);
  if cardinality(v_plantoes) > 0 then
    insert into auditoria (em, quem, acao, detalhes) values (p_agora, 'medico', 'optout_com_reserva',
      jsonb_build_object('medicoId', p_medico_id, 'turnoId', p_turno_id, 'vagas', to_jsonb(v_plantoes)));
  end if;
end
$$;

-- As before, and an opt-out tells how many plantões the doctor still holds.
create or replace function public.turnos_fechar(
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
  return jsonb_build_object('tipo', 'fechado', 'mensagens', to_jsonb(v_ids), 'proximoEmMs', v_proximo)
    || case v_tipo when 'optout' then jsonb_build_object('plantoesDeQuemSaiu',
      cardinality(plantoes_pela_frente(v_conversa.medico_id, v_agora))) else '{}' end;
end
$$;

select interno.fechar_permissoes();
notify pgrst, 'reload schema';
