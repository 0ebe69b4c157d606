# Restoring a backup. The database comes back in one transaction, compared with the manifest, with everybody who opted out
# since still out, nothing in flight, and Júlia paused.
# shellcheck shell=bash

carregar espera

ajuda_restore() {
  cat <<'TEXTO'
Uso: ./julia restore [CÓPIA] [--sim] [--so PARTE,…] [--sem-livro] [--sem-copia-antes]
     ./julia restore --listar
     ./julia restore --retomar

Para os serviços, restaura a cópia (a mais nova, ou a que você disser), compara linhas e somas com o manifesto, aplica as
migrações mais novas que ela e sobe tudo com a Júlia PAUSADA. O que mudou depois da cópia se perde, menos isto: quem pediu para
não ser procurado continua fora. Nada do que estava na fila sai; conversas que esperavam resposta ficam com uma pessoa.

  --sim              não pergunta
  --so PARTE,…       só estas partes: banco, redis, evolution, chatwoot
  --sem-livro        restaura mesmo sem a lista de opt-outs (último recurso)
  --sem-copia-antes  não guarda antes uma cópia do estado atual
  --listar           mostra as cópias
  --retomar          tira a pausa depois de você conferir

Exemplo: ./julia restore
Saída: 0 restaurada; 1 falhou (o banco fica como estava); 2 uso; 3 falta o Docker, o .env ou a senha; 75 outra operação em andamento.
TEXTO
}

comando_restore() {
  local copia='' sim=nao so='' livro=() antes=sim
  while [ $# -gt 0 ]; do
    case $1 in
      --listar) exigir_motor; exigir_env; backup_rodar backup listar; return ;;
      --retomar) restore_retomar; return ;;
      --sim) sim=sim ;;
      --so) so=${2:-}; shift; restore_conferir_partes "$so" ;;
      --sem-livro) livro=(--sem-livro) ;;
      --sem-copia-antes) antes=nao ;;
      -*) uso_errado "Não conheço a opção $1." restore ;;
      *) copia=$1 ;;
    esac
    shift
  done
  exigir_motor
  exigir_env
  trava_pegar "restore ${copia:-a mais nova}"
  restore_planejar "$copia" "$so" "${livro[@]}"
  [ "$sim" = sim ] || confirmar "Restaurar?" || morrer "$SAIDA_USO" "Não restaurei nada." "Para não perguntar: ./julia restore --sim"
  restore_executar "$so" "$antes" "${livro[@]}"
}

restore_conferir_partes() {
  local parte
  [ -n "$1" ] || uso_errado "--so pede as partes." restore
  for parte in ${1//,/ }; do
    case $parte in banco | redis | evolution | chatwoot) ;; *) uso_errado "Não conheço a parte \"$parte\": banco, redis, evolution, chatwoot." restore ;; esac
  done
}

# restore_planejar <copy> <parts> [--sem-livro]: fetches the copy and the ledger and reads them whole before anything is
# stopped: a wrong password or a damaged repository costs nothing.
RESTORE_COPIA='' RESTORE_PARTES=''
restore_planejar() {
  local plano instante
  plano=$(backup_rodar backup-restauracao restaurar plano "$1" "${@:3}") || exit $?
  RESTORE_COPIA=$(printf '%s\n' "$plano" | sed -n 's/^copia=//p')
  RESTORE_PARTES=$(printf '%s\n' "$plano" | sed -n 's/^partes=//p')
  instante=$(printf '%s\n' "$plano" | sed -n 's/^instante=//p')
  [ -n "$RESTORE_COPIA" ] || morrer "$SAIDA_FALHA" "Não entendi o plano da restauração."
  [ -z "$2" ] || RESTORE_PARTES=${2//,/ }
  titulo "Cópia $RESTORE_COPIA, de $instante (UTC)"
  dizer "Vou restaurar: $RESTORE_PARTES. O que está lá agora será substituído; o que mudou depois da cópia se perde."
}

restore_tem() { [[ " $RESTORE_PARTES " = *" $1 "* ]]; }

restore_executar() {
  local so=$1 antes=$2 servico parados=()
  shift 2
  if [ "$antes" = sim ] && restore_tem banco; then
    dizer "Guardo antes o estado atual…"
    backup_levar_migracoes "$(backup_imagem_da_api)" sempre
    backup_rodar backup copiar antes-de-restaurar >/dev/null ||
      erro "Não deu para guardar o estado atual (é o esperado se ele se perdeu). Sigo."
  fi
  for servico in $(restore_servicos_a_parar); do parados+=("$servico"); done
  [ ${#parados[@]} -eq 0 ] || compose stop "${parados[@]}"
  restore_subir_bancos
  if restore_tem banco; then
    backup_rodar backup-restauracao restaurar banco "$RESTORE_COPIA" "$@" || restore_falhou "O banco ficou como estava."
  fi
  if [ "$RESTORE_PARTES" != banco ]; then
    backup_rodar backup-restauracao restaurar vizinhos "$RESTORE_COPIA" ${so:+--so "$so"} || restore_falhou "Repita: cada parte é trocada inteira."
  fi
  trava_soltar
  dizer "Subindo, com as migrações mais novas que a cópia…"
  "$JULIA_RAIZ/julia" up || restore_falhou "Os dados estão restaurados; corrija o que falta e rode ./julia up."
  dizer
  titulo "Restaurada, e PAUSADA: nada sai até você retomar."
  dizer "Antes, confira: reservas e conversas de depois da cópia não estão mais aqui; as que esperavam resposta estão com uma pessoa."
  dizer "Envios de campanha só recomeçam amanhã, porque não se sabe quantos já saíram hoje."
  dizer "Para retomar: ./julia restore --retomar"
}

restore_falhou() {
  erro "A restauração falhou (a causa está acima)."
  dizer "  → $1 Os serviços estão parados: ./julia up os sobe de novo."
  exit "$SAIDA_FALHA"
}

# Whoever writes to what is restored, of those that exist here.
restore_servicos_a_parar() {
  local existentes candidatos=(backup julia-api julia-worker julia-scheduler julia-api-reserva julia-worker-reserva julia-scheduler-reserva)
  existentes=$(servicos_existentes)
  if restore_tem redis; then candidatos+=(evolution-api chatwoot-rails chatwoot-sidekiq redis); fi
  if restore_tem evolution; then candidatos+=(evolution-api); fi
  if restore_tem chatwoot; then candidatos+=(chatwoot-rails chatwoot-sidekiq); fi
  printf '%s\n' "${candidatos[@]}" | sort -u | grep -Fx -f <(printf '%s\n' "$existentes") || true
}

# Database servers of this project have to run while their contents are replaced; after the loss of everything they are empty.
restore_subir_bancos() {
  local url maquina desejados servico bancos=()
  desejados=$(servicos_desejados) || morrer "$SAIDA_AMBIENTE" "O docker compose não aceita a configuração (veja acima)."
  url=$(restore_endereco_do_banco)
  maquina=${url#*://} maquina=${maquina%%\?*} maquina=${maquina%%/*} maquina=${maquina##*@} maquina=${maquina%%:*}
  for servico in "$maquina" evolution-postgres chatwoot-postgres; do
    if grep -Fxq -- "$servico" <<<"$desejados"; then bancos+=("$servico"); fi
  done
  [ ${#bancos[@]} -gt 0 ] || return 0
  compose up -d "${bancos[@]}"
  esperar_saudavel 120 "${bancos[@]}" || {
    explicar_culpados
    restore_falhou "O banco não subiu."
  }
}

# Only its host is used; from the secret file if there is one.
restore_endereco_do_banco() {
  if [ -s "$JULIA_RAIZ/segredos/supabase_db_url" ]; then
    head -n 1 "$JULIA_RAIZ/segredos/supabase_db_url"
  else
    env_efetivo SUPABASE_DB_URL
  fi
}

restore_retomar() {
  exigir_motor
  exigir_env
  backup_rodar backup retomar "$(trava_quem)"
}
