# The restore drill: a backup that was never restored may be none.
# shellcheck shell=bash

ajuda_drill() {
  cat <<'TEXTO'
Uso: ./julia drill [CÓPIA]

Restaura a última cópia (ou a que você disser) num projeto Compose vazio, sem rede nenhuma, compara linhas e somas de cada
tabela com o manifesto, confere que nada poderia sair, e apaga tudo. A Júlia continua no ar. O resultado vai para o
monitoramento e para o ./julia doctor. Rode toda semana, por exemplo no cron do servidor:
  0 5 * * 1  cd /opt/julia && ./julia drill

Exemplo: ./julia drill
Saída: 0 a cópia serve; 1 não serve; 3 falta o Docker, o .env ou a senha; 75 já há um ensaio em andamento.
TEXTO
}

comando_drill() {
  local inicio=$SECONDS codigo=0
  [ $# -le 1 ] || uso_errado "Diga no máximo uma cópia." drill
  exigir_motor
  exigir_env
  # A lock of its own: a drill is in nobody's way but another drill's, whose container and volume it would take away.
  JULIA_TRAVA=$(dirname "$JULIA_TRAVA")/drill.lock
  trava_pegar "drill ${1:-da última cópia}"
  drill_limpar
  drill_executar "$@" || codigo=$?
  drill_limpar
  if [ "$codigo" -eq 0 ]; then
    backup_rodar backup ensaio-anotar ok "$((SECONDS - inicio))"
    dizer "Ensaio bom em $((SECONDS - inicio)) s: a cópia restaura, igual ao manifesto."
  else
    backup_rodar backup ensaio-anotar falhou || true
    erro "O ensaio falhou: esta cópia não serve como está (a causa está acima)."
  fi
  trava_soltar
  return "$codigo"
}

drill_volume() { printf '%s_backup_ensaio\n' "$(projeto)"; }

# Called in a condition, where `set -e` sleeps: every step says for itself that it failed.
drill_executar() {
  backup_rodar backup-ensaio-baixar ensaio-baixar "$@" || return
  drill_compose run --rm -T ensaio
}

# A project of its own. `run` makes no network, because the service has none.
drill_compose() {
  compose COMPOSE_FILE=compose/backup/ensaio.yaml COMPOSE_PROFILES= "BACKUP_ENSAIO_VOLUME=$(drill_volume)" \
    "COMPOSE_PROJECT_NAME=$(projeto)-ensaio" --env-file "$JULIA_ENV" "$@"
}

# Also what a killed drill left behind.
drill_limpar() {
  local ids
  ids=$(docker ps -aq --filter "label=com.docker.compose.project=$(projeto)-ensaio")
  # shellcheck disable=SC2086 # one id a word
  [ -z "$ids" ] || docker rm -f $ids >/dev/null
  docker volume rm -f "$(drill_volume)" >/dev/null 2>&1 || true
}
