-- Taking up what a killed worker left: whoever runs its job again finds the row that nobody would nudge any more.

-- Services of this version call the functions below; earlier ones go on working.
update configuracoes set versao_esquema = 2;

-- The médico's first row that may leave now: its own turn in the queue, unless one is in flight before it.
create function interno.primeira_da_fila(p_medico_id uuid, p_agora timestamptz) returns uuid
language sql stable set search_path = public, interno, pg_temp as $$
  select p.id from mensagens p
  where p.medico_id = p_medico_id and p.status = 'pendente'
    and coalesce(p.agendar_para, '-infinity') <= p_agora and coalesce(p.tentar_em, '-infinity') <= p_agora
    and not exists (select from mensagens v where v.medico_id = p.medico_id and v.instancia = p.instancia
      and v.status in ('enviando', 'incerta'))
  order by eh_proativo(p.tipo), p.ordem limit 1
$$;

create function public.envios_primeira_da_fila(p_mensagem_id uuid) returns uuid
language sql stable set search_path = public, interno, pg_temp as $$
  select primeira_da_fila(medico_id, agora()) from mensagens where id = p_mensagem_id
$$;

create function public.turnos_primeira_da_fila(p_conversa_id uuid) returns uuid
language sql stable set search_path = public, interno, pg_temp as $$
  select primeira_da_fila(medico_id, agora()) from conversas where id = p_conversa_id
$$;

create or replace function interno.conclusao(p_mensagem_id uuid, p_agora timestamptz) returns jsonb
language sql volatile set search_path = public, interno, pg_temp as $$
  select jsonb_build_object('status', m.status,
    'tentarEmMs', case when m.status = 'pendente' then coalesce(milissegundos(p_agora, m.tentar_em), 0) end,
    'proximaId', case when m.status not in ('pendente', 'enviando', 'incerta')
      then primeira_da_fila(m.medico_id, p_agora) end)
  from mensagens m where m.id = p_mensagem_id
$$;

-- As before, and an echo that settles a row says which one is next: its sender may be dead.
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
  v_ids := travar_pessoa(v_telefone, v_lid);
  v_agora := agora();

  select * into v_mensagem from mensagens where instancia = v_instancia and id_provedor = v_id_provedor;
  if not found then
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

select interno.fechar_permissoes();
notify pgrst, 'reload schema';
