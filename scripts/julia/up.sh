# Everything up, with a budget, and a named culprit when it does not get there.
# shellcheck shell=bash

carregar espera
carregar backup-migracoes

ajuda_up() {
  cat <<'TEXTO'
Uso: ./julia up [--construir] [--espera SEGUNDOS] [serviço…]

Sobe os serviços dos perfis escolhidos no .env e espera até ficarem saudáveis (180 s, ou o que você disser). Se algo não sobe,
mostra quem foi, a última verificação de saúde, as últimas linhas do log dele e o que tentar. Pode ser repetido.

  --construir   constrói as imagens da Júlia antes (docker compose up -d --build)
  --espera N    espera N segundos

Exemplo: ./julia up
Saída: 0 tudo saudável; 1 algo não subiu; 3 falta o Docker ou o .env.
TEXTO
}

comando_up() {
  local espera=${JULIA_UP_ESPERA_S:-180} extras=() servicos=() inicio=$SECONDS
  while [ $# -gt 0 ]; do
    case $1 in
      --construir) extras+=(--build) ;;
      --espera)
        [[ ${2:-} =~ ^[0-9]+$ ]] || uso_errado "--espera pede um número de segundos." up
        espera=$2
        shift
        ;;
      -*) uso_errado "Não conheço a opção $1." up ;;
      *) servicos+=("$1") ;;
    esac
    shift
  done
  exigir_motor
  exigir_env
  local texto
  texto=$(servicos_desejados) || morrer "$SAIDA_AMBIENTE" "O docker compose não aceita a configuração (veja acima)." \
    "Confira o .env com ./julia check-env e COMPOSE_FILE com docker compose config -q."
  local desejados=("${servicos[@]}")
  [ ${#desejados[@]} -gt 0 ] || mapfile -t desejados <<<"$texto"
  backup_criar_pastas || true
  local codigo=0
  compose up -d "${extras[@]}" "${servicos[@]}" || codigo=$?
  # julia-migrate may have brought the database further than the image of the backups.
  backup_levar_migracoes "$(backup_imagem_da_api)"
  if [ "$codigo" -ne 0 ]; then
    # Compose itself gives up on the first dependency that fails; who it was is read from the containers.
    JULGAMENTO=$(julgar_servicos "${desejados[@]}")
    subir_falhou "O docker compose up terminou com $codigo."
  fi
  esperar_saudavel "$espera" "${desejados[@]}" || subir_falhou "Nem tudo ficou saudável em $espera s."
  dizer
  dizer "${COR_VERDE}Tudo no ar${COR_FIM}: ${#desejados[@]} serviços em $((SECONDS - inicio)) s."
  dizer "Confira com ./julia doctor; acompanhe com ./julia logs. A API responde em http://127.0.0.1:$(env_efetivo JULIA_PORTA 8000)/health"
}

subir_falhou() {
  local nomes
  nomes=$(culpados)
  explicar_culpados 20
  dizer
  erro "$1 Quem não subiu: ${nomes:-ninguém que eu saiba dizer}"
  case $JULGAMENTO in
    *'|ausente'*) erro "Um serviço que não chegou a ser criado costuma ser imagem que falta: docker compose build, docker compose pull ou ./julia unbundle." ;;
  esac
  erro "Corrija e repita ./julia up: o que já está no ar fica como está."
  exit "$SAIDA_FALHA"
}
