-- Two médicos that prove to be one person are merged, also when that could not be done at once. Expand only: builds that
-- do not know of it go on working.

-- Pairs still to be merged by the sweep; after a merge the names may point to médicos that are merged already.
create table fusoes_pendentes (
  medico_id uuid not null references medicos,
  outro_id uuid not null references medicos,
  notada_em timestamptz not null,
  primary key (medico_id, outro_id),
  check (medico_id < outro_id)
);
create index fusoes_pendentes_outro_idx on fusoes_pendentes (outro_id);
insert into interno.tabelas_da_julia values ('fusoes_pendentes');

create function interno.notar_fusao(p_um uuid, p_outro uuid, p_agora timestamptz) returns void
language sql volatile set search_path = public, interno, pg_temp as $$
  insert into fusoes_pendentes (medico_id, outro_id, notada_em) values (least(p_um, p_outro), greatest(p_um, p_outro), p_agora)
  on conflict do nothing
$$;

-- Two rows in flight cannot become one person's. And a turn that reserved or promised something is finished where it
-- began: a merge abandons the open turn of the conversation that ends, and nobody would tell the doctor.
create function interno.pode_mesclar(p_fica uuid, p_sai uuid) returns boolean
language sql volatile set search_path = public, interno, pg_temp as $$
  select not exists (
      select from mensagens where medico_id in (p_fica, p_sai) and status in ('enviando', 'incerta')
      group by instancia having count(*) > 1)
    and not exists (
      select from conversas c
        join turnos t on t.conversa_id = c.id and t.fechado_em is null
        join turno_efeitos e on e.turno_id = t.id and e.resultado ->> 'tipo' in ('reservada', 'agendado')
      where c.medico_id = p_sai and c.estado = 'ativa')
$$;

-- As before, and a merge that has to wait is made by the sweep: the doctor may never write under both names again.
create or replace function interno.unir_pessoa(
  p_ids uuid[], p_telefone text, p_lid text, p_nome text, p_agora timestamptz
) returns uuid
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_id uuid := p_ids[1];
begin
  if v_id is null then
    insert into medicos (nome, criado_em) values (p_nome, p_agora) returning id into v_id;
  elsif cardinality(p_ids) = 2 then
    if not pode_mesclar(v_id, p_ids[2]) then
      perform notar_fusao(v_id, p_ids[2], p_agora);
      return v_id;
    end if;
    perform mesclar_medicos(v_id, p_ids[2], p_agora);
  end if;
  update medicos set nome = p_nome where id = v_id and nome is null and p_nome is not null;
  insert into medico_aliases (tipo, valor, medico_id, visto_em)
    select tipo, valor, v_id, p_agora
    from (values ('telefone', p_telefone), ('lid', p_lid)) as a (tipo, valor) where valor is not null
    on conflict (tipo, valor) do update set visto_em = excluded.visto_em;
  return v_id;
end
$$;

-- As before, and a stored message that is told again under somebody else's name proves that the two are one: the
-- provider stores under the LID what its webhook told under the phone.
create or replace function interno.travar_pessoa_da_mensagem(p_telefone text, p_lid text, p_mensagem_id uuid)
returns uuid[]
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_ids uuid[] := travar_pessoa(p_telefone, p_lid);
  v_mensagem mensagens;
begin
  if p_mensagem_id is null then
    return v_ids;
  end if;
  if cardinality(v_ids) = 0 then
    -- No médico is locked yet, so the order of locks holds.
    v_mensagem := travar_envio(p_mensagem_id);
    return array[v_mensagem.medico_id];
  end if;
  -- A third médico cannot be locked any more; the sweep locks both.
  select * into v_mensagem from mensagens where id = p_mensagem_id;
  if not v_mensagem.medico_id = any (v_ids) then
    perform notar_fusao(v_ids[1], v_mensagem.medico_id, agora());
  end if;
  return v_ids;
end
$$;

-- As before, and a row of ours that came back under a name nobody knew was taken for another person's.
create or replace function interno.vincular(p_mensagem mensagens, p_id_provedor text, p_em timestamptz) returns void
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_outra mensagens;
begin
  if p_mensagem.id_provedor is not null then
    return;
  end if;
  select * into v_outra from mensagens where instancia = p_mensagem.instancia and id_provedor = p_id_provedor;
  if found then
    if v_outra.autor <> 'humano' then
      perform falhar('ID_PROVEDOR_DE_OUTRA_MENSAGEM', 'The provider id belongs to another message');
    end if;
    if v_outra.medico_id <> p_mensagem.medico_id then
      perform notar_fusao(v_outra.medico_id, p_mensagem.medico_id, agora());
    end if;
    perform desfazer_humano(v_outra, agora());
  end if;
  perform mover_mensagem(p_mensagem.id, 'enviada', p_id_provedor => p_id_provedor, p_em => p_em);
  perform aplicar_status_guardado(p_mensagem.id);
end
$$;

-- As before, and nothing proactive leaves to somebody whose other half may have opted out.
create or replace function interno.espera_na_fila(p_mensagem mensagens, p_agora timestamptz) returns text
language sql volatile set search_path = public, interno, pg_temp as $$
  select case
    when exists (select from mensagens where medico_id = p_mensagem.medico_id and instancia = p_mensagem.instancia
        and status in ('enviando', 'incerta') and id <> p_mensagem.id)
      then 'em_voo'
    when exists (select from mensagens where conversa_id = p_mensagem.conversa_id and ordem < p_mensagem.ordem
        and id <> p_mensagem.id and (
          status in ('enviando', 'incerta')
          or status = 'pendente' and not eh_proativo(tipo) and coalesce(agendar_para, '-infinity') <= p_agora))
      then 'parte_anterior'
    when eh_proativo(p_mensagem.tipo) and exists (
        select from fusoes_pendentes where p_mensagem.medico_id in (medico_id, outro_id))
      then 'fusao_pendente'
  end
$$;

-- Makes the merges that can be made now, the older médico stays. Waits for no médico: whoever is busy is left to the
-- next sweep, so the caller may hold nothing and lock more afterwards.
create function interno.mesclar_pendentes(p_agora timestamptz, p_limite int) returns int
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_par fusoes_pendentes;
  v_ids uuid[];
  v_travados int;
  v_total int := 0;
begin
  for v_par in select * from fusoes_pendentes order by notada_em limit p_limite for update skip locked loop
    v_ids := array(
      select id from medicos
      where id in (select coalesce(mesclado_com, id) from medicos where id in (v_par.medico_id, v_par.outro_id))
      order by criado_em, id);
    if cardinality(v_ids) = 2 then
      select count(*) into v_travados from (
        select from medicos where id = any (v_ids) and mesclado_com is null order by id
        for no key update skip locked) travados;
      continue when v_travados < 2 or not pode_mesclar(v_ids[1], v_ids[2]);
      perform mesclar_medicos(v_ids[1], v_ids[2], p_agora);
      v_total := v_total + 1;
    end if;
    delete from fusoes_pendentes where (medico_id, outro_id) = (v_par.medico_id, v_par.outro_id);
  end loop;
  return v_total;
end
$$;

-- As before, and first of all the merges that had to wait.
create or replace function public.varredura_varrer(p_limite int) returns jsonb
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_agora timestamptz := agora();
  v_id uuid;
  v_unidas int := mesclar_pendentes(v_agora, p_limite);
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
    'expiradas', v_expiradas, 'leasesDevolvidos', v_leases + v_soltas, 'pessoasUnidas', v_unidas);
end
$$;

-- The last statement of the last file of a release: a run that broke off before it is not taken for a whole one.
update configuracoes set versao_esquema = 6;

select interno.fechar_permissoes();
notify pgrst, 'reload schema';
