# What is printed, exit codes and questions. Data goes to stdout; the commands that run and errors go to stderr.
# shellcheck shell=bash

readonly SAIDA_OK=0 SAIDA_FALHA=1 SAIDA_USO=2 SAIDA_AMBIENTE=3 SAIDA_OCUPADO=75

# Colours only on a terminal, and never with NO_COLOR (https://no-color.org).
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  COR_VERDE=$'\e[32m' COR_AMARELA=$'\e[33m' COR_VERMELHA=$'\e[31m' COR_FRACA=$'\e[2m' COR_FORTE=$'\e[1m' COR_FIM=$'\e[0m'
else
  COR_VERDE='' COR_AMARELA='' COR_VERMELHA='' COR_FRACA='' COR_FORTE='' COR_FIM=''
fi
if [ -t 2 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  COR_ERRO=$'\e[31m' COR_COMANDO=$'\e[2m' COR_ERRO_FIM=$'\e[0m'
else
  COR_ERRO='' COR_COMANDO='' COR_ERRO_FIM=''
fi

titulo() { printf '%s%s%s\n' "$COR_FORTE" "$*" "$COR_FIM"; }

dizer() { printf '%s\n' "$*"; }

detalhe() { printf '%s%s%s\n' "$COR_FRACA" "$*" "$COR_FIM"; }

erro() { printf '%s%s%s\n' "$COR_ERRO" "$*" "$COR_ERRO_FIM" >&2; }

# morrer <exit code> <what happened> [what to do]
morrer() {
  erro "$2"
  [ -z "${3:-}" ] || printf '  → %s\n' "$3" >&2
  exit "$1"
}

# How many lines of each verdict were printed by `veredito`.
CONTA_OK=0 CONTA_AVISO=0 CONTA_FALHA=0

# "json" prints one object per line instead of text.
FORMATO_VEREDITO=texto

titulo_de_vereditos() { [ "$FORMATO_VEREDITO" = json ] || titulo "$1"; }

# veredito ok|aviso|falha <what was checked> [<what was found>] [<remedy>]: one aligned line, the remedy below it.
veredito() {
  local cor marca
  case $1 in
    ok) cor=$COR_VERDE marca=ok CONTA_OK=$((CONTA_OK + 1)) ;;
    aviso) cor=$COR_AMARELA marca=aviso CONTA_AVISO=$((CONTA_AVISO + 1)) ;;
    *) cor=$COR_VERMELHA marca=FALHA CONTA_FALHA=$((CONTA_FALHA + 1)) ;;
  esac
  if [ "$FORMATO_VEREDITO" = json ]; then
    printf '{"estado":"%s","nome":%s,"achado":%s,"remedio":%s}\n' "$1" \
      "$(json_texto "$2")" "$(json_texto "${3:-}")" "$(json_texto "${4:-}")"
    return
  fi
  printf '%s%-5s%s  %s%s\n' "$cor" "$marca" "$COR_FIM" "$2" "${3:+: $3}"
  if [ "$1" != ok ] && [ -n "${4:-}" ]; then printf '       → %s\n' "$4"; fi
}

# The closing line of a list of verdicts; fails when one of them did.
fechar_vereditos() {
  if [ "$FORMATO_VEREDITO" != json ]; then
    dizer
    dizer "$CONTA_OK ok, $CONTA_AVISO aviso(s), $CONTA_FALHA falha(s)"
  fi
  [ "$CONTA_FALHA" -eq 0 ]
}

tem_terminal() { [ -t 0 ] && [ -t 1 ]; }

# confirmar <question>: yes only if a person types "sim"; without a terminal the answer is no.
confirmar() {
  local resposta
  tem_terminal || return 1
  read -r -p "$1 Digite sim para continuar: " resposta || return 1
  [ "${resposta,,}" = sim ]
}

uso_errado() {
  erro "$1"
  [ -z "${2:-}" ] || printf '  Veja: ./julia %s --ajuda\n' "$2" >&2
  exit "$SAIDA_USO"
}
