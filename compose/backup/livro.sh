# The opt-out ledger: keyed hashes of who asked to be left alone, kept beside the backups and far fresher than they are.
# shellcheck shell=bash

comando_livro() {
  preparar_restic
  preparar_bancos
  livro_guardar
}

# Reads the ledger every time, stores it only when it changed or an hour went by: a minute costs one small query. Its lock is let
# go at the end: what a backup does after this takes hours, and the scheduler keeps the ledger all the while.
livro_guardar() {
  mkdir -p "$ESTADO/livro"
  {
    flock 7
    livro_guardar_travado "$ESTADO/livro"
  } 7>>"$ESTADO/livro/trava"
}

livro_guardar_travado() {
  local pasta=$1 soma chave
  psql_de julia --command "select interno.livro_de_optout()" >"$pasta/livro.novo"
  chave=$(jq -er .chaveId "$pasta/livro.novo") || morrer "$SAIDA_FALHA" "O livro de opt-outs não pôde ser lido."
  soma=$(jq -c '[.chaveId, .linhas]' "$pasta/livro.novo" | sha256sum | cut -d' ' -f1)
  if [ "$soma" = "$(estado_ler livro_soma)" ] && [ $(($(agora) - $(estado_ler livro_guardado_em))) -lt 3600 ]; then
    rm -f "$pasta/livro.novo"
    estado_gravar "livro_em=$(agora)"
    return 0
  fi
  mv -f "$pasta/livro.novo" "$pasta/livro.json"
  {
    # With others who add or read, but not while reter() takes away.
    flock -s 6
    garantir_repositorio
    restic_ou_morrer "Guardar o livro de opt-outs" backup --host "$HOSPEDE" --tag "optout,chave-$chave" "$pasta/livro.json"
  } 6>>"$ESTADO/restic.trava"
  estado_gravar "livro_soma=$soma" "livro_guardado_em=$(agora)" "livro_em=$(agora)"
}

# livros_para <folder of the copy>: every ledger that bears on this copy, as one JSON array: the newest one stored for its
# key, and what the current database knows, if it can still be read. Told on stderr.
livros_para() {
  local pasta=$1 saida=$ESTADO/livro/juntos
  mkdir -p "$ESTADO/livro"
  printf '[]' >"$saida"
  livro_buscar "$pasta"
  if [ -s "$ESTADO/livro/guardado.json" ]; then
    juntar_livro "$saida" "$ESTADO/livro/guardado.json" "guardado"
  else
    avisar "AVISO: não há livro de opt-outs guardado para esta cópia; vale só o que o banco atual souber."
  fi
  # On standard input: arguments can be read by everybody on the machine, and this is the key of every hash.
  if printf "select interno.livro_de_optout('\\\\x%s'::bytea);\n" "$(chave_da_copia "$pasta")" |
    psql_de julia >"$ESTADO/livro/atual.json" 2>/dev/null; then
    juntar_livro "$saida" "$ESTADO/livro/atual.json" "do banco atual"
  else
    avisar "O banco atual não tem (ou não responde) o seu livro de opt-outs; vale o guardado."
  fi
  printf '%s\n' "$saida"
}

# livro_buscar <folder of the copy>: the newest ledger stored for its key, in guardado.json; empty when there is none.
livro_buscar() {
  local chave id
  mkdir -p "$ESTADO/livro"
  : >"$ESTADO/livro/guardado.json"
  chave=$(cat "$1/chave-id.txt")
  id=$(ids_com "optout" "chave-$chave" | sed -n 1p)
  [ -z "$id" ] || restic_ou_morrer "Ler o livro de opt-outs" dump "$id" "$ESTADO/livro/livro.json" >"$ESTADO/livro/guardado.json"
}

juntar_livro() {
  local sem_nome
  jq -e '.linhas | type == "array"' "$2" >/dev/null || morrer "$SAIDA_FALHA" "O livro de opt-outs $3 está ilegível: não restauro sem ele." "Tente outra cópia, ou --sem-livro se não houver jeito."
  jq -c --slurpfile novo "$2" '. + $novo' "$1" >"$1.novo"
  mv -f "$1.novo" "$1"
  avisar "Livro de opt-outs $3: $(jq '.linhas | length' "$2") registro(s), de $(jq -r .em "$2")."
  sem_nome=$(jq '.semNome' "$2")
  [ "$sem_nome" = 0 ] || avisar "AVISO: $sem_nome registro(s) do banco atual são de pessoas já apagadas e têm outra chave: não podem ser levados."
}
