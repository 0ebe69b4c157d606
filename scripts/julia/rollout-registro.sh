# What a rollout writes down: the attempt in course, one audit line per attempt, the release in `.env`.
# shellcheck shell=bash

ROLLOUT_AUDITORIA=${ROLLOUT_AUDITORIA:-$JULIA_RAIZ/.julia/rollouts.jsonl}
ROLLOUT_EM_CURSO=${ROLLOUT_EM_CURSO:-$JULIA_RAIZ/.julia/rollout-em-curso}

readonly ROLLOUT_SERVICOS=(julia-api julia-worker julia-scheduler)

# The Compose service that a person means.
rollout_servico_de() {
  case $1 in
    api | julia-api) printf 'julia-api\n' ;;
    worker | fila-worker | julia-worker) printf 'julia-worker\n' ;;
    scheduler | julia-scheduler) printf 'julia-scheduler\n' ;;
    *) return 1 ;;
  esac
}

# julia-api → JULIA_API
rollout_prefixo() {
  local nome=${1^^}
  printf '%s\n' "${nome//-/_}"
}

# The release of a service as `.env` says it, IMAGE:TAG; a variable of the shell does not count, the next boot would not see it.
rollout_release() {
  local prefixo imagem tag
  prefixo=$(rollout_prefixo "$1")
  imagem=$(env_ler "${prefixo}_IMAGE")
  tag=$(env_ler "${prefixo}_TAG")
  printf '%s:%s\n' "${imagem:-$1}" "${tag:-latest}"
}

# IMAGE:TAG → image and tag; the tag may carry a digest and the image a registry's port.
rollout_imagem() {
  local sem_digest=${1%%@*} ultimo
  ultimo=${sem_digest##*/}
  printf '%s\n' "${sem_digest%":${ultimo#*:}"}"
}
rollout_tag() {
  local imagem
  imagem=$(rollout_imagem "$1")
  printf '%s\n' "${1#"$imagem:"}"
}

# rollout_referencia <service> <ref>: IMAGE:TAG of what was asked for; a bare tag keeps the release's image.
rollout_referencia() {
  local imagem='[a-z0-9]([A-Za-z0-9._:/-]*[A-Za-z0-9])?' tag='[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(@sha256:[0-9a-f]{64})?'
  if [[ $2 =~ ^$tag$ ]]; then
    printf '%s:%s\n' "$(rollout_imagem "$(rollout_release "$1")")" "$2"
  elif [[ $2 =~ ^$imagem:$tag$ ]]; then
    printf '%s\n' "$2"
  else
    return 1
  fi
}

# NAME=value words that make Compose use this image for the service, whatever the shell or `.env` say.
rollout_ambiente() {
  local prefixo
  prefixo=$(rollout_prefixo "$1")
  printf '%s\n' "${prefixo}_IMAGE=$(rollout_imagem "$2")" "${prefixo}_TAG=$(rollout_tag "$2")"
}

rollout_gravar_release() {
  local ambiente
  mapfile -t ambiente < <(rollout_ambiente "$1" "$2")
  env_gravar "${ambiente[@]}"
}

# rollout_abrir <kind> <service> <from> <to>: what the next run has to know if this one is killed.
rollout_abrir() {
  mkdir -p "$(dirname "$ROLLOUT_EM_CURSO")"
  printf 'tipo=%s\nservico=%s\nde=%s\npara=%s\nquem=%s\ninicio=%s\n' "$@" "$(trava_quem)" "$(date +%s)" >"$ROLLOUT_EM_CURSO.novo"
  mv -f "$ROLLOUT_EM_CURSO.novo" "$ROLLOUT_EM_CURSO"
}

rollout_campo() { [ ! -f "$ROLLOUT_EM_CURSO" ] || sed -n "s/^$1=//p" "$ROLLOUT_EM_CURSO"; }

rollout_texto_json() {
  printf '%s' "$1" | tr -d '\000-\037' | sed 's/\\/\\\\/g; s/"/\\"/g' | cut -c 1-300
}

# rollout_fechar <result> [reason]: the audit line of the attempt in course, then the attempt is over.
rollout_fechar() {
  local inicio
  inicio=$(rollout_campo inicio)
  [ -n "$inicio" ] || return 0
  mkdir -p "$(dirname "$ROLLOUT_AUDITORIA")"
  printf '{"quando":"%s","quem":"%s","tipo":"%s","servico":"%s","de":"%s","para":"%s","resultado":"%s","segundos":%d,"motivo":"%s"}\n' \
    "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(rollout_texto_json "$(rollout_campo quem)")" "$(rollout_campo tipo)" \
    "$(rollout_campo servico)" "$(rollout_campo de)" "$(rollout_campo para)" "$1" "$(($(date +%s) - inicio))" \
    "$(rollout_texto_json "${2:-}")" >>"$ROLLOUT_AUDITORIA"
  descarregar_no_disco "$ROLLOUT_AUDITORIA"
  rm -f "$ROLLOUT_EM_CURSO"
}

# The release before the present one, from the audit lines of attempts that went well: a rollout puts the one it left on a pile,
# a rollback takes the one it went to off it. Otherwise two rollbacks would end at the version that the first one left.
rollout_anterior() {
  [ -f "$ROLLOUT_AUDITORIA" ] || return 0
  grep -F "\"servico\":\"$1\"" "$ROLLOUT_AUDITORIA" | grep -F '"resultado":"ok"' |
    sed 's/.*"tipo":"\([^"]*\)".*"de":"\([^"]*\)","para":"\([^"]*\)".*/\1 \2 \3/' |
    awk -v release="$(rollout_release "$1")" '
      $2 == $3 { next }
      $1 == "rollout" { pilha[++n] = $2 }
      $1 == "rollback" { while (n > 0 && pilha[n] != $3) n--; if (n > 0) n-- }
      $3 == release { anterior = n > 0 ? pilha[n] : "" }
      END { if (anterior != "") print anterior }'
}
