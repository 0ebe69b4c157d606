# Small values: versions, JSON text, random secrets.
# shellcheck shell=bash

# versao_ao_menos 20.10.24+dfsg1 20.10.10: numeric, part by part; what follows the numbers does not count.
versao_ao_menos() {
  local i tem=() quer=()
  IFS=. read -r -a tem <<<"$(printf '%s' "${1#v}" | sed 's/[^0-9.].*//')"
  IFS=. read -r -a quer <<<"$2"
  for i in 0 1 2; do
    if ((10#${tem[i]:-0} > 10#${quer[i]:-0})); then return 0; fi
    if ((10#${tem[i]:-0} < 10#${quer[i]:-0})); then return 1; fi
  done
}

# A text as a JSON string, quotes included.
json_texto() {
  local texto=$1
  texto=${texto//\\/\\\\} texto=${texto//\"/\\\"} texto=${texto//$'\n'/\\n} texto=${texto//$'\r'/} texto=${texto//$'\t'/\\t}
  printf '"%s"' "$(printf '%s' "$texto" | tr -d '\000-\010\013\014\016-\037')"
}

# aleatorio_hex <bytes>
aleatorio_hex() { od -An -v -N "$1" -tx1 /dev/urandom | tr -d ' \n'; }
