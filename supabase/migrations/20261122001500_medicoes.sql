-- Figures for monitoring, read as one picture. Expand only: builds that do not know it are untouched.
create function public.medicoes_ler() returns jsonb
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

  select min(primeira_pendente_em) into v_desde
    from conversas where responder_em is not null and controle = 'julia';

  return v_resultado || jsonb_build_object(
    'semRespostaMs', coalesce(milissegundos(v_desde, v_agora), 0),
    'aguardandoModelo', (select count(*) from conversas where estado = 'ativa' and aguardando_desde is not null),
    'quarentena', (select count(*) from quarentena where resolvido_em is null),
    'llmGastoHojeMicroUsd', chamadas_llm_gasto_hoje(),
    'instancias', (select coalesce(jsonb_agg(jsonb_build_object('nome', nome, 'conectada', estado = 'aberta',
        'proativoParado', proativo_parado_em is not null) order by nome), '[]') from instancias
      where estado <> 'desconhecido'));
end
$$;

select interno.fechar_permissoes();
notify pgrst, 'reload schema';
