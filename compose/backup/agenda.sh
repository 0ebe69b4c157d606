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

# What the loop has started, at most one of each. Each is a process group of its own, which restic and psql belong to.
COPIA='' LIVRO=''

comando_agendar() {
  local cron=${BACKUP_CRON:-30 3 * * *}
  mkdir -p "$ESTADO"
  (cron_agora "$cron" || true)
  (preparar_restic)
  dizer "Cópias em: $cron (${TZ:-UTC}). Livro de opt-outs a cada minuto."
  # Bash runs a trap only between commands: sleep must be a child that is waited for.
  trap agenda_parar TERM INT
  while :; do
    estado_gravar "vivo_em=$(agora)"
    agenda_livro
    agenda_copia "$cron"
    sleep $((60 - $(date +%-S))) &
    wait $!
  done
}

# A slow target must not keep this loop from its next minute, nor the ledgers pile up.
agenda_livro() {
  if em_curso "$LIVRO"; then
    avisar "O livro de opt-outs do minuto anterior ainda está sendo guardado."
    return 0
  fi
  [ -z "$LIVRO" ] || wait "$LIVRO" || avisar "O livro de opt-outs não pôde ser guardado; tento de novo."
  setsid bash "$AQUI/julia-backup" livro &
  LIVRO=$!
}

# In the background: for the hours that a backup may take, opt-outs are still kept every minute.
agenda_copia() {
  if em_curso "$COPIA"; then return 0; fi
  cron_agora "$1" || copia_atrasada || return 0
  estado_gravar "tentada_em=$(agora)"
  setsid bash "$AQUI/julia-backup" copiar agendada &
  COPIA=$!
}

# em_curso <pid of a child, or nothing>
em_curso() {
  local rodando
  [ -n "$1" ] || return 1
  rodando=$(jobs -pr)
  [[ $'\n'$rodando$'\n' = *$'\n'$1$'\n'* ]]
}

# Whole groups are ended, so that restic takes its lock out of the repository, and given the time for it: less than
# stop_grace_period. A backup cut short counts neither as good nor as failed.
agenda_parar() {
  local grupo grupos=() restam copiava=nao n
  dizer "Parando."
  if em_curso "$LIVRO"; then grupos+=("$LIVRO"); fi
  if em_curso "$COPIA"; then
    grupos+=("$COPIA")
    copiava=sim
    dizer "A cópia em andamento foi interrompida; a última boa: $(quando "$(estado_ler copia_em)")."
  fi
  for grupo in "${grupos[@]}"; do kill -TERM -- "-$grupo" 2>/dev/null || true; done
  for ((n = 0; n < 100; n++)); do
    restam=nao
    for grupo in "${grupos[@]}"; do
      if kill -0 -- "-$grupo" 2>/dev/null; then restam=sim; fi
    done
    [ "$restam" = sim ] || break
    sleep 0.2
  done
  # It holds the data, readable.
  [ "$copiava" = nao ] || rm -rf "$PREPARO"
  exit 0
}

# A night missed while the machine was off is made up for, at most one try an hour.
copia_atrasada() {
  local ultima tentada
  ultima=$(estado_ler copia_em)
  tentada=$(estado_ler tentada_em)
  (($(agora) - ${ultima:-0} > 26 * 3600 && $(agora) - ${tentada:-0} > 3600))
}

# Healthy: the loop turns and the last backup did not fail.
comando_saude() {
  local vivo
  vivo=$(estado_ler vivo_em)
  (($(agora) - ${vivo:-0} < 300)) || morrer "$SAIDA_FALHA" "O agendador parou há mais de 5 minutos."
  if ! flock -n "$ESTADO/trava" true 2>/dev/null; then
    dizer "cópia em andamento"
    return 0
  fi
  [ "$(estado_ler copia_ok)" != 0 ] || morrer "$SAIDA_FALHA" "A última cópia falhou ($(quando "$(estado_ler falha_em)"))."
  dizer "última cópia: $(quando "$(estado_ler copia_em)")"
}
