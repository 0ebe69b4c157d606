# Secret files for Compose. The folder is closed to everybody but its owner (0700); the files inside are 0644, because each
# container runs as its own user (65532, postgres', redis') and sees only the files that are mounted into it.
# shellcheck shell=bash

readonly PASTA_SEGREDOS=$JULIA_RAIZ/segredos

# Files of compose/ that mount secrets: segredos.yaml, and <x>-segredos.yaml for every <x>.yaml in COMPOSE_FILE.
arquivos_com_segredos() {
  local item base
  [ ! -f "$JULIA_RAIZ/compose/segredos.yaml" ] || printf 'compose/segredos.yaml\n'
  item=$(env_efetivo COMPOSE_FILE)
  for item in ${item//:/ }; do
    base=${item%.yaml}
    [[ $base != *segredos ]] && [ -f "$JULIA_RAIZ/$base-segredos.yaml" ] || continue
    printf '%s\n' "$base-segredos.yaml"
  done
}

# Names of the files they mount, such as anthropic_api_key.
nomes_dos_segredos() {
  local arquivo
  for arquivo in $(arquivos_com_segredos); do
    sed -n 's|.*\.\./segredos/\([a-z0-9_]*\).*|\1|p' "$JULIA_RAIZ/$arquivo"
  done | sort -u
}

# segredo_em_arquivo <NAME>: is there a file with something in it?
segredo_em_arquivo() { [ -s "$PASTA_SEGREDOS/${1,,}" ]; }

# segredo_valor <NAME>: from the file if there is one, else from .env. For handing on through a pipe, never to print.
segredo_valor() {
  if segredo_em_arquivo "$1"; then
    tr -d '\r\n' <"$PASTA_SEGREDOS/${1,,}"
  else
    env_efetivo "$1" | tr -d '\n'
  fi
}

usa_arquivos_de_segredo() { [[ :$(env_efetivo COMPOSE_FILE): = *:compose/segredos.yaml:* ]]; }

# segredo_gravar <NAME> <value>: into its file if files are in use, else into .env.
segredo_gravar() {
  if usa_arquivos_de_segredo && nomes_dos_segredos | grep -x -- "${1,,}" >/dev/null; then
    abrir_pasta_segredos
    escrever_segredo "${1,,}" "$2"
  else
    env_gravar "$1=$2"
  fi
}

abrir_pasta_segredos() {
  mkdir -p "$PASTA_SEGREDOS"
  if [ ! -O "$PASTA_SEGREDOS" ] && [ "$(id -u)" != 0 ]; then
    retomar_pasta "$PASTA_SEGREDOS" || morrer "$SAIDA_FALHA" "A pasta segredos pertence a outra pessoa." "sudo chown -R $(id -u):$(id -g) segredos"
  fi
  chmod 700 "$PASTA_SEGREDOS"
}

# retomar_pasta <folder>: one left by root, with what lies in it, taken back through a throw-away container, since we may not be
# root ourselves.
retomar_pasta() {
  local imagem
  imagem=$(imagem_nossa_local) || return 1
  docker run --rm --network none --user 0:0 --entrypoint node -v "$1:/s" "$imagem" -e \
    "const f=require('fs');for(const n of ['',...f.readdirSync('/s')])f.chownSync('/s/'+n,$(id -u),$(id -g))"
}

# escrever_segredo <file> <value>
escrever_segredo() { preparar_segredo "$1" "$2" && assentar_segredo "$1"; }

# A finished file beside the others, to be renamed. Used in conditions, where `set -e` sleeps.
preparar_segredo() {
  local novo=$PASTA_SEGREDOS/.novo.$1
  rm -f -- "$novo" && printf '%s' "$2" >"$novo" && chmod 644 "$novo" && descarregar_no_disco "$novo"
}

assentar_segredo() { mv -f -- "$PASTA_SEGREDOS/.novo.$1" "$PASTA_SEGREDOS/$1"; }

# Blank wherever it is kept.
segredo_apagar() {
  if [ -e "$PASTA_SEGREDOS/${1,,}" ]; then
    abrir_pasta_segredos
    escrever_segredo "${1,,}" ''
  fi
  if [ -n "$(env_ler "$1")" ]; then env_gravar "$1="; fi
}

# Moves what .env still holds. Every file is written beside its place first; then come only renames and the blank lines in .env,
# because services refuse a secret that is in both. A kill in between loses nothing, and the next run finishes. Every file exists
# afterwards, empty if there is no value: Compose cannot mount what is not there.
passar_segredos_para_arquivos() {
  local arquivo nomes codigo=0
  nomes=$(nomes_dos_segredos)
  if [ -z "$nomes" ]; then
    dizer "Este pacote não traz compose/segredos.yaml: os segredos ficam no .env."
    return 0
  fi
  for arquivo in $nomes; do
    # shellcheck disable=SC2016 # a literal ${ is looked for
    case $(env_ler "${arquivo^^}") in
      *'${'*) morrer "$SAIDA_FALHA" "${arquivo^^} usa outra variável (\${…}) no .env." "Escreva o valor inteiro: um arquivo de segredo não é interpolado." ;;
    esac
  done
  abrir_pasta_segredos
  rm -f -- "$PASTA_SEGREDOS"/.novo.*
  SEGREDOS_MOVIDOS=()
  # shellcheck disable=SC2086 # one name a word
  mover_segredos $nomes || codigo=1
  # Also after a failure: what has its file by now must not stay here too.
  [ ${#SEGREDOS_MOVIDOS[@]} -eq 0 ] || env_gravar "${SEGREDOS_MOVIDOS[@]/%/=}"
  if [ "$codigo" -ne 0 ]; then
    rm -f -- "$PASTA_SEGREDOS"/.novo.*
    morrer "$SAIDA_FALHA" "Não consegui escrever em ./segredos." "Há espaço em disco (df -h .)? A pasta é sua (ls -ld segredos)? Corrija e repita."
  fi
  [ ${#SEGREDOS_MOVIDOS[@]} -eq 0 ] || dizer "Passados para ./segredos: ${SEGREDOS_MOVIDOS[*]}."
}

# mover_segredos <file…>: names of the variables whose files took their place end in SEGREDOS_MOVIDOS. Called in a condition,
# where `set -e` sleeps: every step says for itself that it failed.
SEGREDOS_MOVIDOS=()
mover_segredos() {
  local arquivo valor vazios=() cheios=()
  for arquivo in "$@"; do
    valor=$(env_ler "${arquivo^^}") || return 1
    if [ -n "$valor" ]; then
      cheios+=("$arquivo")
    elif [ ! -e "$PASTA_SEGREDOS/$arquivo" ]; then
      vazios+=("$arquivo")
    else
      # Somebody else's file is as its owner wanted it.
      if [ -O "$PASTA_SEGREDOS/$arquivo" ] || [ "$(id -u)" = 0 ]; then chmod 644 "$PASTA_SEGREDOS/$arquivo" || return 1; fi
      continue
    fi
    preparar_segredo "$arquivo" "$valor" || return 1
  done
  for arquivo in "${vazios[@]}"; do assentar_segredo "$arquivo" || return 1; done
  for arquivo in "${cheios[@]}"; do
    assentar_segredo "$arquivo" || return 1
    SEGREDOS_MOVIDOS+=("${arquivo^^}")
  done
}

# One of our images that is already on this machine.
imagem_nossa_local() {
  local servico nome etiqueta
  command -v docker >/dev/null 2>&1 || return 1
  for servico in API WORKER SCHEDULER; do
    nome=$(env_efetivo "JULIA_${servico}_IMAGE" "julia-${servico,,}")
    etiqueta=$(env_efetivo "JULIA_${servico}_TAG" latest)
    if docker image inspect "$nome:$etiqueta" >/dev/null 2>&1; then
      printf '%s\n' "$nome:$etiqueta"
      return 0
    fi
  done
  return 1
}

# Reads one file as the services' user, when an image is at hand: SELinux or a strange file system shows up here, not at start.
conferir_leitura_dos_segredos() {
  local imagem arquivo
  arquivo=$(nomes_dos_segredos | head -n 1)
  [ -n "$arquivo" ] || return 0
  imagem=$(imagem_nossa_local) || return 0
  docker run --rm --network none --read-only --cap-drop ALL --user 65532:65532 --entrypoint node \
    -v "$PASTA_SEGREDOS/$arquivo:/run/secrets/$arquivo:ro" "$imagem" -e "require('fs').readFileSync('/run/secrets/$arquivo')" \
    >/dev/null 2>&1 || morrer "$SAIDA_FALHA" "Os contêineres não conseguem ler ./segredos." \
    "Com SELinux: sudo chcon -Rt container_file_t segredos. A pasta está num disco local?"
}

# Secrets that a deployment may do without, and so may be taken away again.
segredos_opcionais() {
  printf '%s\n' EVOLUTION_WEBHOOK_TOKEN_ANTERIOR CHATWOOT_API_KEY SLACK_WEBHOOK_URL ALERTAS_WEBHOOK_URL AWS_SECRET_ACCESS_KEY \
    RESTIC_REST_PASSWORD BACKUP_SSH_CHAVE BACKUP_SSH_MAQUINA
}

# Every secret that .env may hold.
nomes_secretos_do_env() {
  printf '%s\n' SUPABASE_SERVICE_KEY SUPABASE_DB_URL ANTHROPIC_API_KEY EVOLUTION_API_KEY EVOLUTION_WEBHOOK_TOKEN \
    EVOLUTION_WEBHOOK_TOKEN_ANTERIOR JULIA_API_TOKEN JULIA_JOBS_TOKEN REDIS_PASSWORD EVOLUTION_POSTGRES_PASSWORD CHATWOOT_POSTGRES_PASSWORD \
    CHATWOOT_SECRET_KEY_BASE CHATWOOT_API_KEY SLACK_WEBHOOK_URL GRAFANA_SENHA BACKUP_SENHA
}
