-- What this database has until now, before a restore takes it away (esquecer_na_supabase_cli).
create temp table migracoes_de_antes (nome text) on commit drop;
do $$
begin
  if to_regclass('julia_migracoes.aplicadas') is not null then
    insert into pg_temp.migracoes_de_antes select nome from julia_migracoes.aplicadas;
  end if;
end
$$;
