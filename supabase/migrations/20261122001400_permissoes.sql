-- Nobody but service_role reaches anything of ours, and nothing of anybody else is touched: the database may hold other
-- tables. A later migration that adds tables to `public` names them in `interno.tabelas_da_julia`; one that adds tables
-- or functions anywhere ends with `select interno.fechar_permissoes()`.
create table interno.tabelas_da_julia (nome text primary key);
insert into interno.tabelas_da_julia values
  ('auditoria'), ('chamadas_llm'), ('configuracoes'), ('conversas'), ('especialidades'), ('execucoes_jobs'), ('handoffs'),
  ('hospitais'), ('instancias'), ('medico_aliases'), ('medicos'), ('mensagens'), ('ofertas'), ('periodos'), ('quarentena'),
  ('relogio_teste'), ('setores'), ('status_pendentes'), ('textos_bloqueados'), ('turno_efeitos'), ('turno_passos'),
  ('turnos'), ('vaga_eventos'), ('vagas');

create function interno.fechar_permissoes() returns void
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_objeto regclass;
  v_funcao regprocedure;
begin
  for v_objeto in select to_regclass('public.' || quote_ident(nome)) from tabelas_da_julia
      where to_regclass('public.' || quote_ident(nome)) is not null loop
    execute format('alter table %s enable row level security', v_objeto);
    execute format('revoke all on table %s from public, anon, authenticated', v_objeto);
    execute format('grant select, insert, update, delete on table %s to service_role', v_objeto);
  end loop;
  -- The sequences behind the identity columns of these tables.
  for v_objeto in select d.objid::regclass from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S'
      join tabelas_da_julia t on d.refobjid = to_regclass('public.' || quote_ident(t.nome))
      where d.classid = 'pg_class'::regclass and d.deptype in ('i', 'a') loop
    execute format('revoke all on sequence %s from public, anon, authenticated', v_objeto);
    execute format('grant usage on sequence %s to service_role', v_objeto);
  end loop;
  -- Only our functions look into `interno`, so the search path that each of them sets tells them apart.
  for v_funcao in select p.oid::regprocedure from pg_proc p
      where p.pronamespace = 'public'::regnamespace
        and exists (select from unnest(p.proconfig) as c where c ~ '^search_path=.*\minterno\M') loop
    execute format('revoke execute on function %s from public, anon, authenticated', v_funcao);
    execute format('grant execute on function %s to service_role', v_funcao);
  end loop;

  revoke all on schema interno from public, anon, authenticated;
  revoke execute on all functions in schema interno from public, anon, authenticated;
  grant usage on schema public, interno to service_role;
  grant execute on all functions in schema interno to service_role;
end
$$;
select interno.fechar_permissoes();

-- PostgREST reads the schema once; without this it would not know the functions above.
notify pgrst, 'reload schema';
