# Docker and Compose. Works with Docker 20.10.10 and Compose 2.0: no `ps --format` template, no `--wait`, no JSON to parse.
# shellcheck shell=bash

declare -gA COMPOSE_JA_MOSTRADA=()

mostrar_linha() { printf '%s$ %s%s\n' "$COR_COMANDO" "$1" "$COR_ERRO_FIM" >&2; }

# The words as they could be typed into a shell.
como_digitado() {
  local palavra saida=''
  for palavra in "$@"; do
    case $palavra in
      '' | *[!A-Za-z0-9_./:@,+=%-]*) printf -v palavra '%q' "$palavra" ;;
    esac
    saida+=" $palavra"
  done
  printf '%s' "${saida# }"
}

# compose [NAME=value…] <arguments>: prints the exact line, then runs it. Leading NAME=value words are set for that line only.
compose() {
  local ambiente=()
  while [[ ${1:-} =~ ^[A-Z_][A-Z0-9_]*= ]]; do
    ambiente+=("$1")
    shift
  done
  exigir_docker
  mostrar_linha "$(como_digitado "${ambiente[@]}" docker compose "$@")"
  if [ ${#ambiente[@]} -gt 0 ]; then env "${ambiente[@]}" docker compose "$@"; else docker compose "$@"; fi
}

# The same for lines that only read and may run in a loop: each distinct line is printed once.
compose_ler() {
  local linha
  exigir_docker
  linha=$(como_digitado docker compose "$@")
  if [ -z "${COMPOSE_JA_MOSTRADA[$linha]:-}" ]; then
    COMPOSE_JA_MOSTRADA[$linha]=1
    mostrar_linha "$linha"
  fi
  docker compose "$@"
}

exigir_docker() {
  command -v docker >/dev/null 2>&1 || morrer "$SAIDA_AMBIENTE" "Não encontrei o docker." \
    "Instale o Docker Engine 20.10.10 ou mais novo com o Compose 2: https://docs.docker.com/engine/install/"
}

# Called in the main shell by commands that need a running engine, so that a dead one is said once and clearly.
exigir_motor() {
  exigir_docker
  docker info --format '{{.ServerVersion}}' >/dev/null 2>&1 || morrer "$SAIDA_AMBIENTE" "O Docker não responde." \
    "Ele está rodando? sudo systemctl start docker. Você pode usá-lo? sudo usermod -aG docker \"\$USER\" e entre de novo."
}

projeto() { env_efetivo COMPOSE_PROJECT_NAME julia; }

# Ids of a service's containers, running or not, newest first; `docker compose run` containers do not count.
conteineres_de() {
  docker ps -aq --no-trunc --filter "label=com.docker.compose.project=$(projeto)" \
    --filter "label=com.docker.compose.service=$1" --filter 'label=com.docker.compose.oneoff=False'
}

# Names of the services that have containers in this project.
servicos_existentes() {
  docker ps -a --filter "label=com.docker.compose.project=$(projeto)" --filter 'label=com.docker.compose.oneoff=False' \
    --format '{{.Label "com.docker.compose.service"}}' | sort -u
}

# estado_de <container id>: status|health|exit code|restarts|started at|image|version label|out of memory. Health is "-" without a check.
estado_de() {
  docker inspect --format '{{.State.Status}}|{{if .State.Health}}{{.State.Health.Status}}{{else}}-{{end}}|{{.State.ExitCode}}|{{.RestartCount}}|{{.State.StartedAt}}|{{.Config.Image}}|{{index .Config.Labels "org.opencontainers.image.version"}}|{{.State.OOMKilled}}' "$1"
}

# Output of the last health check of a container, in one line.
ultima_saude() {
  docker inspect --format '{{if .State.Health}}{{range .State.Health.Log}}{{.Output}}{{"\x00"}}{{end}}{{end}}' "$1" 2>/dev/null |
    tr '\000\n' '\n ' | sed '/^ *$/d' | tail -n 1 | cut -c 1-500
}

# explicar_falha <service> [lines] [container]: state, last health output and last log lines of a service, and a hint.
explicar_falha() {
  local servico=$1 linhas=${2:-50} id estado saude codigo reinicios desde imagem versao sem_memoria texto
  id=${3:-$(conteineres_de "$servico" | head -n 1)}
  if [ -z "$id" ]; then
    dizer "$servico: não chegou a ser criado."
    return 0
  fi
  IFS='|' read -r estado saude codigo reinicios desde imagem versao sem_memoria < <(estado_de "$id")
  : "$desde" "$imagem" "$versao"
  titulo "$servico: $(estado_em_portugues "$estado" "$saude" "$codigo"), $reinicios reinício(s)"
  texto=$(ultima_saude "$id")
  [ -z "$texto" ] || dizer "  Última verificação de saúde: $texto"
  dizer "  Últimas linhas do log (docker compose logs --tail $linhas $servico):"
  texto=$(docker logs --tail "$linhas" "$id" 2>&1 || true)
  printf '%s\n' "$texto" | sed 's/^/    /'
  dizer "  → $(dica_de "$codigo" "$sem_memoria" "$texto")"
}

estado_em_portugues() {
  case $1/$2 in
    running/healthy) printf 'saudável' ;;
    running/starting) printf 'iniciando' ;;
    running/unhealthy) printf 'no ar, sem saúde' ;;
    running/*) printf 'no ar' ;;
    exited/*) if [ "$3" = 0 ]; then printf 'terminou'; else printf 'parou com código %s' "$3"; fi ;;
    restarting/*) printf 'reiniciando sem parar (código %s)' "$3" ;;
    created/*) printf 'criado, não iniciado' ;;
    paused/*) printf 'pausado' ;;
    dead/*) printf 'morto' ;;
    *) printf '%s' "$1" ;;
  esac
}

# dica_de <exit code> <out of memory> <log text>: the first thing to try.
dica_de() {
  if [ "$2" = true ]; then
    printf 'Faltou memória para este contêiner: aumente o limite dele no .env ou use uma máquina maior.'
    return
  fi
  case $3 in
    *ECONNREFUSED*6379* | *ECONNREFUSED*redis* | *NOAUTH* | *WRONGPASS*)
      printf 'Não alcança o Redis: confira REDIS_URL e veja docker compose logs redis.' ;;
    *[Ii]nvalid\ API\ key* | *JWSError* | *JWT*invalid*)
      printf 'A chave do Supabase não serve: confira SUPABASE_URL e SUPABASE_SERVICE_KEY.' ;;
    *ENOTFOUND* | *EAI_AGAIN*)
      printf 'Um endereço do .env não existe no DNS: ./julia check-env --conectar diz qual.' ;;
    *EACCES* | *[Pp]ermission\ denied*)
      printf 'Falta permissão num arquivo ou pasta: ./julia init acerta segredos e logs.' ;;
    *ENOSPC* | *[Nn]o\ space\ left*)
      printf 'O disco encheu: df -h e docker system df mostram onde.' ;;
    *exec\ format\ error*)
      printf 'A imagem é de outra arquitetura: construa com docker compose build ou baixe a desta máquina.' ;;
    *)
      case $1 in
        137) printf 'Foi morto (137): falta de memória na máquina ou um kill. Veja dmesg e free -m.' ;;
        *) printf 'Confira o .env com ./julia check-env e a máquina com ./julia preflight.' ;;
      esac
      ;;
  esac
}

# rodar_node <service> "<file…>" [argument…]: runs modules of scripts/julia, one after the other, inside a running container,
# whose one program is node. RODAR_NODE_SEGREDOS (a line of JavaScript) goes first: secrets travel through the pipe only.
RODAR_NODE_SEGREDOS=''
rodar_node() {
  local servico=$1 arquivos=() nome
  for nome in $2; do arquivos+=("$JULIA_RAIZ/scripts/julia/$nome"); done
  shift 2
  { printf '%s\n' "$RODAR_NODE_SEGREDOS"; cat "${arquivos[@]}"; } |
    compose exec -T "$servico" node --input-type=module - "$@"
}

esta_no_ar() {
  local id
  id=$(conteineres_de "$1" | head -n 1)
  [ -n "$id" ] && [ "$(docker inspect --format '{{.State.Running}}' "$id" 2>/dev/null)" = true ]
}

exigir_no_ar() {
  esta_no_ar "$1" || morrer "$SAIDA_FALHA" "O serviço $1 não está no ar." "Suba com ./julia up; veja o que houve com ./julia status."
}
