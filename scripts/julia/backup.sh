# Backups: by hand, what there is, how old the last one is. Restore and drill have their own files.
# shellcheck shell=bash

ajuda_backup() {
  cat <<'TEXTO'
Uso: ./julia backup [--listar | --conferir | --mostrar [CÓPIA]]

Faz agora uma cópia cifrada do banco, do Redis e, com os perfis ligados, dos bancos e arquivos da Evolution e do Chatwoot, sem
parar nada. Vai para RESTIC_REPOSITORY (em branco: um volume deste servidor). Com o perfil backup ligado, o mesmo acontece
sozinho em BACKUP_CRON, e a cada minuto vai também a lista de quem pediu para não ser procurado.

  --listar     mostra as cópias guardadas
  --conferir   lê o repositório inteiro e confere cada byte
  --mostrar    mostra o manifesto de uma cópia: versões, linhas e somas por tabela

GUARDE BACKUP_SENHA FORA DESTE SERVIDOR: sem ela nenhuma cópia abre.

Exemplo: ./julia backup
Saída: 0 guardada e lida de volta; 1 falhou (a última boa continua); 3 falta o Docker, o .env ou a senha; 75 já há uma em andamento.
TEXTO
}

comando_backup() {
  local palavra=copiar argumentos=(manual)
  case ${1:-} in
    '') ;;
    --listar) palavra=listar argumentos=() ;;
    --conferir) palavra=conferir argumentos=() ;;
    --mostrar) palavra=mostrar argumentos=("${@:2}") ;;
    *) uso_errado "Não conheço a opção $1." backup ;;
  esac
  exigir_motor
  exigir_env
  if [ "$palavra" = copiar ]; then
    backup_anotar_instalacao
    backup_levar_migracoes "$(backup_imagem_da_api)" sempre
  fi
  backup_rodar backup "$palavra" "${argumentos[@]}"
}

# COMPOSE_FILE with the backup files in it, also where the deployment does not list them.
backup_compose_file() {
  local arquivos
  arquivos=$(env_efetivo COMPOSE_FILE compose/compose.yaml)
  [[ :$arquivos: = *:compose/backup.yaml:* ]] || arquivos+=:compose/backup.yaml
  if [[ :$arquivos: = *:compose/segredos.yaml:* && :$arquivos: != *:compose/backup-segredos.yaml:* ]]; then
    arquivos+=:compose/backup-segredos.yaml
  fi
  printf '%s\n' "$arquivos"
}

# backup_rodar <service> <word…>: one throw-away container of that service.
backup_rodar() {
  local arquivos
  arquivos=$(backup_compose_file)
  backup_criar_pastas || true
  if [ "$arquivos" = "$(env_efetivo COMPOSE_FILE)" ]; then
    compose run --rm --no-deps -T "$@"
  else
    # With COMPOSE_FILE in the environment, Compose would look for .env beside the first file.
    compose "COMPOSE_FILE=$arquivos" --env-file "$JULIA_ENV" run --rm --no-deps -T "$@"
  fi
}

# The settings without secrets, for the copy: names that say what they are, and addresses that carry a password.
backup_anotar_instalacao() {
  local pasta=$JULIA_RAIZ/.julia/instalacao
  backup_criar_pastas || exit "$SAIDA_FALHA"
  sed -E -e 's/^([[:space:]]*(export[[:space:]]+)?[A-Za-z0-9_]*(KEY|TOKEN|SENHA|SECRET|PASSWORD|CHAVE|WEBHOOK_URL|DB_URL)[A-Za-z0-9_]*[[:space:]]*=).*/\1/' \
    -e 's#(://)[^/@[:space:]]*@#\1#' "$JULIA_ENV" >"$pasta/env-sem-segredos"
  if [ -f "$JULIA_RAIZ/.julia/rollouts.jsonl" ]; then cp "$JULIA_RAIZ/.julia/rollouts.jsonl" "$pasta/"; fi
  versao_instalada >"$pasta/versao"
}

# Instant of the last good backup in seconds since 1970, for ./julia doctor; nothing when there was none.
backup_ultimo_segundos() {
  sed -n 's/^julia_backup_ultimo_sucesso_segundos //p' "$JULIA_RAIZ/.julia/metricas/backup.prom" 2>/dev/null
}

carregar backup-migracoes
carregar restore
carregar drill
