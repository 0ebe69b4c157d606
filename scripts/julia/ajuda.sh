# Help and the list of commands.
# shellcheck shell=bash

# name|topic|summary of every command whose topic is installed.
comandos_instalados() {
  local nome topico resumo
  while IFS='|' read -r nome topico resumo; do
    [ -n "$nome" ] || continue
    [ -f "$JULIA_RAIZ/scripts/julia/$topico.sh" ] || continue
    printf '%s|%s|%s\n' "$nome" "$topico" "$resumo"
  done <"$JULIA_RAIZ/scripts/julia/comandos.txt"
}

topico_de() {
  local nome topico resto
  while IFS='|' read -r nome topico resto; do
    if [ "$nome" = "$1" ]; then
      printf '%s\n' "$topico"
      return 0
    fi
  done < <(comandos_instalados)
  : "${resto:-}"
  return 1
}

ajuda_geral() {
  local nome topico resumo
  cat <<'TEXTO'
Uso: ./julia <comando> [opções]

TEXTO
  while IFS='|' read -r nome topico resumo; do
    printf '  %-18s %s\n' "$nome" "$resumo"
  done < <(comandos_instalados)
  : "${topico:-}"
  cat <<'TEXTO'

  ./julia <comando> --ajuda mostra opções e um exemplo. ./julia versao mostra a versão destes arquivos.
  Cada linha de docker compose aparece antes de rodar (começa com $): você pode rodá-la sem o ./julia.

Códigos de saída: 0 certo; 1 falhou; 2 uso errado; 3 falta algo nesta máquina ou no .env; 75 outra operação em andamento.
TEXTO
}

ajuda_de() {
  local topico
  topico=$(topico_de "$1") || comando_desconhecido "$1"
  carregar "$topico"
  "ajuda_${1//-/_}"
}

comando_desconhecido() {
  local parecido
  parecido=$(mais_parecido "$1" || true)
  if [ -n "$parecido" ]; then
    erro "Não conheço o comando \"$1\". Quis dizer: ./julia $parecido ?"
  else
    erro "Não conheço o comando \"$1\"."
  fi
  erro "Veja a lista com: ./julia ajuda"
  exit "$SAIDA_USO"
}

# The known command at an edit distance of at most 3 (and less than the whole word), if any.
mais_parecido() {
  local comandos
  comandos=$(comandos_instalados)
  printf '%s\n' "$comandos" | awk -F'|' -v dado="$1" '
    function menor(a, b, c) { return a < b ? (a < c ? a : c) : (b < c ? b : c) }
    function distancia(a, b,    i, j, d) {
      for (i = 0; i <= length(a); i++) d[i, 0] = i
      for (j = 0; j <= length(b); j++) d[0, j] = j
      for (i = 1; i <= length(a); i++)
        for (j = 1; j <= length(b); j++)
          d[i, j] = menor(d[i-1, j] + 1, d[i, j-1] + 1, d[i-1, j-1] + (substr(a, i, 1) != substr(b, j, 1)))
      return d[length(a), length(b)]
    }
    BEGIN { melhor = 4 }
    {
      d = distancia(tolower(dado), $1)
      if (index($1, tolower(dado)) == 1 && length(dado) >= 2) d = 0
      if (d < melhor && d < length($1)) { melhor = d; nome = $1 }
    }
    END { if (nome != "") print nome }'
}

# The version of these files: the git tag when there is one, else package.json's version.
versao_instalada() {
  local versao
  versao=$(git -C "$JULIA_RAIZ" describe --tags --always 2>/dev/null || true)
  if [ -z "$versao" ] && [ -f "$JULIA_RAIZ/VERSAO" ]; then versao=$(cat "$JULIA_RAIZ/VERSAO"); fi
  if [ -z "$versao" ] && [ -f "$JULIA_RAIZ/package.json" ]; then
    versao=$(sed -n 's/^ *"version": *"\([^"]*\)".*/\1/p' "$JULIA_RAIZ/package.json" | head -n 1)
  fi
  printf '%s\n' "${versao:-desconhecida}"
}
