#!/bin/sh
# Starts a third party's program that knows no secret files: `sh com-segredos.sh program arguments...`
#
#   NAME_FILE=/run/secrets/x   NAME becomes what the file holds; an empty file is no value. `docker inspect` shows the path only.
#   X_MODELO='a {{NAME}} b'    X becomes the text with the value in it; {{url:NAME}} inserts it percent-encoded, for addresses.
#   SEGREDOS_EXIGIDOS='A B'    these must have a value, however it came.
#   SEGREDOS_PASTA             where secret files lie; a NAME_FILE elsewhere is the program's own business.
set -eu
pasta=${SEGREDOS_PASTA:-/run/secrets/}

morrer() {
  echo "$1" >&2
  exit 78
}

nomes_que_terminam_em() { env | sed -n "s|^\([A-Z][A-Z0-9_]*\)$1=$2.*|\1|p"; }

valor_de() { eval "printf '%s' \"\${$1:-}\""; }

# Every byte as %xx: always right, whatever the value holds.
codificado() { valor_de "$1" | od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g'; }

for nome in $(nomes_que_terminam_em _FILE "$pasta"); do
  arquivo=$(valor_de "${nome}_FILE")
  [ -r "$arquivo" ] || morrer "Não consigo ler o segredo $arquivo. Rode ./julia init, que acerta as permissões."
  valor=$(cat "$arquivo")
  [ -z "$valor" ] || [ -z "$(valor_de "$nome")" ] || morrer "$nome está no .env e em ./segredos: apague o valor do .env."
  if [ -n "$valor" ]; then export "$nome=$valor"; fi
  unset "${nome}_FILE"
done

faltam=
for nome in ${SEGREDOS_EXIGIDOS:-}; do
  if [ -z "$(valor_de "$nome")" ]; then faltam="$faltam $nome"; fi
done
[ -z "$faltam" ] || morrer "Sem valor:$faltam. Rode ./julia init, ou preencha no .env (gere com: openssl rand -hex 24)."

for nome in $(nomes_que_terminam_em _MODELO ''); do
  resto=$(valor_de "${nome}_MODELO")
  pronto=
  while :; do
    case $resto in *'{{'*'}}'*) ;; *) break ;; esac
    pronto=$pronto${resto%%'{{'*}
    resto=${resto#*'{{'}
    marca=${resto%%'}}'*}
    resto=${resto#*'}}'}
    case $marca in
      url:*) pronto=$pronto$(codificado "${marca#url:}") ;;
      *) pronto=$pronto$(valor_de "$marca") ;;
    esac
  done
  export "$nome=$pronto$resto"
  unset "${nome}_MODELO"
done
unset SEGREDOS_EXIGIDOS SEGREDOS_PASTA

exec "$@"
