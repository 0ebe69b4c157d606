-- Nobody but service_role reaches anything. A later migration that adds tables or functions ends with
-- `select interno.fechar_permissoes()`.
create function interno.fechar_permissoes() returns void
language plpgsql set search_path = public, interno, pg_temp as $$
declare
  v_tabela text;
begin
  for v_tabela in select tablename from pg_tables where schemaname = 'public' loop
    execute format('alter table public.%I enable row level security', v_tabela);
  end loop;
  revoke all on all tables in schema public from public, anon, authenticated;
  revoke all on all sequences in schema public from public, anon, authenticated;
  revoke execute on all functions in schema public from public, anon, authenticated;
  revoke all on schema interno from public, anon, authenticated;
  revoke execute on all functions in schema interno from public, anon, authenticated;

  grant usage on schema public, interno to service_role;
  grant select, insert, update, delete on all tables in schema public to service_role;
  grant usage on all sequences in schema public to service_role;
  grant execute on all functions in schema public to service_role;
  grant execute on all functions in schema interno to service_role;
end
$$;
select interno.fechar_permissoes();

-- PostgREST reads the schema once; without this it would not know the functions above.
notify pgrst, 'reload schema';
