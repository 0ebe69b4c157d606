# One change at a time: a lock that the kernel lets go when its holder dies, and that says who holds it.
# shellcheck shell=bash

JULIA_TRAVA=${JULIA_TRAVA:-$JULIA_RAIZ/.julia/rollout.lock}
JULIA_TRAVA_FD=''

# trava_pegar <reason>: exits 75 when somebody else is at work. A killed holder may leave a `docker compose` child behind, which
# keeps the lock until it is done (two of them at once would fight): that is waited for, JULIA_TRAVA_ESPERA_S seconds (120).
trava_pegar() {
  local espera=${JULIA_TRAVA_ESPERA_S:-120}
  [ -z "$JULIA_TRAVA_FD" ] || return 0
  command -v flock >/dev/null 2>&1 || morrer "$SAIDA_AMBIENTE" "Não encontrei o flock." "Instale o pacote util-linux."
  mkdir -p "$(dirname "$JULIA_TRAVA")"
  exec {JULIA_TRAVA_FD}>>"$JULIA_TRAVA"
  if ! flock -n "$JULIA_TRAVA_FD"; then
    if trava_dono_vivo; then
      trava_ocupada
    else
      dizer "A operação anterior foi interrompida; espero o docker compose dela terminar…"
      flock -w "$espera" "$JULIA_TRAVA_FD" || trava_ocupada
    fi
  fi
  printf 'pid=%s\ndono=%s\ndesde=%s\nmotivo=%s\n' "$$" "$(trava_quem)" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" >"$JULIA_TRAVA"
}

trava_soltar() {
  [ -n "$JULIA_TRAVA_FD" ] || return 0
  : >"$JULIA_TRAVA"
  exec {JULIA_TRAVA_FD}>&-
  JULIA_TRAVA_FD=''
}

# trava_campo pid|dono|desde|motivo: what the lock's file says.
trava_campo() { sed -n "s/^$1=//p" "$JULIA_TRAVA" 2>/dev/null | head -n 1; }

trava_dono_vivo() {
  local pid
  pid=$(trava_campo pid)
  [ -n "$pid" ] && ps -p "$pid" >/dev/null 2>&1
}

# Is somebody at work right now? Asks the kernel, because a dead holder leaves its text behind.
trava_em_uso() {
  [ -f "$JULIA_TRAVA" ] || return 1
  ! flock -n "$JULIA_TRAVA" true 2>/dev/null
}

trava_ocupada() {
  morrer "$SAIDA_OCUPADO" "Outra operação está em andamento: $(trava_campo motivo) (por $(trava_campo dono), desde $(trava_campo desde), processo $(trava_campo pid))." \
    "Espere ela terminar e repita o comando."
}

trava_quem() {
  local nome
  nome=$(id -un 2>/dev/null || id -u)
  if [ -n "${SUDO_USER:-}" ]; then nome="$SUDO_USER (sudo)"; fi
  printf '%s@%s' "$nome" "$(uname -n)"
}

# sleep that does not hold the lock when this script is killed meanwhile.
dormir() {
  # shellcheck disable=SC1083 # the number of the descriptor has to be in the text
  if [ -n "$JULIA_TRAVA_FD" ]; then eval "sleep \"\$1\" $JULIA_TRAVA_FD>&-"; else sleep "$1"; fi
}
