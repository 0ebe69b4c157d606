-- Sending knows a limit of zero, a number that is down and an answer that broke off; figures follow the doctor's wait
-- to its end. Expand only: builds that do not know `conversas_registrar_conexao_em` go on working.

update configuracoes set versao_esquema = 3;

-- By Evolution's own wall clock, without a zone: only good to compare two changes of the same number.
alter table instancias add estado_emissao timestamp;

-- What did not arrive is looked for at every turn; there is little of it, in whatever long conversation.
create index mensagens_falhas_idx on mensagens (conversa_id, ordem desc) where status = 'falhou';

-- As before, and a counter of an earlier hour or day is zero, which a limit of 0 is reached by; while the number is down
-- what is proactive waits for the sweep.
create or replace function interno.limitador(p_instancia instancias, p_limites jsonb, p_agora timestamptz) returns jsonb
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
  if p_instancia.estado in ('fechada', 'recusada') then
    return esperar('desconectada');
  end if;
  v_janela := proxima_janela(p_agora, v_inicio, v_fim);
  if v_janela > p_agora then
    return esperar('fora_da_janela', p_agora, v_janela);
  end if;
  if (case when v_dia = p_instancia.dia then p_instancia.enviadas_no_dia else 0 end) >= v_por_dia then
    return esperar('limite_do_dia', p_agora,
      proxima_janela((v_dia + 1)::timestamp at time zone 'America/Sao_Paulo', v_inicio, v_fim));
  end if;
  if (case when v_hora = p_instancia.hora then p_instancia.enviadas_na_hora else 0 end) >= v_por_hora then
    return esperar('limite_da_hora', p_agora,
      proxima_janela((v_hora + interval '1 hour') at time zone 'America/Sao_Paulo', v_inicio, v_fim));
  end if;
  if p_instancia.proximo_proativo_em > p_agora then
    return esperar('espacamento', p_agora, p_instancia.proximo_proativo_em);
  end if;
  return null;
end
$$;

-- As before, but for what is proactive on a number that is down.
create or replace function interno.mensagens_a_cutucar(p_agora timestamptz, p_limite int) returns jsonb
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
      and not (eh_proativo(m.tipo) and (i.proativo_parado_em is not null or i.estado in ('fechada', 'recusada')
        or coalesce(i.proximo_proativo_em, '-infinity') > p_agora))
      and not exists (select from mensagens v where v.medico_id = m.medico_id and v.instancia = m.instancia
        and v.status in ('enviando', 'incerta')))
  select coalesce(jsonb_agg(id order by ordem), '[]') from (
    select id, ordem from prontas
    where do_medico = 1 and (not proativa or da_instancia <= 3)
    order by proativa, ordem limit p_limite) escolhidas
$$;

-- `p_emissao`: the wall clock of the change as Evolution printed it, null when it did not say. Webhooks race and are
-- repeated for up to 25 minutes, so a change that is older by less than that is history; one that seems older by more
-- was printed by a clock that was set back. A close that WhatsApp gives for a ban stops what is proactive, old or not.
create function public.conversas_registrar_conexao_em(p_instancia text, p_estado text, p_codigo int, p_emissao text)
returns void
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_emissao timestamp := p_emissao::timestamp;
begin
  insert into instancias (nome) values (p_instancia) on conflict do nothing;
  update instancias set estado = p_estado, estado_codigo = p_codigo, estado_em = agora(), estado_emissao = v_emissao
    where nome = p_instancia
      and not coalesce(v_emissao < estado_emissao and v_emissao > estado_emissao - interval '30 minutes', false);
  if p_estado = 'fechada' and p_codigo in (402, 403, 406) then
    update instancias set proativo_parado_em = agora(), proativo_parado_motivo = 'conexao_' || p_codigo
      where nome = p_instancia and proativo_parado_em is null;
  end if;
end
$$;

create or replace function public.conversas_registrar_conexao(p_instancia text, p_estado text, p_codigo int) returns void
language sql volatile set search_path = public, interno, pg_temp as $$
  select conversas_registrar_conexao_em(p_instancia, p_estado, p_codigo, null)
$$;

-- As before, and the parts of an answer that come after one that could not be sent do not leave without it.
create or replace function interno.registrar_falha(
  p_mensagem mensagens, p_codigo text, p_definitiva boolean, p_agora timestamptz
) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_tentativas int := p_mensagem.tentativas + 1;
  v_ultima boolean := p_definitiva or v_tentativas >= 3;
begin
  perform mover_mensagem(p_mensagem.id, case when v_ultima then 'falhou' else 'pendente' end, p_codigo);
  -- A holding message has a turn but is no part of its answer.
  if v_ultima and p_mensagem.tipo = 'resposta' and p_mensagem.papel is null and p_mensagem.turno_id is not null then
    perform encerrar_pendentes(array['resposta'], 'cancelada', 'parte_anterior_falhou',
      p_turno_id => p_mensagem.turno_id);
  end if;
  perform devolver_orcamento(p_mensagem);
  update mensagens set
      tentativas = v_tentativas,
      tentar_em = case when status = 'pendente' then
        p_agora + case v_tentativas when 1 then interval '5 seconds' else interval '30 seconds' end end,
      reivindicada_em = null, reivindicada_real_em = null
    where id = p_mensagem.id;
end
$$;

-- The newest thing Júlia wrote within the last day that the doctor may not have: sent without proof, or an answer from
-- the part that failed on.
create function interno.talvez_nao_chegou(p_conversa_id uuid, p_agora timestamptz) returns text
language sql stable set search_path = public, interno, pg_temp as $$
  with falha as (
    select id, turno_id, ordem from mensagens
    where conversa_id = p_conversa_id and status = 'falhou' and finalizada_em > p_agora - interval '24 hours'
      and (motivo = 'sem_prova' or (tipo = 'resposta' and papel is null))
    order by ordem desc limit 1)
  select string_agg(texto, E'\n' order by ordem) from (
    select m.texto, m.ordem from falha join mensagens m on m.id = falha.id
    union all
    select m.texto, m.ordem from falha join mensagens m on m.turno_id = falha.turno_id
      where m.ordem > falha.ordem and m.status = 'cancelada' and m.motivo = 'parte_anterior_falhou') partes
$$;

-- As before, with what may not have arrived for whatever reason.
create or replace function interno.retrato_do_turno(
  p_conversa conversas, p_turno_id uuid, p_token uuid, p_agora timestamptz
) returns jsonb
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
    'talvezEnviada', talvez_nao_chegou(p_conversa.id, p_agora))
$$;

-- As before, but a doctor waits until a turn answered, not until one began, and no query reads more than the
-- conversations that wait. A number that was stopped is told even when its state is not known.
create or replace function public.medicoes_ler() returns jsonb
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_agora timestamptz := agora();
  v_desde timestamptz;
  v_resultado jsonb;
begin
  select jsonb_build_object(
      'saidas', jsonb_build_object(
        'pendente', count(*) filter (where status = 'pendente'),
        'enviando', count(*) filter (where status = 'enviando'),
        'incerta', count(*) filter (where status = 'incerta')),
      -- Proactive messages may wait for hours by rule, so they are told apart.
      'respostaMaisAntigaMs', coalesce(max(milissegundos(greatest(criada_em, agendar_para), v_agora))
        filter (where status = 'pendente' and not eh_proativo(tipo)
          and coalesce(agendar_para, '-infinity') <= v_agora), 0),
      'proativaMaisAntigaMs', coalesce(max(milissegundos(greatest(criada_em, agendar_para), v_agora))
        filter (where status = 'pendente' and eh_proativo(tipo)
          and coalesce(agendar_para, '-infinity') <= v_agora), 0))
    into v_resultado
    from mensagens where status in ('pendente', 'enviando', 'incerta');

  -- The oldest of each, so that the index of unanswered messages is read, whatever the planner thinks of the table.
  select min(m.criada_em) into v_desde
    from conversas c cross join lateral (
      select criada_em from mensagens
      where conversa_id = c.id and direcao = 'entrada' and respondida_em is null and apagada_em is null
      order by ordem limit 1) m
    where c.responder_em is not null and c.controle = 'julia';

  return v_resultado || jsonb_build_object(
    'semRespostaMs', coalesce(milissegundos(v_desde, v_agora), 0),
    -- Whoever waits for the model has a turn to come.
    'aguardandoModelo', (
      select count(*) from conversas where responder_em is not null and aguardando_desde is not null),
    'quarentena', (select count(*) from quarentena where resolvido_em is null),
    'llmGastoHojeMicroUsd', chamadas_llm_gasto_hoje(),
    'instancias', (select coalesce(jsonb_agg(jsonb_build_object('nome', nome,
        'conectada', estado in ('aberta', 'desconhecido'), 'proativoParado', proativo_parado_em is not null)
        order by nome), '[]') from instancias
      where estado <> 'desconhecido' or proativo_parado_em is not null));
end
$$;

select interno.fechar_permissoes();
notify pgrst, 'reload schema';
