# Parts of the doctor that are asked for by name.
# shellcheck shell=bash

# Does `docker inspect` of any container show the value of a secret? Values go through a pipe and are never printed.
doctor_segredos() {
  local id nome achados='' segredos
  segredos=$(valores_secretos)
  if [ -z "$segredos" ]; then
    veredito aviso Segredos "não há nenhum preenchido" "./julia init"
    return
  fi
  for id in $(docker ps -aq --filter "label=com.docker.compose.project=$(projeto)"); do
    nome=$(docker inspect --format '{{index .Config.Labels "com.docker.compose.service"}}' "$id")
    # grep reads to the end: with -q docker would die of a broken pipe, which pipefail takes for an answer.
    if docker inspect "$id" | grep -F -f <(printf '%s\n' "$segredos") >/dev/null; then achados+=" $nome"; fi
  done
  if [ -z "$achados" ]; then
    veredito ok Segredos "nenhum valor aparece em docker inspect"
  elif [ "$(env_efetivo ENVIRONMENT)" = production ]; then
    veredito falha Segredos "docker inspect mostra valores em:$achados" "./julia init passa os segredos para arquivos; depois docker compose up -d"
  else
    veredito aviso Segredos "docker inspect mostra valores em:$achados" "Em production passe-os para arquivos: ./julia init e docker compose up -d"
  fi
  conferir_permissoes
}

# One value per line, of .env and of the files; short ones would be found everywhere.
valores_secretos() {
  local nome
  {
    for nome in $(nomes_dos_segredos) $(nomes_secretos_do_env); do
      segredo_valor "${nome^^}"
      printf '\n'
    done
  } | awk 'length($0) >= 12' | sort -u
}

doctor_monitoramento() {
  local caidos alertas regras
  if [[ ,$(env_efetivo COMPOSE_PROFILES), != *,observabilidade,* ]]; then
    veredito falha Monitoramento "o perfil observabilidade está desligado" \
      "Acrescente observabilidade a COMPOSE_PROFILES e compose/observabilidade.yaml a COMPOSE_FILE no .env; depois ./julia up"
    return
  fi
  if ! caidos=$(consultar_prometheus 'up == 0'); then
    veredito falha Prometheus "não responde" "docker compose logs --tail 50 prometheus"
    return
  fi
  if [ -z "$caidos" ]; then
    veredito ok "Alvos do Prometheus" "todos respondem"
  else
    veredito falha "Alvos do Prometheus" "sem resposta: $(printf '%s\n' "$caidos" | sed -n 's/.*job="\([^"]*\)".*/\1/p' | sort -u | tr '\n' ' ')" \
      "docker compose ps; docker compose logs --tail 50 prometheus"
  fi
  regras=$(consultar_prometheus 'sum(prometheus_rule_group_rules) > 0' | sed -n 's/.*=> \([0-9]*\).*/\1/p')
  if [ -n "$regras" ]; then
    veredito ok "Regras de alerta" "$regras carregadas"
  else
    veredito falha "Regras de alerta" "nenhuma carregada" "docker compose logs --tail 50 prometheus; compose/prometheus/regras está montada?"
  fi
  alertas=$(consultar_prometheus 'ALERTS{alertstate="firing"}' | sed -n 's/.*alertname="\([^"]*\)".*/\1/p' | sort -u | tr '\n' ' ')
  if [ -z "$alertas" ]; then
    veredito ok Alertas "nenhum disparado"
  else
    veredito aviso Alertas "disparados: $alertas" "docs/runbooks.md diz o que fazer em cada um."
  fi
}

# Lines such as `up{job="x"} => 0 @[…]`.
consultar_prometheus() { compose_ler exec -T prometheus promtool query instant http://127.0.0.1:9090 "$1"; }
