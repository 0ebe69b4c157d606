# Settings and secrets. A value never becomes an argument: arguments can be read by everybody on the machine.
# shellcheck shell=bash

# segredo <NAME>: from NAME_FILE or NAME; an empty file is no value.
segredo() {
  local arquivo=${1}_FILE valor=''
  if [ -n "${!arquivo:-}" ]; then
    [ -r "${!arquivo}" ] || morrer "$SAIDA_AMBIENTE" "Não consigo ler o segredo ${!arquivo}." "Rode ./julia init, que acerta as permissões."
    valor=$(cat "${!arquivo}")
  fi
  [ -n "$valor" ] || valor=${!1:-}
  printf '%s' "$valor"
}

tem_perfil() { [[ ",${COMPOSE_PROFILES:-}," = *",$1,"* ]]; }

repositorio_local() { [[ $RESTIC_REPOSITORY = /* ]]; }

# The repository and its password, in restic's own variables.
preparar_restic() {
  local senha
  export RESTIC_REPOSITORY=${RESTIC_REPOSITORY:-/repositorio}
  senha=$(segredo BACKUP_SENHA)
  [ "${#senha}" -ge 16 ] || morrer "$SAIDA_AMBIENTE" "BACKUP_SENHA falta ou tem menos de 16 caracteres." \
    "Gere com: openssl rand -hex 24. Guarde uma cópia fora deste servidor: sem ela não há restauração."
  case ${senha,,} in
    *changeme* | *senha* | *troque* | *xxxx* | *exemplo*) morrer "$SAIDA_AMBIENTE" "BACKUP_SENHA ainda é um exemplo." "Gere com: openssl rand -hex 24" ;;
  esac
  # Renamed into its place, as every file that the ledger and a backup read at the same time.
  printf '%s\n' "$senha" >"/tmp/senha-do-backup.$BASHPID"
  mv -f "/tmp/senha-do-backup.$BASHPID" /tmp/senha-do-backup
  export RESTIC_PASSWORD_FILE=/tmp/senha-do-backup RESTIC_CACHE_DIR=$ESTADO/cache TMPDIR
  mkdir -p "$RESTIC_CACHE_DIR" "$ESTADO/tmp"
  # All containers of ours have the same name, and their processes the same numbers.
  TMPDIR=$(mktemp -d "$ESTADO/tmp/XXXXXXXX")
  trap 'rm -rf "$TMPDIR"' EXIT
  exportar_segredo AWS_ACCESS_KEY_ID
  exportar_segredo AWS_SECRET_ACCESS_KEY
  exportar_segredo RESTIC_REST_USERNAME
  exportar_segredo RESTIC_REST_PASSWORD
}

exportar_segredo() {
  local valor
  valor=$(segredo "$1")
  if [ -n "$valor" ]; then export "$1=$valor"; else unset "$1"; fi
}

decodificar() {
  local texto=${1//\\/\\\\}
  printf '%b' "${texto//%/\\x}"
}

# servico_pg <name> <url>: an entry of libpq's service file, so that `psql service=name` carries no password.
servico_pg() {
  local nome=$1 resto=${2#*://} parametros='' credenciais='' maquina porta=5432 par
  export PGSERVICEFILE=${PGSERVICEFILE:-/tmp/pg_service.conf} PGAPPNAME=julia-backup PGCONNECT_TIMEOUT=10
  case $resto in *\?*) parametros=${resto#*\?} resto=${resto%%\?*} ;; esac
  case $resto in *@*) credenciais=${resto%@*} resto=${resto##*@} ;; esac
  maquina=${resto%%/*}
  case $maquina in
    \[*\]*) [[ $maquina != *]:* ]] || porta=${maquina##*:}; maquina=${maquina#\[}; maquina=${maquina%%\]*} ;;
    *:*) porta=${maquina##*:} maquina=${maquina%%:*} ;;
  esac
  [ "$porta" != 6543 ] || morrer "$SAIDA_AMBIENTE" "A porta 6543 do Supabase (modo transaction) não serve para cópias." \
    "Use a porta 5432 em SUPABASE_DB_URL (conexão direta ou modo session)."
  {
    printf '[%s]\nhost=%s\nport=%s\n' "$nome" "$maquina" "$porta"
    [[ $resto != */* ]] || printf 'dbname=%s\n' "$(decodificar "${resto#*/}")"
    [ -z "$credenciais" ] || printf 'user=%s\n' "$(decodificar "${credenciais%%:*}")"
    [[ $credenciais != *:* ]] || printf 'password=%s\n' "$(decodificar "${credenciais#*:}")"
    for par in ${parametros//&/ }; do
      case $par in sslmode=* | sslrootcert=* | options=* | target_session_attrs=*) printf '%s\n' "$(decodificar "$par")" ;; esac
    done
  } >>"$PGSERVICEFILE"
}

# The database addresses this container was given.
preparar_bancos() {
  local url
  url=$(segredo SUPABASE_DB_URL)
  [ -n "$url" ] || morrer "$SAIDA_AMBIENTE" "SUPABASE_DB_URL está em branco: sem ele não há o que copiar do banco." \
    "Preencha com o endereço de administração do banco (porta 5432) e rode ./julia init."
  export PGSERVICEFILE=/tmp/pg_service.conf.$BASHPID
  rm -f "$PGSERVICEFILE"
  servico_pg julia "$url"
  vizinho_pg evolution "$(segredo EVOLUTION_POSTGRES_PASSWORD)"
  vizinho_pg chatwoot "$(segredo CHATWOOT_POSTGRES_PASSWORD)"
  mv -f "$PGSERVICEFILE" /tmp/pg_service.conf
  PGSERVICEFILE=/tmp/pg_service.conf
}

# Both servers have a role and a database of their own name.
vizinho_pg() {
  printf '[%s]\nhost=%s-postgres\nport=5432\nuser=%s\ndbname=%s\npassword=%s\n' "$1" "$1" "$1" "$1" "$2" >>"$PGSERVICEFILE"
}

# Host, port, password and TLS of REDIS_URL, for redis-cli.
preparar_redis() {
  local url resto senha
  url=$(segredo REDIS_URL)
  url=${url:-redis://redis:6379/0}
  resto=${url#*://} senha=$(segredo REDIS_PASSWORD)
  REDIS_CLI=(redis-cli -e)
  [[ $url != rediss://* ]] || REDIS_CLI+=(--tls)
  case $resto in *@*) senha=$(decodificar "${resto%@*}") senha=${senha#*:} resto=${resto##*@} ;; esac
  resto=${resto%%/*}
  REDIS_CLI+=(-h "${resto%%:*}")
  [[ $resto != *:* ]] || REDIS_CLI+=(-p "${resto##*:}")
  if [ -n "$senha" ]; then export REDISCLI_AUTH=$senha; fi
}
