# Follows the logs; the plain way is `docker compose logs`.
# shellcheck shell=bash

ajuda_logs() {
  cat <<'TEXTO'
Uso: ./julia logs [opções do docker compose logs] [serviço…]

Segue os logs a partir das últimas 100 linhas. Sem serviço: julia-api, julia-worker e julia-scheduler. Ctrl-C sai.

  --parar       mostra e sai, sem seguir
  --desde T     só o que é mais novo (10m, 2h, 2026-01-31T10:00:00)
  --linhas N    começa pelas últimas N linhas

Exemplo: ./julia logs --parar --desde 10m julia-worker
TEXTO
}

comando_logs() {
  local opcoes=(--tail 100) seguir=sim servicos=()
  while [ $# -gt 0 ]; do
    case $1 in
      --parar) seguir=nao ;;
      --desde | --linhas)
        [ $# -ge 2 ] || uso_errado "Falta o valor de $1." logs
        if [ "$1" = --desde ]; then opcoes+=(--since "$2"); else opcoes[1]=$2; fi
        shift
        ;;
      -*) opcoes+=("$1") ;;
      *) servicos+=("$1") ;;
    esac
    shift
  done
  exigir_motor
  [ "$seguir" = nao ] || opcoes+=(--follow)
  [ ${#servicos[@]} -gt 0 ] || servicos=(julia-api julia-worker julia-scheduler)
  compose logs "${opcoes[@]}" "${servicos[@]}"
}
