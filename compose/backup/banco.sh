# Databases: a dump and, of the very same instant, rows and a checksum per table.
# shellcheck shell=bash

# Rendered the same on every server, whatever its settings.
readonly AJUSTES="set search_path = ''; set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set bytea_output = 'hex'; set extra_float_digits = 1; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0;"

# psql_de <service> <arguments…>: quiet, unaligned, fails on the first error.
psql_de() {
  local servico=$1
  shift
  psql --no-psqlrc --quiet --no-align --tuples-only --set ON_ERROR_STOP=1 --dbname "service=$servico" "$@"
}

# SQL whose result is one SELECT per table: name, rows and a sum that does not depend on their order.
impressao_sql() {
  cat <<SQL
select format('select %L, count(*), coalesce(sum((''x'' || substr(md5(t::text), 1, 16))::bit(64)::bigint::numeric), 0) from %s as t', tabela, tabela)
from ($(cat "$AQUI/sql/$1.sql")) as tabelas (tabela)
SQL
}

# banco_copiar <service> <list of tables> <folder> <pg_dump arguments…>: dados.dump and impressao.txt, both of one snapshot.
banco_copiar() {
  local servico=$1 lista=$2 pasta=$3
  shift 3
  mkdir -p "$pasta"
  {
    # shellcheck disable=SC2016 # psql sets FOTO for the script
    printf 'pg_dump --dbname service=%s --snapshot "$FOTO" --format custom --compress 0' "$servico"
    printf ' --no-owner --no-privileges --lock-wait-timeout 60s --file %q' "$pasta/dados.dump"
    if [ $# -gt 0 ]; then printf ' %q' "$@"; fi
    # Its advice on data-only dumps does not apply: the restore defers every constraint.
    printf ' 2>%q && touch %q || cat %q >&2\n' "$pasta/erros" "$pasta/ok" "$pasta/erros"
  } >"$pasta/pg_dump.sh"
  psql_de "$servico" <<SQL
$AJUSTES
begin isolation level repeatable read read only;
select pg_catalog.pg_export_snapshot() as foto \gset
\setenv FOTO :foto
\! bash '$pasta/pg_dump.sh'
\o '$pasta/impressao.txt'
$(impressao_sql "$lista") \gexec
\o
commit;
SQL
  [ -f "$pasta/ok" ] || morrer "$SAIDA_FALHA" "A cópia do banco $servico falhou (a causa está acima)."
  rm -f "$pasta/ok" "$pasta/erros" "$pasta/pg_dump.sh"
}

# Data only: the schema is what the migrations make, which also suits a Supabase whose roles are not ours.
banco_copiar_julia() {
  local pasta=$1 tabela argumentos=(--data-only)
  exigir_imagem_atual
  while read -r tabela; do argumentos+=(--table "$tabela"); done < <(psql_de julia --command "$(cat "$AQUI/sql/tabelas-julia.sql")")
  [ ${#argumentos[@]} -gt 1 ] || morrer "$SAIDA_FALHA" "O banco não tem tabelas da Júlia." "Aplique as migrações: docker compose up julia-migrate"
  banco_copiar julia tabelas-julia "$pasta" "${argumentos[@]}"
  psql_de julia --command "select nome || ' ' || sha256 from julia_migracoes.aplicadas where nome <> 'seed.sql' order by nome" >"$pasta/migracoes.txt"
  psql_de julia --command "select interno.id_da_chave(chave) from interno.chave_optout" >"$pasta/chave-id.txt"
}

# A database newer than this image may hold what the image does not know how to restore: better said today than on that day.
exigir_imagem_atual() {
  local nome soma
  [ "$(psql_de julia --command "select to_regclass('interno.optouts') is not null and to_regclass('julia_migracoes.aplicadas') is not null")" = t ] ||
    morrer "$SAIDA_FALHA" "O banco ainda não tem as migrações desta versão." "Aplique: docker compose up julia-migrate"
  while read -r nome soma; do
    conferir_migracao "$nome" "$soma"
  done < <(psql_de julia --command "select nome, sha256 from julia_migracoes.aplicadas where nome <> 'seed.sql'" --field-separator ' ')
}

conferir_migracao() {
  local arquivo=/julia/migrations/$1
  [ -f "$arquivo" ] || morrer "$SAIDA_FALHA" "A imagem de backup é mais velha que o banco: não conhece a migração $1." \
    "Atualize a imagem (docker compose build backup, ou JULIA_BACKUP_TAG no .env)."
  [ "$(sha256sum <"$arquivo" | cut -d' ' -f1)" = "$2" ] || morrer "$SAIDA_FALHA" "A migração $1 desta imagem difere da que o banco recebeu." \
    "Use a imagem de backup da mesma versão da Júlia."
}

# roteiro_de <dump> <pg_restore arguments…>: as SQL. pg_restore 17 begins with a setting that older servers refuse.
roteiro_de() {
  pg_restore --no-owner --no-privileges --file - "${@:2}" "$1" | sed '1,30{/^SET transaction_timeout/d}'
}

# banco_restaurar <service> <folder of the copy> <file: ledgers as a JSON array> <instant of the copy>: all in one transaction.
# On any failure, a difference to the manifest included, the database stays as it was.
banco_restaurar() {
  local servico=$1 pasta=$2 livros=$3 instante=$4 nome soma
  while read -r nome soma; do conferir_migracao "$nome" "$soma"; done <"$pasta/migracoes.txt"
  roteiro_de "$pasta/dados.dump" --data-only >"$pasta/dados.sql"
  sed 's/|/\t/g' "$pasta/impressao.txt" >"$pasta/esperado.tsv"
  {
    printf 'set client_min_messages = warning; set lock_timeout = %s; set statement_timeout = 0;\n' "'30s'"
    # The lock that migrations take.
    printf 'select pg_advisory_lock(5842001) \\g /dev/null\nbegin;\n'
    printf '\\i %s/sql/limpar.sql\n' "$AQUI"
    while read -r nome soma; do printf '\\i /julia/migrations/%s\n' "$nome"; done <"$pasta/migracoes.txt"
    printf '\\i %s/sql/registro.sql\n' "$AQUI"
    esquecer_na_supabase_cli "$pasta"
    printf '%s\n' "select format('truncate %s', string_agg(tabela, ', ')) from ($(cat "$AQUI/sql/tabelas-julia.sql")) as t (tabela) \\gexec"
    printf 'set session_replication_role = replica;\n\\i %s\nset session_replication_role = origin;\n' "$pasta/dados.sql"
    printf '%s\n' "$AJUSTES" 'create temp table esperado (tabela text, linhas bigint, soma numeric);' \
      'create temp table obtido (like esperado);' "\\copy pg_temp.esperado from '$pasta/esperado.tsv'"
    printf '%s \\gexec\n' "$(impressao_sql tabelas-julia | sed "s/^select format('select/select format('insert into pg_temp.obtido select/")"
    printf 'set search_path = pg_temp, public;\n\\i %s/sql/conferir.sql\nset search_path = public;\n' "$AQUI"
    # shellcheck disable=SC2016 # psql runs cat
    printf '\\set livros `cat %q`\n' "$livros"
    printf "select interno.preparar_banco_restaurado(:'instante', :'livros', 'restore');\ncommit;\n"
  } >"$pasta/restaurar.sql"
  psql_de "$servico" --set "instante=$instante" --file "$pasta/restaurar.sql"
}

# The Supabase CLI keeps its own list of what was applied, and `julia-migrate` believes it.
esquecer_na_supabase_cli() {
  local arquivo versoes=''
  for arquivo in /julia/migrations/*.sql; do
    grep -q "^$(basename "$arquivo") " "$1/migracoes.txt" && continue
    versoes+="${versoes:+,}'$(basename "$arquivo" | cut -d_ -f1)'"
  done
  [ -n "$versoes" ] || return 0
  cat <<SQL
do \$\$ begin
  if to_regclass('supabase_migrations.schema_migrations') is not null then
    delete from supabase_migrations.schema_migrations where version in ($versoes);
  end if;
end \$\$;
SQL
}

# The key in a copy, to make the ledger of another database comparable. Hex.
chave_da_copia() {
  pg_restore --data-only --schema interno --table chave_optout --file - "$1/dados.dump" | sed -n 's/^t\t\\\\x\([0-9a-f]*\)$/\1/p'
}
