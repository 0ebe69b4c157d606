-- What an unknown outcome was answered decides what its absence proves; a number's state is compared with the provider's
-- and a stopped number can be released; two more figures for alerts. Expand only.

-- Alerts ask about the last day every few seconds.
create index medicos_optout_idx on medicos (optout_em) where optout_em is not null;

-- As before, with the answer of the attempt.
create or replace function public.envios_buscar_incerta(p_mensagem_id uuid) returns jsonb
language sql volatile set search_path = public, interno, pg_temp as $$
  select jsonb_build_object('mensagemId', m.id, 'texto', m.texto, 'reivindicadaEm', m.reivindicada_em, 'agora', agora(),
    'telefone', alias_de(m.medico_id, 'telefone'), 'lid', alias_de(m.medico_id, 'lid'),
    'codigo', coalesce(m.motivo, 'desconhecido'),
    'destino', jsonb_build_object('instancia', m.instancia, 'numero', numero_de(m.medico_id)))
  from mensagens m where m.id = p_mensagem_id and m.status = 'incerta'
$$;

-- As before, until a later turn said it and that left.
create or replace function interno.talvez_nao_chegou(p_conversa_id uuid, p_agora timestamptz) returns text
language sql stable set search_path = public, interno, pg_temp as $$
  with falha as (
    select id, turno_id, ordem from mensagens
    where conversa_id = p_conversa_id and status = 'falhou' and finalizada_em > p_agora - interval '24 hours'
      and (motivo = 'sem_prova' or (tipo = 'resposta' and papel is null))
    order by ordem desc limit 1),
  em_aberto as (
    select id, turno_id, ordem from falha where not exists (
      select from mensagens d where d.conversa_id = p_conversa_id and d.ordem > falha.ordem and d.na_conversa
        and d.tipo = 'resposta' and d.papel is null and d.turno_id is distinct from falha.turno_id
        and d.status in ('enviada', 'entregue', 'lida')))
  select string_agg(texto, E'\n' order by ordem) from (
    select m.texto, m.ordem from em_aberto f join mensagens m on m.id = f.id
    union all
    select m.texto, m.ordem from em_aberto f join mensagens m on m.turno_id = f.turno_id
      where m.ordem > f.ordem and m.status = 'cancelada' and m.motivo = 'parte_anterior_falhou') partes
$$;

-- As before, and the vaga that the open turn itself has reserved: a turn that runs again reads the same words of the
-- doctor, and must still find what they were about.
create or replace function interno.ofertas_abertas(p_conversa_id uuid, p_agora timestamptz) returns jsonb
language sql volatile set search_path = public, interno, pg_temp as $$
  select coalesce(jsonb_agg(vaga_json(vaga_id, numero) order by oferecida_em desc, inicio), '[]') from (
    select o.vaga_id, o.numero, o.oferecida_em, v.inicio from ofertas o join vagas v on v.id = o.vaga_id
    where o.conversa_id = p_conversa_id and v.inicio > p_agora
      and (v.status = 'aberta' or v.status = 'reservada' and exists (
        select from turno_efeitos e join turnos t on t.id = e.turno_id
        where t.conversa_id = p_conversa_id and t.fechado_em is null and e.ferramenta = 'reservar_plantao'
          and e.alvo = 'V' || o.numero and e.resultado ->> 'tipo' = 'reservada'))
    order by o.oferecida_em desc, v.inicio limit 5) abertas
$$;

-- The state the provider told when it was asked, for a number whose webhooks of it were refused or lost. What a webhook
-- said at about the same time or later is newer; `recusada` says more than the provider's `close`.
create function public.varredura_conferir_conexao(p_instancia text, p_estado text, p_perguntado_em timestamptz)
returns boolean
language plpgsql set search_path = public, interno, pg_temp as $$
begin
  update instancias set estado = p_estado, estado_codigo = null, estado_em = agora()
    where nome = p_instancia and estado <> p_estado and not (estado = 'recusada' and p_estado = 'fechada')
      and coalesce(estado_em < p_perguntado_em - interval '30 seconds', true);
  return found;
end
$$;

-- Proactive sending of a number that was stopped after a ban-like answer goes on. False when it was not stopped.
create function public.configuracoes_liberar_instancia(p_instancia text, p_quem text) returns boolean
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_motivo text;
begin
  select proativo_parado_motivo into v_motivo from instancias
    where nome = p_instancia and proativo_parado_em is not null for no key update;
  if not found then
    return false;
  end if;
  update instancias set proativo_parado_em = null, proativo_parado_motivo = null where nome = p_instancia;
  insert into auditoria (em, quem, acao, detalhes) values (agora(), p_quem, 'liberar_instancia',
    jsonb_build_object('instancia', p_instancia, 'motivo', v_motivo));
  return true;
end
$$;

-- As before, with what ended without proof in the last hour and the plantões of doctors who left in the last day.
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
    'semProvaNaHora', (
      select count(*) from mensagens
      where status = 'falhou' and motivo = 'sem_prova' and finalizada_em > v_agora - interval '1 hour'),
    'plantoesDeQuemSaiu', (
      select coalesce(sum(cardinality(plantoes_pela_frente(id, v_agora))), 0) from medicos
      where optout_em > v_agora - interval '24 hours'),
    'instancias', (select coalesce(jsonb_agg(jsonb_build_object('nome', nome,
        'conectada', estado in ('aberta', 'desconhecido'), 'proativoParado', proativo_parado_em is not null)
        order by nome), '[]') from instancias
      where estado <> 'desconhecido' or proativo_parado_em is not null));
end
$$;

-- The last statement of the last file of a release: a run that broke off before it is not taken for a whole one.
update configuracoes set versao_esquema = 4;

select interno.fechar_permissoes();
notify pgrst, 'reload schema';
