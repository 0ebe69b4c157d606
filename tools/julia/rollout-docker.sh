#!/usr/bin/env bash
# Stands in for docker in rollout-de-mentira.ts: keeps images and containers as files in $FALSO and writes down every call.
# imagens/<ref>   version label of an image on this machine        registro/<ref>  an image that can be pulled
# servicos/<name> reference its container runs                     ruim/<ref>      nunca-pronta | cai | outra-versao
# A second copy of a service is servicos/<name>#2; ruim/<ref>#1 or #2 is one copy's alone.
# matar           pattern of the call at which the rollout is killed, before it happens (or after, with "depois ")
set -euo pipefail

chamada=$*
for servico in API WORKER SCHEDULER; do
  imagem=JULIA_${servico}_IMAGE tag=JULIA_${servico}_TAG
  [ -z "${!imagem:-}" ] || chamada="${!imagem}:${!tag} $chamada"
done
[[ $chamada == *' node -e '* ]] && chamada="exec $2"
printf '%s\n' "$chamada" >>"$FALSO/chamadas"

arquivo() { printf '%s/%s' "$FALSO/$1" "${2//\//_}"; }

matar_se() {
  local alvo
  [ -f "$FALSO/matar" ] || return 0
  alvo=$(cat "$FALSO/matar")
  # shellcheck disable=SC2053 # a pattern
  [[ "$1$chamada" == $alvo ]] || return 0
  rm "$FALSO/matar"
  kill -KILL "$(sed -n 's/^pid=//p' "$FALSO/../.julia/rollout.lock")"
  [ -n "$1" ] || exit 137
}

# comportamento <ref> <id>
comportamento() {
  local copia=1
  [[ $2 != *#* ]] || copia=${2##*#}
  cat "$(arquivo ruim "$1#$copia")" 2>/dev/null || cat "$(arquivo ruim "$1")" 2>/dev/null || printf 'boa\n'
}

# The reference behind a container's id, id-<service>.
de_id() { cat "$FALSO/servicos/${1#id-}"; }

inspecionar() {
  local ref=
  [ -f "$FALSO/servicos/${3#id-}" ] || exit 1
  ref=$(de_id "$3")
  case $2 in
    '{{.State.Status}}|{{.RestartCount}}|{{.Image}}')
      if [ "$(comportamento "$ref" "$3")" = cai ] && [ "$(grep -c "^exec $3" "$FALSO/chamadas" || true)" -gt 4 ]; then
        printf 'running|1|sha256:%s\n' "$ref"
      else
        printf 'running|0|sha256:%s\n' "$ref"
      fi
      ;;
    '{{.Name}}') printf '/teste-%s\n' "${3#id-}" ;;
    *) printf 'running|healthy|0|0|agora|%s|1|false\n' "$ref" ;;
  esac
}

sondar() {
  local ref versao
  ref=$(de_id "$1")
  versao=$(cat "$(arquivo imagens "$ref")")
  case $(comportamento "$ref" "$1") in
    nunca-pronta) printf '503 %s redis:SEM_RESPOSTA\n' "$versao" ;;
    outra-versao) printf '200 9.9.9 pronto\n' ;;
    *) printf '200 %s pronto\n' "$versao" ;;
  esac
}

subir() {
  local servico=${*: -1} prefixo imagem tag copia
  prefixo=${servico%-reserva}
  prefixo=${prefixo^^}
  prefixo=${prefixo//-/_}
  imagem=${prefixo}_IMAGE tag=${prefixo}_TAG
  for copia in "$FALSO/servicos/$servico" "$FALSO/servicos/$servico#"*; do
    [[ $copia = *'#*' ]] || printf '%s\n' "${!imagem}:${!tag}" >"$copia"
  done
}

# build --build-arg VERSION=<label> <service>, the tag in the environment
construir() {
  local servico=${*: -1} tag
  tag=${servico^^}
  tag=${tag//-/_}_TAG
  printf '%s' "$*" | sed -n 's/.*VERSION=\([^ ]*\).*/\1/p' >"$FALSO/imagens/$servico:${!tag}"
}

matar_se ''
case "$1 ${2:-}" in
  'info '*) printf '20.10.24\n' ;;
  'image inspect')
    [ -f "$(arquivo imagens "${*: -1}")" ] || exit 1
    if [ "${4:-}" = '{{.Id}}' ]; then printf 'sha256:%s\n' "$5"; else cat "$(arquivo imagens "${*: -1}")"; fi
    ;;
  'pull '*) cp "$(arquivo registro "$3")" "$(arquivo imagens "$3")" ;;
  'ps '*)
    servico="$*"
    servico=${servico#*compose.service=}
    servico=${servico%% *}
    for copia in "$FALSO/servicos/$servico" "$FALSO/servicos/$servico#"*; do
      [ ! -f "$copia" ] || printf 'id-%s\n' "${copia##*/}"
    done
    ;;
  'inspect '*) inspecionar "${@:2}" ;;
  'exec '*) sondar "$2" ;;
  'logs '*) printf 'última linha do log\n' ;;
  'compose run') [ ! -f "$FALSO/migracao-falha" ] || exit 1 ;;
  'compose build') construir "$@" ;;
  'compose config') printf 'julia-api\n' ;;
  # A plain one, which has nothing to change.
  'compose up') [ $# -eq 3 ] || subir "$@" ;;
  'compose --profile') rm "$FALSO/servicos/${*: -1}" ;;
  *)
    printf 'docker de mentira não conhece: %s\n' "$chamada" >&2
    exit 64
    ;;
esac
matar_se 'depois '
