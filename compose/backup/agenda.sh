# The scheduler of the container: backups at BACKUP_CRON (America/Sao_Paulo), the opt-out ledger every minute.
# shellcheck shell=bash

# cron_casa <field> <value>: *, a, a-b, lists of them, and /step.
cron_casa() {
  local partes parte passo de ate
  IFS=, read -ra partes <<<"$1"
  for parte in "${partes[@]}"; do
    passo=1
    if [[ $parte = */* ]]; then passo=${parte#*/} parte=${parte%%/*}; fi
    case $parte in
      '*') de=0 ate=99 ;;
      *-*) de=${parte%-*} ate=${parte#*-} ;;
      *) de=$parte ate=$parte ;;
    esac
    if (($2 >= de && $2 <= ate && ($2 - de) % passo == 0)); then return 0; fi
  done
  return 1
}

# cron_agora <five fields>: does this minute match? Both day fields given means either, as in cron.
cron_agora() {
  local campos minuto hora dia mes semana
  read -ra campos <<<"$1"
  [ ${#campos[@]} -eq 5 ] || morrer "$SAIDA_USO" "BACKUP_CRON precisa de cinco campos, por exemplo 30 3 * * *"
  read -r minuto hora dia mes semana < <(date '+%-M %-H %-d %-m %w')
  cron_casa "${campos[0]}" "$minuto" && cron_casa "${campos[1]}" "$hora" && cron_casa "${campos[3]}" "$mes" || return 1
  if [ "${campos[2]}" != '*' ] && [ "${campos[4]}" != '*' ]; then
    cron_casa "${campos[2]}" "$dia" || cron_casa "${campos[4]//7/0}" "$semana"
  else
    cron_casa "${campos[2]}" "$dia" && cron_casa "${campos[4]//7/0}" "$semana"
  fi
}

comando_agendar() {
  local cron=${BACKUP_CRON:-30 3 * * *}
  mkdir -p "$ESTADO"
  (cron_agora "$cron" || true)
  (preparar_restic)
  dizer "Cópias em: $cron (${TZ:-UTC}). Livro de opt-outs a cada minuto."
  # Bash runs a trap only between commands: sleep must be a child that is waited for.
  trap 'dizer "Parando."; exit 0' TERM INT
  while :; do
    estado_gravar "vivo_em=$(agora)"
    bash "$AQUI/julia-backup" livro || avisar "O livro de opt-outs não pôde ser guardado; tento de novo em um minuto."
    if cron_agora "$cron" || copia_atrasada; then
      estado_gravar "tentada_em=$(agora)"
      bash "$AQUI/julia-backup" copiar agendada || true
    fi
    sleep $((60 - $(date +%-S))) &
    wait $!
  done
}

# A night missed while the machine was off is made up for, at most one try an hour.
copia_atrasada() {
  local ultima tentada
  ultima=$(estado_ler copia_em)
  tentada=$(estado_ler tentada_em)
  (($(agora) - ${ultima:-0} > 26 * 3600 && $(agora) - ${tentada:-0} > 3600))
}

# Healthy: the loop turns (a long backup may hold it for hours) and the last backup did not fail.
comando_saude() {
  local vivo
  vivo=$(estado_ler vivo_em)
  if ! flock -n "$ESTADO/trava" true 2>/dev/null; then
    dizer "cópia em andamento"
    return 0
  fi
  (($(agora) - ${vivo:-0} < 300)) || morrer "$SAIDA_FALHA" "O agendador parou há mais de 5 minutos."
  [ "$(estado_ler copia_ok)" != 0 ] || morrer "$SAIDA_FALHA" "A última cópia falhou ($(quando "$(estado_ler falha_em)"))."
  dizer "última cópia: $(quando "$(estado_ler copia_em)")"
}
