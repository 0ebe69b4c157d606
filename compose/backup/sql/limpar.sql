-- Removes what Júlia's migrations made, so that they can run again; what others have in this database stays. Inside the
-- transaction of the restore. A foreign object that depends on ours makes the restore fail instead of being dropped.
do $$
declare
  v_funcao regprocedure;
  v_tabelas text;
begin
  if to_regclass('interno.tabelas_da_julia') is not null then
    select string_agg(format('public.%I', nome), ', ') into v_tabelas
      from interno.tabelas_da_julia where to_regclass(format('public.%I', nome)) is not null;
    for v_funcao in
      select p.oid::regprocedure from pg_proc p
      where p.pronamespace = 'public'::regnamespace
        and exists (select from unnest(p.proconfig) as c where c ~ '^search_path=.*\minterno\M')
    loop
      execute format('drop function if exists %s cascade', v_funcao);
    end loop;
    execute 'drop schema interno cascade';
    if v_tabelas is not null then
      execute 'drop table ' || v_tabelas;
    end if;
  end if;
  drop schema if exists julia_migracoes cascade;
end
$$;
