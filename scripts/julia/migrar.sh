# ./julia migrar: the schema of a version before any of its services, for who swaps them one by one.
# shellcheck shell=bash

carregar rollout

ajuda_migrar() {
  cat <<'TEXTO'
Uso: ./julia migrar <versão>

Aplica no banco as migrações de uma versão, com a imagem da api dela, e não troca nenhum serviço. O rollout da api também as
aplica; vale antes de trocar o worker, que pode recusar o banco de antes. Migrações só acrescentam: o que roda continua a
funcionar. Repetido, não faz nada. O ./julia update já faz isto.

  <versão>   v1.2.3, v1.2.3@sha256:… ou imagem completa: registro/julia-api:v1.2.3

Exemplo: ./julia migrar v1.3.0
Saída: 0 certo; 1 não foram aplicadas; 3 falta o Docker ou o .env; 75 outra operação está em andamento.
TEXTO
}

comando_migrar() {
  local imagem
  [ $# -eq 1 ] || uso_errado "Diga a versão." migrar
  exigir_env
  imagem=$(rollout_referencia julia-api "$1") || uso_errado "\"$1\" não é uma versão: use v1.2.3, v1.2.3@sha256:… ou imagem:versão." migrar
  exigir_motor
  trava_pegar "migrar $imagem"
  # A closed terminal must not leave the work half done.
  trap '' HUP PIPE
  if ! { rollout_ter_imagem "$imagem" && rollout_migrar "$imagem"; }; then
    trava_soltar
    morrer "$SAIDA_FALHA" "Nada foi trocado: $ROLLOUT_MOTIVO." "Corrija a causa e repita ./julia migrar $1"
  fi
  trava_soltar
  dizer "Pronto: o banco tem as migrações de $imagem."
}
