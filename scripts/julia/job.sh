# Triggers a scheduled job now. /jobs is not reachable at the edge, so the call is made from inside the api's container.
# shellcheck shell=bash

ajuda_job() {
  cat <<'TEXTO'
Uso: ./julia job <nome>     ./julia job --lista

Dispara agora um dos jobs agendados, sem esperar o horário dele, e mostra o número da execução. Cada chamada é uma execução
nova; a rotina agendada continua igual.

  --lista   mostra os jobs, quando rodaram e quando rodam de novo

Exemplo: ./julia job recuperar-lacunas
Saída: 0 disparado; 1 não deu; 2 nome que não existe; 3 falta o Docker ou o .env.
TEXTO
}

comando_job() {
  local nome=${1:-}
  [ $# -eq 1 ] || uso_errado "Diga um job (ou --lista)." job
  case $nome in
    --lista) ;;
    *[!a-z0-9-]* | -*) uso_errado "Isto não é nome de job: $nome" job ;;
  esac
  exigir_motor
  exigir_env
  exigir_no_ar julia-api
  rodar_node julia-api "api-de-dentro.mjs job.mjs" "$nome"
}
