-- Sweep, scheduled runs, quarantine, model accounting, settings, clock.

-- Rows to nudge now. Answers: the oldest of each médico. Proactive: few per instância, since seconds separate them.
create function interno.mensagens_a_cutucar(p_agora timestamptz, p_limite int) returns jsonb
language sql volatile set search_path = public, interno, pg_temp as $$
  with prontas as (
    select m.id, m.ordem, eh_proativo(m.tipo) as proativa,
      row_number() over (partition by eh_proativo(m.tipo), m.medico_id order by m.ordem) as do_medico,
      row_number() over (partition by eh_proativo(m.tipo), m.instancia order by m.prioridade desc, m.ordem) as da_instancia
    from mensagens m
    join conversas c on c.id = m.conversa_id
    join instancias i on i.nome = m.instancia
    where m.status = 'pendente'
      and coalesce(m.agendar_para, '-infinity') <= p_agora and coalesce(m.tentar_em, '-infinity') <= p_agora
      and not (m.tipo = 'lembrete' and c.controle = 'humano')
      and not (eh_proativo(m.tipo)
        and (i.proativo_parado_em is not null or coalesce(i.proximo_proativo_em, '-infinity') > p_agora))
      and not exists (select from mensagens v where v.medico_id = m.medico_id and v.instancia = m.instancia
        and v.status in ('enviando', 'incerta')))
  select coalesce(jsonb_agg(id order by ordem), '[]') from (
    select id, ordem from prontas
    where do_medico = 1 and (not proativa or da_instancia <= 3)
    order by proativa, ordem limit p_limite) escolhidas
$$;

create function public.varredura_varrer(p_limite int) returns jsonb
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

create function public.varredura_instancias() returns jsonb
language sql stable set search_path = public, interno, pg_temp as $$
  select coalesce(jsonb_agg(nome order by nome), '[]') from instancias
$$;

create function public.execucoes_registrar(p_nome text, p_chave text, p_tick timestamptz) returns jsonb
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
    'execucao', jsonb_build_object('id', v_execucao.id, 'nome', v_execucao.nome, 'estado', v_execucao.estado));
end
$$;

-- A run that failed may be tried again until a later one of the same job exists, which does its work too; one that is
-- done or active may not.
-- Called again with the same token it says yes again.
create function public.execucoes_comecar(p_execucao_id uuid, p_lease_ms int, p_token uuid) returns boolean
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_execucao execucoes_jobs;
  v_agora timestamptz;
begin
  select * into v_execucao from execucoes_jobs where id = p_execucao_id for no key update;
  v_agora := agora();
  if v_execucao.estado = 'falhou' and exists (
      select from execucoes_jobs where nome = v_execucao.nome and registrada_em > v_execucao.registrada_em) then
    return false;
  end if;
  update execucoes_jobs set estado = 'executando', iniciada_em = v_agora, terminada_em = null, erro = null,
      contagens = null, lease_token = p_token,
      lease_ate = v_agora + make_interval(secs => p_lease_ms / 1000.0)
    where id = p_execucao_id
      and (estado in ('pendente', 'falhou')
        or (estado = 'executando' and (lease_ate <= v_agora or lease_token = p_token)));
  return found;
end
$$;

create function public.execucoes_terminar(p_execucao_id uuid, p_contagens jsonb, p_erro text) returns void
language sql volatile set search_path = public, interno, pg_temp as $$
  update execucoes_jobs set estado = case when p_erro is null then 'concluida' else 'falhou' end,
      contagens = como_jsonb(p_contagens), erro = p_erro, terminada_em = agora(), lease_ate = null
    where id = p_execucao_id and estado <> 'concluida'
$$;

create function public.execucoes_ultimas(p_nomes jsonb) returns jsonb
language sql stable set search_path = public, interno, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('nome', n.nome, 'ultimoTick', e.tick, 'estado', e.estado)), '[]')
  from jsonb_array_elements_text(como_jsonb(p_nomes)) as n (nome)
  left join lateral (
    select tick, estado from execucoes_jobs where nome = n.nome and tick is not null order by tick desc limit 1) e on true
$$;

create function interno.quarentena_json(p_item quarentena) returns jsonb
language sql stable set search_path = public, interno, pg_temp as $$
  select jsonb_build_object('id', p_item.id, 'motivo', p_item.motivo, 'corpo', p_item.corpo -> 'corpo',
    'recebidoEm', p_item.recebido_em, 'resolvidoEm', p_item.resolvido_em)
$$;

-- `p_corpo` is wrapped as {"corpo": …}, because a bare string could not be told from an encoded one.
create function public.quarentena_guardar(p_hash text, p_motivo text, p_corpo jsonb) returns void
language sql volatile set search_path = public, interno, pg_temp as $$
  insert into quarentena (hash, motivo, corpo, recebido_em) values (p_hash, p_motivo, como_jsonb(p_corpo), agora())
    on conflict (hash) do nothing
$$;

create function public.quarentena_listar(p_limite int) returns jsonb
language sql stable set search_path = public, interno, pg_temp as $$
  select coalesce(jsonb_agg(quarentena_json(q) order by q.resolvido_em is null desc, q.recebido_em desc), '[]')
  from (select * from quarentena order by (resolvido_em is null) desc, recebido_em desc limit p_limite) q
$$;

create function public.quarentena_buscar(p_id uuid) returns jsonb
language sql stable set search_path = public, interno, pg_temp as $$
  select quarentena_json(q) from quarentena q where id = p_id
$$;

create function public.quarentena_resolver(p_id uuid) returns void
language sql volatile set search_path = public, interno, pg_temp as $$
  update quarentena set resolvido_em = coalesce(resolvido_em, agora()) where id = p_id
$$;

create function public.chamadas_llm_registrar(p_id uuid, p_chamada jsonb) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v jsonb := como_jsonb(p_chamada);
begin
  insert into chamadas_llm (id, criada_em, modelo, finalidade, motivo_modelo, conversa_id, turno_id, tokens_entrada,
      tokens_cache_escrita, tokens_cache_leitura, tokens_saida, custo_micro_usd, latencia_ms, resultado)
    values (p_id, agora(), v ->> 'modelo', v ->> 'finalidade', v ->> 'motivoModelo', (v ->> 'conversaId')::uuid,
      (v ->> 'turnoId')::uuid, (v ->> 'tokensEntrada')::int, (v ->> 'tokensCacheEscrita')::int,
      (v ->> 'tokensCacheLeitura')::int, (v ->> 'tokensSaida')::int, round((v ->> 'custoMicroUsd')::numeric)::bigint,
      round((v ->> 'latenciaMs')::numeric)::int, v ->> 'resultado')
    on conflict (id) do nothing;
end
$$;

create function public.chamadas_llm_gasto_hoje() returns bigint
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_desde timestamptz := local(agora())::date::timestamp at time zone 'America/Sao_Paulo';
begin
  return (select coalesce(sum(custo_micro_usd), 0)::bigint from chamadas_llm where criada_em >= v_desde);
end
$$;

create function public.configuracoes_ler() returns jsonb
language sql stable set search_path = public, interno, pg_temp as $$
  select jsonb_build_object('ambiente', ambiente, 'versaoEsquema', versao_esquema,
    'esquemaMinimoSuportado', esquema_minimo_suportado, 'pausada', pausada) from configuracoes
$$;

create function public.configuracoes_pausar(p_quem text, p_motivo text) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  update configuracoes set pausada = true, pausada_em = agora(), pausada_por = p_quem, pausa_motivo = p_motivo
    where not pausada;
  insert into auditoria (em, quem, acao, detalhes)
    values (agora(), p_quem, 'pausar', jsonb_build_object('motivo', p_motivo));
end
$$;

create function public.configuracoes_retomar(p_quem text) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  update configuracoes set pausada = false, pausada_em = null, pausada_por = null, pausa_motivo = null where pausada;
  insert into auditoria (em, quem, acao) values (agora(), p_quem, 'retomar');
end
$$;

create function public.configuracoes_avancar_relogio(p_ms bigint) returns jsonb
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  if p_ms < 0 then
    perform falhar('RELOGIO_NAO_VOLTA', 'The test clock only moves forward', 400);
  end if;
  insert into relogio_teste as r (deslocamento_ms) values (p_ms)
    on conflict (id) do update set deslocamento_ms = r.deslocamento_ms + excluded.deslocamento_ms;
  return jsonb_build_object('agora', agora());
end
$$;

create function public.relogio_deslocamento() returns bigint
language sql stable set search_path = public, interno, pg_temp as $$
  select coalesce((select deslocamento_ms from relogio_teste), 0)
$$;
