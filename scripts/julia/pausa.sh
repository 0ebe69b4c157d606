# Pause and resume: with Júlia paused nothing leaves; what waits is sent, or made anew, afterwards. A single number stops
# by itself after an answer that looks like a ban, and only a person lets it go on.
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

ajuda_liberar() {
  cat <<'TEXTO'
Uso: ./julia liberar <instância>

Depois de uma recusa com cara de bloqueio a Júlia para de iniciar conversas por aquele número. Leia o aviso no celular, espere,
e só então libere: o que esperava sai aos poucos, dentro dos limites. Fica registrado quem liberou.

Exemplo: ./julia liberar julia
Saída: 0 liberado, ou não estava parado; 1 não deu; 3 falta o Docker ou o .env.
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

comando_liberar() {
  [ $# -eq 1 ] || uso_errado "Diga a instância, como em EVOLUTION_INSTANCE." liberar
  pausa_pedir liberar "$1"
}

# pausa_pedir pausar|retomar|liberar [reason or number]
pausa_pedir() {
  exigir_motor
  exigir_env
  exigir_no_ar julia-api
  rodar_node julia-api "api-de-dentro.mjs pausa.mjs" "$1" "$(trava_quem)" "${@:2}"
}
