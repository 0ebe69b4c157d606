# Redis, Evolution and Chatwoot: what the deployment has beside our own database.
# shellcheck shell=bash

readonly VOLUMES=/volumes

# Before the database: whatever leaves the queue meanwhile is in the database's later snapshot, never in neither of them.
redis_copiar() {
  mkdir -p "$1"
  preparar_redis
  "${REDIS_CLI[@]}" --rdb "$1/dump.rdb" >"$1/registro.txt" 2>&1 || {
    cat "$1/registro.txt" >&2
    morrer "$SAIDA_FALHA" "A cópia do Redis falhou (a causa está acima)."
  }
  rm -f "$1/registro.txt"
  redis-check-rdb "$1/dump.rdb" >/dev/null || morrer "$SAIDA_FALHA" "A cópia do Redis saiu danificada."
}

# Redis loads an RDB file as the base of its append-only file; beside appendonly yes, a bare dump.rdb would be ignored.
redis_restaurar() {
  local destino=$VOLUMES/evolution_redis dono
  dono=$(stat -c %u:%g "$destino")
  [ "$dono" != 0:0 ] || dono=999:999
  find "$destino" -mindepth 1 -delete
  mkdir "$destino/appendonlydir"
  cp "$1/dump.rdb" "$destino/appendonlydir/appendonly.aof.1.base.rdb"
  printf 'file appendonly.aof.1.base.rdb seq 1 type b\n' >"$destino/appendonlydir/appendonly.aof.manifest"
  chmod 0700 "$destino/appendonlydir"
  chown -R "$dono" "$destino"
}

# vizinho_no_ar <name>
vizinho_no_ar() { pg_isready --quiet --timeout 5 --dbname "service=$1"; }

vizinho_copiar() {
  vizinho_no_ar "$1" || morrer "$SAIDA_FALHA" "O Postgres de $1 não responde." "docker compose logs --tail 50 $1-postgres; sem $1, tire o perfil do .env."
  banco_copiar "$1" tabelas-vizinho "$2"
}

vizinho_restaurar() {
  local nome=$1 pasta=$2
  vizinho_no_ar "$nome" || morrer "$SAIDA_FALHA" "O Postgres de $nome não responde." "docker compose up -d $nome-postgres"
  vizinho_recriar "$nome" "$nome"
  roteiro_de "$pasta/dados.dump" | psql_de "$nome" --single-transaction >/dev/null
  impressao_comparar "$nome" tabelas-vizinho "$pasta"
}

# vizinho_recriar <service> <database>: dropped and made again, from the server's maintenance database.
vizinho_recriar() {
  psql_de "$1 dbname=postgres" --command "drop database if exists \"$2\" with (force)" --command "create database \"$2\""
}

impressao_comparar() {
  {
    printf '%s\n\\pset fieldsep |\n' "$AJUSTES"
    printf '%s \\gexec\n' "$(impressao_sql "$2")"
  } | psql_de "$1" >"$3/obtido.txt"
  diff "$3/impressao.txt" "$3/obtido.txt" >&2 || morrer "$SAIDA_FALHA" "O banco restaurado de $1 difere do manifesto."
}

# The volumes of the profiles that are on.
volumes_da_copia() {
  if tem_perfil evolution; then printf '%s\n' "$VOLUMES/evolution_instances"; fi
  if tem_perfil chatwoot; then printf '%s\n' "$VOLUMES/chatwoot_storage"; fi
}

# What ./julia wrote down of the installation: settings without secrets, version, rollouts.
instalacao_copiar() {
  mkdir -p "$1"
  if [ -d /instalacao ]; then cp -r /instalacao/. "$1/"; fi
}
