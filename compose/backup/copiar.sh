# One backup: everything into a staging folder, then one snapshot, then retention. The services go on meanwhile.
# shellcheck shell=bash

readonly PREPARO=$ESTADO/preparo/copia

comando_copiar() { com_trava copiar_e_anotar "$@"; }

# In a subshell, so that whatever ends it is written down.
copiar_e_anotar() {
  local codigo=0 inicio
  inicio=$(agora)
  set +e
  (
    set -e
    copiar "$@"
  )
  codigo=$?
  set -e
  rm -rf "$PREPARO"
  if [ "$codigo" -ne 0 ]; then
    estado_gravar copia_ok=0 "falha_em=$(agora)" || avisar "Nem o estado pôde ser gravado: o disco está cheio?"
    avisar "A CÓPIA FALHOU. A última boa: $(quando "$(estado_ler copia_em)")."
    return "$codigo"
  fi
  estado_gravar copia_ok=1 "copia_em=$(agora)" "copia_duracao=$(($(agora) - inicio))"
  if [ -z "${RESTIC_REPOSITORY:-}" ] || [[ $RESTIC_REPOSITORY = /* ]]; then
    dizer "Atenção: esta cópia fica neste mesmo servidor. Para sobreviver à perda dele, aponte RESTIC_REPOSITORY para fora (S3, SFTP…)."
  else
    estado_gravar "externo_em=$(agora)"
  fi
}

quando() { if [ -n "$1" ]; then date -d "@$1" '+%d/%m/%Y %H:%M'; else printf 'nenhuma'; fi; }

copiar() {
  local etiqueta=${1:-manual} parte partes=(redis banco) id volumes
  find "$ESTADO/tmp" -mindepth 1 -maxdepth 1 -mtime +0 -exec rm -rf {} + 2>/dev/null || true
  preparar_restic
  preparar_bancos
  garantir_repositorio
  rm -rf "$PREPARO"
  mkdir -p "$PREPARO"
  date -u +%Y-%m-%dT%H:%M:%SZ >"$PREPARO/instante"
  dizer "Redis…"
  redis_copiar "$PREPARO/redis"
  dizer "Banco da Júlia…"
  banco_copiar_julia "$PREPARO/banco"
  for parte in evolution chatwoot; do
    tem_perfil "$parte" || continue
    dizer "Banco de $parte…"
    vizinho_copiar "$parte" "$PREPARO/$parte"
    partes+=("$parte")
  done
  instalacao_copiar "$PREPARO/instalacao"
  escrever_manifesto "${partes[@]}" >"$PREPARO/manifesto.json"
  mapfile -t volumes < <(volumes_da_copia)
  dizer "Guardando, cifrado…"
  id=$(guardar "$etiqueta" "$PREPARO" "${volumes[@]}")
  restic_ou_morrer "Ler de volta o manifesto" dump "$id" "$PREPARO/manifesto.json" | cmp - "$PREPARO/manifesto.json" ||
    morrer "$SAIDA_FALHA" "O que foi guardado não é o que foi copiado."
  livro_guardar
  reter
  conferir_uma_parte
  dizer "Cópia ${id:0:8}: $(jq -r '[.tabelas[] | .[].linhas] | "\(length) tabelas, \(add) linhas"' "$PREPARO/manifesto.json")."
}

# guardar <tag> <paths…>: id of the new snapshot. A snapshot from which files are missing is thrown away and tried again.
guardar() {
  local etiqueta=$1 tentativa codigo resumo id
  shift
  for tentativa in 1 2 3; do
    codigo=0
    restic_sftp backup --json --host "$HOSPEDE" --tag "copia,$etiqueta" "$@" >"$TMPDIR/resumo" || codigo=$?
    resumo=$(jq -c 'select(.message_type == "summary")' "$TMPDIR/resumo" 2>/dev/null | tail -n 1 || true)
    id=$(jq -r '.snapshot_id // empty' <<<"${resumo:-null}")
    if [ "$codigo" -eq 0 ] && [ -n "$id" ]; then
      estado_gravar "copia_bytes=$(jq -r .total_bytes_processed <<<"$resumo")" "copia_id=$id"
      printf '%s\n' "$id"
      return 0
    fi
    [ "$codigo" -eq 3 ] || break
    # Files came or went while it read: Evolution rewrites its sessions all the time.
    [ -z "$id" ] || restic_sftp forget "$id" >/dev/null || true
    avisar "Arquivos mudaram durante a leitura; tentativa $tentativa de 3."
  done
  restic_falhou "Guardar a cópia" "$codigo"
}

escrever_manifesto() {
  local parte tabelas='{}'
  for parte in "$@"; do
    [ -f "$PREPARO/$parte/impressao.txt" ] || continue
    tabelas=$(jq -R -s --arg parte "$parte" --argjson ate "$tabelas" 'split("\n") | map(select(. != "") | split("|")
      | {key: .[0], value: {linhas: (.[1] | tonumber), soma: .[2]}}) | from_entries as $t | $ate + {($parte): $t}' \
      "$PREPARO/$parte/impressao.txt")
  done
  jq -n --argjson tabelas "$tabelas" --arg instante "$(cat "$PREPARO/instante")" --arg chave "$(cat "$PREPARO/banco/chave-id.txt")" \
    --rawfile migracoes "$PREPARO/banco/migracoes.txt" --arg redis "$(sha256sum <"$PREPARO/redis/dump.rdb" | cut -d' ' -f1)" \
    --arg servidor "$(psql_de julia --command 'show server_version')" --arg cliente "$(pg_dump --version)" --arg restic "$(restic version)" \
    '{formato: 1, instante: $instante, partes: $ARGS.positional, chaveOptout: $chave, redisSha256: $redis,
      versoes: {postgres: $servidor, pgDump: $cliente, restic: $restic},
      migracoes: ($migracoes | split("\n") | map(select(. != "") | split(" ")[0])), tabelas: $tabelas}' --args "$@"
}

# Copies by age; ledgers per key, so that an empty one of a new database never pushes out the one that counts.
reter() {
  (
    flock 6
    esquecer --tag optout --group-by tags --keep-last 3 --keep-daily "${BACKUP_MANTER_DIAS:-14}" --keep-monthly "${BACKUP_MANTER_MESES:-6}"
    # Frees space only when something was forgotten.
    esquecer --tag copia --group-by host --prune --keep-last "${BACKUP_MANTER_ULTIMAS:-3}" --keep-daily "${BACKUP_MANTER_DIAS:-14}" \
      --keep-weekly "${BACKUP_MANTER_SEMANAS:-8}" --keep-monthly "${BACKUP_MANTER_MESES:-6}"
  ) 6>>"$ESTADO/restic.trava"
}

# Nobody else of this server uses the repository while reter() holds its lock, so a lock inside it is a killed process's.
esquecer() {
  local codigo=0
  restic_sftp --retry-lock 10s forget --host "$HOSPEDE" "$@" || codigo=$?
  if [ "$codigo" -eq 11 ]; then
    restic_ou_morrer "Tirar travas velhas" unlock --remove-all
    restic_ou_morrer "Aplicar a retenção" forget --host "$HOSPEDE" "$@"
  elif [ "$codigo" -ne 0 ]; then
    restic_falhou "Aplicar a retenção" "$codigo"
  fi
}

# Structure every time, contents by sevenths: in a week every byte was read back.
conferir_uma_parte() {
  restic_conferir --read-data-subset "$(date +%u)/7"
}
