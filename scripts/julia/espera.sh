# Waiting until what should run is healthy, with a budget, and naming whoever is not.
# shellcheck shell=bash

# servico|verdict of every wanted service: pronto, esperando, falhou. A one-shot that ended with 0 is done.
julgar_servicos() {
  local servico id estado saude codigo reinicios resto politica
  for servico in "$@"; do
    id=$(conteineres_de "$servico" | head -n 1)
    if [ -z "$id" ]; then
      printf '%s|ausente\n' "$servico"
      continue
    fi
    IFS='|' read -r estado saude codigo reinicios resto < <(estado_de "$id")
    : "$resto"
    politica=$(docker inspect --format '{{.HostConfig.RestartPolicy.Name}}' "$id")
    case $estado/$saude in
      running/healthy | running/-) printf '%s|pronto\n' "$servico" ;;
      running/unhealthy) printf '%s|doente\n' "$servico" ;;
      exited/*)
        if [ "$codigo" = 0 ] && [ "$politica" = no ]; then
          printf '%s|pronto\n' "$servico"
        elif [ "$politica" = no ]; then
          printf '%s|falhou\n' "$servico"
        else
          printf '%s|doente\n' "$servico"
        fi
        ;;
      restarting/*) if [ "$reinicios" -ge 5 ]; then printf '%s|falhou\n' "$servico"; else printf '%s|doente\n' "$servico"; fi ;;
      dead/*) printf '%s|falhou\n' "$servico" ;;
      *) printf '%s|esperando\n' "$servico" ;;
    esac
  done
}

com_veredito() { printf '%s\n' "$1" | sed -n "s/|$2\$//p" | tr '\n' ' '; }

# esperar_saudavel <seconds> <service…>: true when all are ready. A one-shot that failed or a service that restarted five
# times ends the wait at once. JULGAMENTO holds the last verdicts.
JULGAMENTO=''
esperar_saudavel() {
  local prazo=$((SECONDS + $1)) faltam anterior=''
  shift
  while :; do
    JULGAMENTO=$(julgar_servicos "$@")
    [ -z "$(com_veredito "$JULGAMENTO" falhou)" ] || return 1
    faltam=$(printf '%s\n' "$JULGAMENTO" | sed -n '/|pronto$/d; s/|.*//p' | tr '\n' ' ')
    [ -n "$faltam" ] || return 0
    if [ "$faltam" != "$anterior" ]; then
      dizer "Esperando: $faltam"
      anterior=$faltam
    fi
    [ "$SECONDS" -lt "$prazo" ] || return 1
    dormir 2
  done
}

# The services that are to blame, the worst first; those that only wait for another are not named when another failed.
culpados() {
  local nivel nomes
  for nivel in falhou doente esperando ausente; do
    nomes=$(com_veredito "$JULGAMENTO" "$nivel")
    if [ -n "$nomes" ]; then
      printf '%s\n' "$nomes"
      return
    fi
  done
}

explicar_culpados() {
  local servico
  for servico in $(culpados); do
    dizer
    explicar_falha "$servico" "${1:-20}"
  done
}

# Services of the active profiles, as Compose reads the files.
servicos_desejados() { compose_ler config --services | sort; }
