# Reading and writing `.env`, which is also the release file: plain `docker compose up -d` reads the same JULIA_*_TAG.
# It is never sourced: a value with $(...) in it must stay a value.
# shellcheck shell=bash

JULIA_ENV=${JULIA_ENV:-$JULIA_RAIZ/.env}

# env_ler <NAME> [file]: the value as Compose reads it, without interpolation; empty when absent. The last line counts.
env_ler() {
  local arquivo=${2:-$JULIA_ENV}
  [ -f "$arquivo" ] || return 0
  awk -v nome="$1" '
    function sem_espacos(t) { sub(/^[ \t]+/, "", t); sub(/[ \t\r]+$/, "", t); return t }
    {
      linha = $0
      sub(/^\357\273\277/, "", linha)
      sub(/^[ \t]*(export[ \t]+)?/, "", linha)
      if (substr(linha, 1, length(nome)) != nome) next
      linha = substr(linha, length(nome) + 1)
      if (linha !~ /^[ \t]*=/) next
      sub(/^[ \t]*=/, "", linha)
      linha = sem_espacos(linha)
      aspa = substr(linha, 1, 1)
      if (aspa == "\047" || aspa == "\"") {
        resto = substr(linha, 2); valor = ""
        for (i = 1; i <= length(resto); i++) {
          letra = substr(resto, i, 1)
          if (aspa == "\"" && letra == "\\" && i < length(resto)) { i++; valor = valor substr(resto, i, 1); continue }
          if (letra == aspa) break
          valor = valor letra
        }
      } else {
        valor = linha
        if (valor ~ /^#/) valor = ""
        sub(/[ \t]+#.*$/, "", valor)
      }
    }
    END { print valor }' "$arquivo"
}

# env_efetivo <NAME> [default]: what Compose would use: the shell's variable first, then `.env`, then the default.
env_efetivo() {
  local valor=${!1:-}
  [ -n "$valor" ] || valor=$(env_ler "$1")
  printf '%s\n' "${valor:-${2:-}}"
}

# The value written so that Node, Compose and a shell read the same; fails on what cannot be written that way.
env_entre_aspas() {
  case $1 in
    *$'\n'* | *$'\r'*) return 1 ;;
    *[!A-Za-z0-9_./:@,+=%-]*) ;;
    *)
      printf '%s' "$1"
      return 0
      ;;
  esac
  case $1 in
    *\'*) ;;
    *)
      printf "'%s'" "$1"
      return 0
      ;;
  esac
  case $1 in
    *[\"\\\$\`]*) return 1 ;;
  esac
  printf '"%s"' "$1"
}

# env_gravar NAME=value [NAME=value…]: all of them or none. Writes a copy, flushes it, renames it over the old file:
# whoever reads meanwhile, or after a power cut, finds either the old file or the new one. Mode, owner and comments stay.
env_gravar() {
  local destino temporario par escrito pares=''
  destino=$(readlink -f -- "$JULIA_ENV")
  [ -f "$destino" ] || morrer "$SAIDA_AMBIENTE" "Não há um .env em $JULIA_RAIZ." "Crie com: ./julia init"
  for par in "$@"; do
    escrito=$(env_entre_aspas "${par#*=}") || morrer "$SAIDA_FALHA" \
      "O valor de ${par%%=*} não pode ser escrito num .env (quebra de linha ou aspas misturadas)." "Use ${par%%=*}_FILE com um arquivo."
    pares+="${par%%=*}=$escrito"$'\n'
  done
  temporario=$(mktemp "$destino.novo.XXXXXX")
  cp -p -- "$destino" "$temporario"
  if [ "$(dono_e_modo "$destino")" != "$(dono_e_modo "$temporario")" ]; then
    rm -f -- "$temporario"
    morrer "$SAIDA_FALHA" "O .env pertence a outra pessoa: gravá-lo mudaria o dono." "Rode como o dono do arquivo (ls -l .env) ou com sudo."
  fi
  if ! PARES=$pares awk '
    BEGIN {
      total = split(ENVIRON["PARES"], linhas, "\n")
      for (i = 1; i < total; i++) { nome = linhas[i]; sub(/=.*/, "", nome); ordem[i] = nome; novo[nome] = linhas[i] }
    }
    { guardada[NR] = $0; nome = $0; sub(/^[ \t]*(export[ \t]+)?/, "", nome)
      if (nome ~ /^[A-Za-z_][A-Za-z0-9_]*[ \t]*=/) { sub(/[ \t]*=.*/, "", nome); if (nome in novo) ultima[nome] = NR } }
    END {
      for (nome in ultima) guardada[ultima[nome]] = novo[nome]
      for (n = 1; n <= NR; n++) print guardada[n]
      for (i = 1; i < total; i++) if (!(ordem[i] in ultima)) { print novo[ordem[i]]; ultima[ordem[i]] = 0 }
    }' "$destino" >"$temporario"; then
    rm -f -- "$temporario"
    morrer "$SAIDA_FALHA" "Não consegui escrever $temporario." "Há espaço em disco? df -h ."
  fi
  descarregar_no_disco "$temporario"
  mv -f -- "$temporario" "$destino"
  descarregar_no_disco "$(dirname -- "$destino")"
}

# `sync FILE` came with coreutils 8.24; elsewhere everything is flushed.
descarregar_no_disco() { sync -- "$1" 2>/dev/null || sync; }

# Mode, owner and group of a file, for comparing.
dono_e_modo() {
  # shellcheck disable=SC2012 # one known file; stat's options differ between systems
  ls -ldn -- "$1" | awk '{ print substr($1, 1, 10), $3, $4 }'
}

exigir_env() {
  [ -f "$JULIA_ENV" ] || morrer "$SAIDA_AMBIENTE" "Não há um .env em $JULIA_RAIZ." "Crie com: ./julia init"
}
