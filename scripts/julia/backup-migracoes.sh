# What a backup takes from this installation's folder: the migrations of the api that runs, because the image that makes the
# backups may be older than the database, and the folders that Compose mounts.
# shellcheck shell=bash

carregar segredos

backup_em_uso() {
  [[ ,$(env_efetivo COMPOSE_PROFILES), = *,backup,* || :$(env_efetivo COMPOSE_FILE): = *:compose/backup.yaml:* ]]
}

# Before Compose mounts them: the engine would make them as root, and nobody else could write there. Fails with a remedy shown.
backup_criar_pastas() {
  local nome pasta codigo=0
  for nome in instalacao metricas migracoes; do
    pasta=$JULIA_RAIZ/.julia/$nome
    if mkdir -p "$pasta" && { [ -w "$pasta" ] || retomar_pasta "$pasta"; }; then continue; fi
    erro "Não posso escrever em .julia/$nome."
    erro "  → sudo chown -R $(id -u):$(id -g) .julia/$nome"
    codigo=1
  done
  # Containers read these as users of their own, whatever the umask of who calls.
  for pasta in "$JULIA_RAIZ/.julia/metricas" "$JULIA_RAIZ/.julia/migracoes"; do
    if [ -O "$pasta" ]; then chmod 755 "$pasta" || codigo=1; fi
  done
  return "$codigo"
}

# The image that the .env names for the api.
backup_imagem_da_api() {
  printf '%s:%s\n' "$(env_efetivo JULIA_API_IMAGE julia-api)" "$(env_efetivo JULIA_API_TAG latest)"
}

# backup_levar_migracoes <api image> [sempre]: its migrations into .julia/migracoes, where backups look first. Never fatal. Does
# nothing where the deployment makes no backups by itself, unless told "sempre".
backup_levar_migracoes() {
  [ "${2:-}" = sempre ] || backup_em_uso || return 0
  backup_copiar_migracoes "$1" ||
    erro "Aviso: as migrações de $1 não chegaram ao backup. Se a próxima cópia as pedir, rode ./julia backup."
}

# Called in a condition, where `set -e` sleeps: every step says for itself that it failed.
# File by file into the folder that is there: a container that runs has mounted that very folder and would not see another one
# in its place. What an earlier image brought stays, because after a rollback the database still has it.
backup_copiar_migracoes() {
  local destino=$JULIA_RAIZ/.julia/migracoes nova conteiner saida codigo=0
  docker image inspect "$1" >/dev/null 2>&1 || return 1
  backup_criar_pastas || [ -w "$destino" ] || return 1
  # What a run that was killed left behind; not what another one is filling right now.
  find "$JULIA_RAIZ/.julia" -maxdepth 1 -name 'migracoes.nova.*' -mmin +60 -exec rm -rf {} + || return 1
  nova=$(mktemp -d "$destino.nova.XXXXXX") || return 1
  mostrar_linha "docker cp $1:/app/supabase/migrations .julia/migracoes"
  if conteiner=$(docker create --network none "$1"); then
    saida=$(docker cp "$conteiner:/app/supabase/migrations/." "$nova" 2>&1) && mv -f -- "$nova"/*.sql "$destino/" || codigo=1
    [ "$codigo" -eq 0 ] || erro "$saida"
    docker rm -f "$conteiner" >/dev/null || true
  else
    codigo=1
  fi
  rm -rf -- "$nova"
  return "$codigo"
}
