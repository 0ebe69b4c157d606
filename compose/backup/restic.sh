# restic and what its exit codes mean.
# shellcheck shell=bash

readonly HOSPEDE=julia
readonly ESPERA_POR_TRAVA=5m

# restic_ou_morrer <what was tried> <restic arguments…>: standard output is restic's.
restic_ou_morrer() {
  local tentado=$1 codigo=0
  shift
  restic_sftp "$@" || codigo=$?
  [ "$codigo" -eq 0 ] || restic_falhou "$tentado" "$codigo"
}

restic_sftp() {
  local opcoes=(--retry-lock "$ESPERA_POR_TRAVA" --quiet)
  if [[ $RESTIC_REPOSITORY = sftp:* ]]; then
    [ -s "${BACKUP_SSH_CHAVE_FILE:-}" ] && [ -s "${BACKUP_SSH_MAQUINA_FILE:-}" ] || morrer "$SAIDA_AMBIENTE" \
      "Para SFTP faltam segredos/backup_ssh_chave (chave privada) e segredos/backup_ssh_maquina (saída de ssh-keyscan, conferida)."
    # ssh refuses a key that others may read, and a secret's file belongs to another user.
    install -m 0600 "$BACKUP_SSH_CHAVE_FILE" "/tmp/chave-ssh.$BASHPID"
    mv -f "/tmp/chave-ssh.$BASHPID" /tmp/chave-ssh
    opcoes+=(-o "sftp.args=-i /tmp/chave-ssh -o StrictHostKeyChecking=yes -o UserKnownHostsFile=$BACKUP_SSH_MAQUINA_FILE")
  fi
  restic "${opcoes[@]}" "$@"
}

restic_falhou() {
  case $2 in
    10) morrer "$SAIDA_FALHA" "$1: o repositório ${RESTIC_REPOSITORY%%\?*} não existe." "Confira RESTIC_REPOSITORY; a primeira cópia cria o repositório." ;;
    11) morrer "$SAIDA_OCUPADO" "$1: outro restic usa o repositório." "Espere; se ninguém usa: docker compose run --rm backup destravar" ;;
    12) morrer "$SAIDA_AMBIENTE" "$1: BACKUP_SENHA não abre este repositório." "Use a senha com que ele foi criado; sem ela as cópias estão perdidas." ;;
    *) morrer "$SAIDA_FALHA" "$1: o restic terminou com $2 (a causa está acima)." "Disco cheio? Destino fora do ar? Nada do que já estava guardado foi apagado." ;;
  esac
}

# Only a backup makes a repository, and only where there is none: a wrong password or a dead network must not look like that.
REPOSITORIO_PRONTO=nao
garantir_repositorio() {
  # Every call of restic costs half a second of key derivation.
  [ "$REPOSITORIO_PRONTO" = nao ] || return 0
  {
    # The first ledger and the first backup come together, and only one of them may make it.
    flock 5
    abrir_ou_criar_repositorio
  } 5>>"$ESTADO/repositorio.trava"
  REPOSITORIO_PRONTO=sim
}

abrir_ou_criar_repositorio() {
  local codigo=0
  restic_sftp cat config >/dev/null 2>"$TMPDIR/erro" || codigo=$?
  case $codigo in
    0) ;;
    10)
      restic_ou_morrer "Criar o repositório" init >/dev/null
      avisar "Repositório criado. GUARDE BACKUP_SENHA FORA DESTE SERVIDOR: sem ela ninguém abre estas cópias, nem nós."
      ;;
    *)
      cat "$TMPDIR/erro" >&2
      restic_falhou "Abrir o repositório" "$codigo"
      ;;
  esac
}

# ids_com <tag…>: snapshots that carry all of these tags, newest first.
ids_com() {
  local etiquetas
  etiquetas=$(IFS=,; printf '%s' "$*")
  restic_ou_morrer "Listar as cópias" snapshots --json --tag "$etiquetas" | jq -r 'sort_by(.time) | reverse | .[].id'
}

# achar_copia [id]: full id of that copy, or of the newest that was not made only to undo a restore.
achar_copia() {
  local id
  if [ -n "${1:-}" ]; then
    id=$(ids_com copia | { grep "^$1" || true; } | sed -n 1p)
  else
    id=$(restic_ou_morrer "Listar as cópias" snapshots --json --tag copia |
      jq -r 'map(select(.tags | index("antes-de-restaurar") | not)) | sort_by(.time) | last | .id // empty')
  fi
  [ -n "$id" ] || morrer "$SAIDA_FALHA" "Não há cópia${1:+ $1} em ${RESTIC_REPOSITORY%%\?*}." "Veja as que há com: ./julia restore --listar"
  printf '%s\n' "$id"
}

comando_listar() {
  preparar_restic
  restic_ou_morrer "Listar as cópias" snapshots --json --tag copia | jq -r '
    sort_by(.time) | reverse | if length == 0 then "nenhuma cópia" else
      .[] | [.short_id, (.time | sub("\\..*"; "") | strptime("%Y-%m-%dT%H:%M:%S") | mktime | strflocaltime("%d/%m/%Y %H:%M")),
             ([.tags[] | select(. != "copia")] | join(","))] | join("  ") end'
}

comando_mostrar() {
  local id
  preparar_restic
  id=$(achar_copia "${1:-}")
  restic_ou_morrer "Ler o manifesto" dump "$id" /estado/preparo/copia/manifesto.json
}

comando_destravar() {
  preparar_restic
  restic_ou_morrer "Destravar" unlock --remove-all
  dizer "Sem travas."
}

comando_conferir() {
  preparar_restic
  restic_conferir --read-data
  dizer "Repositório inteiro lido e conferido."
}

# Hours, for a large repository, in which restic's own lock would keep the opt-out ledger out of it. Who only adds does not disturb
# a check, which lists the snapshots before anything else; who takes away (reter) waits for the lock that is held here.
restic_conferir() {
  {
    flock -s 6
    restic_ou_morrer "Conferir o repositório" check --no-lock "$@"
  } 6>>"$ESTADO/restic.trava"
}

# restic itself, with this repository and its password: for keys, say (docs/segredos.md).
comando_restic() {
  preparar_restic
  restic_sftp "$@"
}
