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

# Data only: the schema is what the migrations make, which also suits a Supabase whose roles are not ours. The copy carries them,
# so that an image of any release can restore it.
banco_copiar_julia() {
  local pasta=$1 tabela argumentos=(--data-only)
  mkdir -p "$pasta"
  exigir_banco_migrado
  migracoes_aplicadas >"$pasta/migracoes.txt"
  migracoes_guardar "$pasta"
  while read -r tabela; do argumentos+=(--table "$tabela"); done < <(psql_de julia --command "$(cat "$AQUI/sql/tabelas-julia.sql")")
  [ ${#argumentos[@]} -gt 1 ] || morrer "$SAIDA_FALHA" "O banco não tem tabelas da Júlia." "Aplique as migrações: docker compose up julia-migrate"
  banco_copiar julia tabelas-julia "$pasta" "${argumentos[@]}"
  migracoes_aplicadas | cmp -s - "$pasta/migracoes.txt" || morrer "$SAIDA_FALHA" "O banco recebeu migrações durante a cópia." "Repita a cópia."
  psql_de julia --command "select interno.id_da_chave(chave) from interno.chave_optout" >"$pasta/chave-id.txt"
}

exigir_banco_migrado() {
  [ "$(psql_de julia --command "select to_regclass('interno.optouts') is not null and to_regclass('julia_migracoes.aplicadas') is not null")" = t ] ||
    morrer "$SAIDA_FALHA" "O banco ainda não tem as migrações desta versão." "Aplique: docker compose up julia-migrate"
}

# Name and checksum of each, in order.
migracoes_aplicadas() {
  psql_de julia --command "select nome || ' ' || sha256 from julia_migracoes.aplicadas where nome <> 'seed.sql' order by nome"
}

# Where migrations are looked for: those of the api that runs here (./julia brings them), then those of this image. The database
# may have received some that the image is too old for.
MIGRACOES=(/migracoes /julia/migrations)

# migracao_em <name> <checksum> <folder…>: path of that very file, in the first folder that has it.
migracao_em() {
  local nome=$1 soma=$2 pasta outra=''
  shift 2
  for pasta in "$@"; do
    [ -f "$pasta/$nome" ] || continue
    if [ "$(sha256sum <"$pasta/$nome" | cut -d' ' -f1)" = "$soma" ]; then
      printf '%s\n' "$pasta/$nome"
      return 0
    fi
    outra=sim
  done
  [ -z "$outra" ] || morrer "$SAIDA_FALHA" "A migração $nome que há aqui difere da que o banco recebeu." \
    "Use a imagem de backup da versão da Júlia que a aplicou."
  morrer "$SAIDA_FALHA" "Não encontro a migração $nome, que o banco recebeu." \
    "Rode ./julia backup, que a traz da imagem da api, ou atualize a imagem de backup (docker compose build backup)."
}

# migracoes_guardar <folder of the copy>: what its migracoes.txt names. A copy that could not be restored is better refused
# today than found out on that day.
migracoes_guardar() {
  local nome soma arquivo
  mkdir -p "$1/migracoes"
  while read -r nome soma; do
    arquivo=$(migracao_em "$nome" "$soma" "${MIGRACOES[@]}") || exit
    cp -- "$arquivo" "$1/migracoes/$nome"
  done <"$1/migracoes.txt"
}

# roteiro_de <dump> <pg_restore arguments…>: as SQL. pg_restore 17 begins with a setting that older servers refuse.
roteiro_de() {
  pg_restore --no-owner --no-privileges --file - "${@:2}" "$1" | sed '1,30{/^SET transaction_timeout/d}'
}

# banco_restaurar <service> <folder of the copy> <file: ledgers as a JSON array> <instant of the copy>: all in one transaction.
# On any failure, a difference to the manifest included, the database stays as it was.
banco_restaurar() {
  local servico=$1 pasta=$2 livros=$3 instante=$4 nome soma arquivo migracoes=()
  # Copies of before carry none.
  while read -r nome soma; do
    arquivo=$(migracao_em "$nome" "$soma" "$pasta/migracoes" "${MIGRACOES[@]}") || exit
    migracoes+=("$arquivo")
  done <"$pasta/migracoes.txt"
  roteiro_de "$pasta/dados.dump" --data-only >"$pasta/dados.sql"
  sed 's/|/\t/g' "$pasta/impressao.txt" >"$pasta/esperado.tsv"
  {
    printf 'set client_min_messages = warning; set lock_timeout = %s; set statement_timeout = 0;\n' "'30s'"
    # The lock that migrations take.
    printf 'select pg_advisory_lock(5842001) \\g /dev/null\nbegin;\n'
    printf '\\i %s/sql/%s.sql\n' "$AQUI" migracoes-de-antes "$AQUI" limpar
    printf '\\i %s\n' "${migracoes[@]}"
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

# The Supabase CLI keeps its own list of what was applied, and `julia-migrate` believes it. What is newer than the copy comes off
# it: what this database had until now (sql/migracoes-de-antes.sql), and what is known here.
esquecer_na_supabase_cli() {
  local arquivo pasta
  for pasta in "${MIGRACOES[@]}"; do
    for arquivo in "$pasta"/*.sql; do
      [ -f "$arquivo" ] || continue
      printf "insert into pg_temp.migracoes_de_antes values ('%s');\n" "$(basename "$arquivo")"
    done
  done
  sed -n "s/^\([^ ]*\) .*/delete from pg_temp.migracoes_de_antes where nome = '\1';/p" "$1/migracoes.txt"
  cat <<'SQL'
do $$ begin
  if to_regclass('supabase_migrations.schema_migrations') is not null then
    delete from supabase_migrations.schema_migrations
      where version in (select split_part(nome, '_', 1) from pg_temp.migracoes_de_antes);
  end if;
end $$;
SQL
}

# The key in a copy, to make the ledger of another database comparable. Hex.
chave_da_copia() {
  pg_restore --data-only --schema interno --table chave_optout --file - "$1/dados.dump" | sed -n 's/^t\t\\\\x\([0-9a-f]*\)$/\1/p'
}
