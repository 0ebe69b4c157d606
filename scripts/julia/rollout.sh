# ./julia rollout and ./julia rollback: a new build takes over behind a standby that runs the release, and stays only if it holds.
# Nothing is decided before the last step: until `.env` names the new build, a plain `docker compose up -d` brings the old one.
# shellcheck shell=bash

carregar backup-migracoes
carregar rollout-registro
carregar rollout-servico

ajuda_rollout() {
  cat <<'TEXTO'
Uso: ./julia rollout <serviço> <versão>

Troca a versão de um serviço (api, worker ou scheduler) sem perder mensagem:
uma reserva com a versão atual atende enquanto a nova sobe; a nova é observada; só então o .env passa a dizer a nova.
Se a nova não fica pronta, cai ou não se sustenta, a atual volta sozinha e o comando sai com código 1.
Morto no meio, o comando repetido arruma o que ficou. Cada tentativa vira uma linha em .julia/rollouts.jsonl.

  <versão>   v1.2.3, v1.2.3@sha256:… ou imagem completa: registro/nome:v1.2.3

No .env (ou no ambiente):
  ROLLOUT_OBSERVACAO_S  quanto tempo a nova é observada antes de valer (60)
  ROLLOUT_PRAZO_S       quanto tempo um serviço tem para ficar pronto (90)

Exemplo: ./julia rollout api v1.3.0
TEXTO
}

ajuda_rollback() {
  cat <<'TEXTO'
Uso: ./julia rollback <serviço> [<versão>]

Volta um serviço (api, worker ou scheduler) à versão que rodava antes da atual, conforme .julia/rollouts.jsonl, com o mesmo
cuidado do rollout. Não precisa de registro de imagens: a versão anterior ainda está nesta máquina. O banco não é mexido.

Exemplo: ./julia rollback api
TEXTO
}

comando_rollout() {
  local servico para
  [ $# -eq 2 ] || uso_errado "Diga o serviço e a versão." rollout
  exigir_env
  servico=$(rollout_servico_de "$1") || uso_errado "Não conheço o serviço \"$1\": api, worker ou scheduler." rollout
  para=$(rollout_referencia "$servico" "$2") || uso_errado "\"$2\" não é uma versão: use v1.2.3, v1.2.3@sha256:… ou imagem:versão." rollout
  rollout_executar rollout "$servico" "$para"
}

comando_rollback() {
  local servico para
  if [ $# -lt 1 ] || [ $# -gt 2 ]; then uso_errado "Diga o serviço." rollback; fi
  exigir_env
  servico=$(rollout_servico_de "$1") || uso_errado "Não conheço o serviço \"$1\": api, worker ou scheduler." rollback
  if [ $# -eq 2 ]; then
    para=$(rollout_referencia "$servico" "$2") || uso_errado "\"$2\" não é uma versão: use v1.2.3, v1.2.3@sha256:… ou imagem:versão." rollback
  else
    para=$(rollout_anterior "$servico" || true)
    [ -n "$para" ] || morrer "$SAIDA_FALHA" "Não sei qual era a versão de $servico antes de $(rollout_release "$servico")." \
      "Diga qual: ./julia rollback $1 <versão> (docker image ls mostra as que estão nesta máquina)."
  fi
  rollout_executar rollback "$servico" "$para"
}

# A number of seconds from the environment or `.env`.
rollout_segundos() {
  local valor
  valor=$(env_efetivo "$1" "$2")
  [[ $valor =~ ^[0-9]{1,4}$ ]] || morrer "$SAIDA_AMBIENTE" "$1 precisa ser um número de segundos." "Corrija no .env, por exemplo: $1=$2"
  printf '%s\n' "$((10#$valor))"
}

rollout_executar() {
  local tipo=$1 servico=$2 para=$3 de prazo observacao
  prazo=$(rollout_segundos ROLLOUT_PRAZO_S 90)
  observacao=$(rollout_segundos ROLLOUT_OBSERVACAO_S 60)
  exigir_motor
  if [ ! -w "$JULIA_ENV" ] || [ ! -w "$(dirname "$(readlink -f "$JULIA_ENV")")" ]; then
    morrer "$SAIDA_AMBIENTE" "Não posso escrever no .env, onde fica a versão que vale." "Rode como o dono do arquivo ou com sudo."
  fi
  trava_pegar "$tipo $servico $para"
  # A closed terminal must not leave the work half done; the other signals mean: undo.
  trap '' HUP PIPE
  trap 'ROLLOUT_SINAL=SIGINT' INT
  trap 'ROLLOUT_SINAL=SIGTERM' TERM
  rollout_convergir "$prazo"
  de=$(rollout_release "$servico")
  rollout_abrir "$tipo" "$servico" "$de" "$para"
  titulo "$servico: $de → $para"
  rollout_preparar "$tipo" "$servico" "$para" "$prazo" || rollout_recusar "$servico" "$de"
  rollout_trocar "$servico" "$para" "$prazo" "$observacao" || rollout_desfazer "$servico" "$de" "$prazo"
  rollout_fechar ok
  rollout_tirar_reserva "$servico" || erro "A reserva ficou no ar; a próxima troca a tira."
  trava_soltar
  dizer "Pronto: $servico roda $para. Voltar: ./julia rollback ${servico#julia-}"
}

# Everything that can fail without touching the running service.
rollout_preparar() {
  local tipo=$1 servico=$2 para=$3 prazo=$4
  rollout_passo 1 "imagem $para" && rollout_ter_imagem "$para" || return 1
  if [ "$tipo" = rollout ] && [ "$servico" = julia-api ]; then
    rollout_passo 2 'migrações do banco' && rollout_migrar "$para" || return 1
  fi
  if ! rollout_pronto "$servico"; then
    erro "$servico não está pronto agora: não há o que proteger, sigo sem reserva."
    return 0
  fi
  rollout_passo 3 "reserva com $(rollout_release "$servico")" || return 1
  rollout_subir_reserva "$servico" "$prazo" && return 0
  ROLLOUT_MOTIVO="a reserva não ficou pronta: $ROLLOUT_MOTIVO"
  return 1
}

rollout_trocar() {
  local servico=$1 para=$2 prazo=$3 observacao=$4
  rollout_passo 4 'troca' || return 1
  if ! rollout_recriar "$servico" "$para"; then
    ROLLOUT_MOTIVO='o docker compose não conseguiu criar o contêiner'
    return 1
  fi
  rollout_passo 5 "espera ficar pronto (até $prazo s)" && rollout_portao "$servico" "$para" "$prazo" || return 1
  rollout_passo 6 "observação de $observacao s" && rollout_observar "$servico" "$para" "$observacao" || return 1
  rollout_passo 7 'versão gravada no .env' || return 1
  # A subshell: what cannot be written has to be undone, not only reported.
  (rollout_gravar_release "$servico" "$para") && [ "$(rollout_release "$servico")" = "$para" ] && return 0
  ROLLOUT_MOTIVO='não consegui gravar o .env'
  return 1
}

# Says which step begins; none begins after a signal.
rollout_passo() {
  if [ -n "$ROLLOUT_SINAL" ]; then
    ROLLOUT_MOTIVO="interrompido por $ROLLOUT_SINAL"
    return 1
  fi
  detalhe "[$1/7] $2"
}

# The image on this machine, pulled only when it is not: a rollback must work without a registry.
rollout_ter_imagem() {
  local tag versao
  if [ -z "$(rollout_imagem_id "$1")" ]; then
    mostrar_linha "docker pull $1"
    if ! docker pull --quiet "$1"; then
      ROLLOUT_MOTIVO="a imagem $1 não está nesta máquina e não pôde ser baixada"
      return 1
    fi
  fi
  tag=$(rollout_tag "$1")
  tag=${tag%%@*}
  versao=$(rollout_versao_da_imagem "$1")
  # Builds between two releases are tagged <version>-<commit> and call themselves by the version alone.
  if [[ $tag =~ ^v?[0-9]+\.[0-9]+\.[0-9]+(-.*)?$ && ${tag#v}- != "${versao#v}"-* ]]; then
    ROLLOUT_MOTIVO="a imagem $1 diz ser da versão ${versao:-nenhuma}"
    return 1
  fi
}

# Only widens the schema, so that the build still running keeps working.
rollout_migrar() {
  local ambiente
  mapfile -t ambiente < <(rollout_ambiente julia-api "$1")
  if compose "${ambiente[@]}" run --rm --no-deps -T julia-migrate </dev/null; then
    backup_levar_migracoes "$1"
    return 0
  fi
  ROLLOUT_MOTIVO='as migrações não foram aplicadas'
  return 1
}

rollout_recusar() {
  local motivo=$ROLLOUT_MOTIVO
  [ -z "$(rollout_conteiner "$1-reserva")" ] || explicar_falha "$1-reserva" 20 || true
  rollout_tirar_reserva "$1" || true
  rollout_fechar recusado "$motivo"
  trava_soltar
  morrer "$SAIDA_FALHA" "Nada mudou: $motivo." "$1 continua em $2."
}

rollout_desfazer() {
  local servico=$1 de=$2 motivo=$ROLLOUT_MOTIVO remedio='Resolva a causa e repita o comando: ele arruma o resto.'
  erro "$servico não passou: $motivo. Volto a $de."
  explicar_falha "$servico" 20 "$ROLLOUT_CULPADO" || true
  ROLLOUT_SINAL=''
  if rollout_recriar "$servico" "$de" --timeout "$ROLLOUT_PARADA_RUIM_S" && rollout_portao "$servico" "$de" "$3"; then
    rollout_tirar_reserva "$servico" || true
    rollout_fechar desfeito "$motivo"
    trava_soltar
    morrer "$SAIDA_FALHA" "Desfeito: $motivo." "$servico voltou a $de, que o .env nunca deixou de dizer."
  fi
  rollout_fechar falhou "$motivo; a volta também: $ROLLOUT_MOTIVO"
  explicar_falha "$servico" 20 "$ROLLOUT_CULPADO" || true
  [ -z "$(rollout_conteiner "$servico-reserva")" ] || remedio="A reserva continua atendendo. $remedio"
  morrer "$SAIDA_FALHA" "Não consegui voltar a $de: $ROLLOUT_MOTIVO." "$remedio"
}

# Brings every service that an interrupted attempt left behind back to its release, then takes its standby away.
rollout_convergir() {
  local servico interrompido
  interrompido=$(rollout_campo servico)
  for servico in "${ROLLOUT_SERVICOS[@]}"; do
    if [ "$servico" = "$interrompido" ] || [ -n "$(rollout_conteiner "$servico-reserva")" ]; then
      rollout_restabelecer "$servico" "$1" || erro "$servico não ficou pronto na versão do .env: $ROLLOUT_MOTIVO. Sigo mesmo assim."
    fi
  done
  [ -n "$interrompido" ] || return 0
  if [ "$(rollout_campo para)" = "$(rollout_release "$interrompido")" ]; then
    rollout_fechar ok 'morto depois de gravar o .env; concluído pela execução seguinte'
  else
    rollout_fechar interrompido 'morto no meio; a execução seguinte restabeleceu a versão do .env'
  fi
}

# A service that runs its release is left alone, even if it is slow to answer: without a standby a new container is a gap.
rollout_restabelecer() {
  local servico=$1 release
  release=$(rollout_release "$servico")
  dizer "Uma troca de $servico foi interrompida: restabeleço $release."
  if rollout_roda "$servico" "$release"; then
    rollout_pronto "$servico" || return 1
  else
    rollout_recriar "$servico" "$release" --timeout "$ROLLOUT_PARADA_RUIM_S" && rollout_portao "$servico" "$release" "$2" || return 1
  fi
  rollout_tirar_reserva "$servico"
}
