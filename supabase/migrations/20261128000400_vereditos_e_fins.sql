-- How an answer ends when one of its rows has an unknown end. Expand only: builds that do not know the functions below go
-- on working.

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

-- As before, and the parts of an answer that come after one without proof do not leave without it.
create or replace function public.envios_resolver_incerta(p_mensagem_id uuid, p_veredito jsonb) returns jsonb
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

-- The last statement of the last file of a release: a run that broke off before it is not taken for a whole one.
update configuracoes set versao_esquema = 5;

select interno.fechar_permissoes();
notify pgrst, 'reload schema';
