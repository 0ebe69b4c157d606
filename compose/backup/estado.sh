# What is told: log lines, exit codes, the state file and the figures for monitoring.
# shellcheck shell=bash
# shellcheck disable=SC2034 # read by the other files

readonly ESTADO=/estado
readonly METRICAS=/metricas
readonly SAIDA_FALHA=1 SAIDA_USO=2 SAIDA_AMBIENTE=3 SAIDA_OCUPADO=75

dizer() { printf '%s\n' "$*"; }

avisar() { printf '%s\n' "$*" >&2; }

# morrer <exit code> <what happened> [what to do]
morrer() {
  avisar "$2"
  [ -z "${3:-}" ] || avisar "  → $3"
  exit "$1"
}

agora() { date +%s; }

estado_ler() { sed -n "s/^$1=//p" "$ESTADO/estado" 2>/dev/null | tail -n 1; }

# estado_gravar name=value…: a copy is written and renamed, so a full disk leaves the old state.
estado_gravar() {
  local par novo="$ESTADO/estado.$BASHPID"
  {
    flock 9
    { cat "$ESTADO/estado" 2>/dev/null || true; } >"$novo"
    for par in "$@"; do
      { grep -v "^${par%%=*}=" "$novo" || true; } >"$novo.2"
      printf '%s\n' "$par" >>"$novo.2"
      mv -f "$novo.2" "$novo"
    done
    mv -f "$novo" "$ESTADO/estado"
    metricas_gravar
  } 9>>"$ESTADO/estado.trava"
}

# metrica <name> <help> <state key>: only what is known is written; an absent figure is an alert of its own.
metrica() {
  local valor
  valor=$(estado_ler "$3")
  [ -n "$valor" ] || return 0
  printf '# HELP %s %s\n# TYPE %s gauge\n%s %s\n' "$1" "$2" "$1" "$1" "$valor"
}

metricas_gravar() {
  [ -d "$METRICAS" ] || return 0
  local novo="$METRICAS/.backup.prom.$BASHPID"
  {
    metrica julia_backup_ultimo_sucesso_segundos 'Instant of the last good backup' copia_em
    metrica julia_backup_ultima_execucao_sucesso '1 when the last backup succeeded' copia_ok
    metrica julia_backup_duracao_segundos 'Duration of the last good backup' copia_duracao
    metrica julia_backup_bytes 'Size of the last good backup before deduplication' copia_bytes
    metrica julia_backup_externo_ultimo_sucesso_segundos 'Instant of the last good backup outside this server' externo_em
    metrica julia_backup_livro_ultimo_sucesso_segundos 'Instant the opt-out ledger was last found or made current' livro_em
    metrica julia_ensaio_ultimo_sucesso_segundos 'Instant of the last good restore drill' ensaio_em
    metrica julia_ensaio_ultima_execucao_sucesso '1 when the last restore drill succeeded' ensaio_ok
    metrica julia_ensaio_duracao_segundos 'Duration of the last good restore drill' ensaio_duracao
  } >"$novo"
  chmod 0644 "$novo"
  mv -f "$novo" "$METRICAS/backup.prom"
}

# com_trava <command…>: one at a time, over all containers that share the state volume.
com_trava() {
  exec 8>>"$ESTADO/trava"
  flock -n 8 || morrer "$SAIDA_OCUPADO" "Já há uma cópia, uma restauração ou um ensaio em andamento." "Espere terminar e repita."
  "$@"
}
