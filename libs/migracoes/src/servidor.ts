/**
 * What Supabase brings before the first migration, for a Postgres that is not Supabase's. Roles belong to the server, so
 * two databases may race for them.
 */
export const preparacaoDoServidor = `
  do $$
  declare papel text;
  begin
    if exists (select from pg_roles where rolname = 'supabase_admin') then
      return;
    end if;
    foreach papel in array array['anon', 'authenticated', 'service_role'] loop
      begin
        execute format('create role %I nologin %s', papel,
          case papel when 'service_role' then 'bypassrls' else '' end);
      exception when duplicate_object or unique_violation then null;
      end;
    end loop;
    create schema if not exists extensions;
    grant usage on schema public, extensions to anon, authenticated, service_role;
  end $$;
`;
