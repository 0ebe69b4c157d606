# Pause and resume: with Júlia paused nothing leaves; what waits is sent, or made anew, afterwards.
# shellcheck shell=bash

ajuda_pausar() {
  cat <<'TEXTO'
Uso: ./julia pausar <motivo>

Pausa a Júlia: mensagens continuam chegando e são guardadas, nada sai. Fica registrado quem pausou e por quê.

Exemplo: ./julia pausar "número em análise pelo WhatsApp"
Saída: 0 pausada; 1 não deu; 3 falta o Docker ou o .env.
TEXTO
}

ajuda_retomar() {
  cat <<'TEXTO'
Uso: ./julia retomar

Tira a pausa. Respostas que esperavam há mais de 10 minutos são refeitas, não enviadas atrasadas.

Exemplo: ./julia retomar
Saída: 0 retomada; 1 não deu; 3 falta o Docker ou o .env.
TEXTO
}

comando_pausar() {
  [ $# -ge 1 ] && [ -n "$*" ] || uso_errado "Diga o motivo." pausar
  pausa_pedir pausar "$*"
}

comando_retomar() {
  [ $# -eq 0 ] || uso_errado "retomar não pede mais nada." retomar
  pausa_pedir retomar
}

# pausa_pedir pausar|retomar [reason]
pausa_pedir() {
  exigir_motor
  exigir_env
  exigir_no_ar julia-api
  rodar_node julia-api "api-de-dentro.mjs pausa.mjs" "$1" "$(trava_quem)" "${@:2}"
}
