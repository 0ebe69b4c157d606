#!/bin/bash
# Runs once, when the data folder is made: what a Supabase project brings before the first migration.
set -eu

# postgres://authenticator:<password>@host/...; the password is read from here, so that there is one place that holds it.
credenciais=${BANCO_POSTGREST_URL#*://}
credenciais=${credenciais%%@*}
case $credenciais in
  authenticator:?*) ;;
  *)
    echo 'BANCO_POSTGREST_URL precisa ser postgres://authenticator:<senha>@banco-postgres:5432/postgres' >&2
    exit 78
    ;;
esac

psql -v ON_ERROR_STOP=1 -v senha="${credenciais#*:}" -U postgres -d postgres <<'SQL'
create role anon nologin;
create role authenticated nologin;
create role service_role nologin bypassrls;
create role authenticator noinherit login password :'senha';
grant anon, authenticated, service_role to authenticator;
-- As Supabase: nobody's query runs for ever.
alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '30s';
alter role authenticator set lock_timeout = '8s';

create schema extensions;
grant usage on schema public, extensions to anon, authenticated, service_role;
-- Only who owns the database makes tables.
revoke create on schema public from public;

-- PostgREST reads the schema once and again when told, so every change tells it.
create function extensions.avisar_postgrest() returns event_trigger language plpgsql as $$
begin
  notify pgrst, 'reload schema';
end $$;
create event trigger avisar_postgrest on ddl_command_end execute function extensions.avisar_postgrest();
create event trigger avisar_postgrest_remocao on sql_drop execute function extensions.avisar_postgrest();
SQL
