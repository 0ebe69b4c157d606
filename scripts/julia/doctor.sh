# Every check of a running stack, each with its remedy.
# shellcheck shell=bash

carregar preflight
carregar espera
carregar segredos
carregar doctor-temas

ajuda_doctor() {
  cat <<'TEXTO'
Uso: ./julia doctor [segredos|monitoramento] [--json] [--conectar]

Confere a Júlia em funcionamento: contêineres, caminho pelo edge, o que cada serviço diz das suas dependências, .env, Redis,
filas e mensagens que desistiram, jobs agendados, webhooks, disco, relógio e idade da cópia de segurança. Não muda nada.

  segredos        só: algum valor secreto aparece em docker inspect?
  monitoramento   só: os alvos do Prometheus respondem, há alertas?
  --conectar      além do .env, fala com cada serviço de fora (Supabase, Anthropic, Evolution…)
  --json          uma linha JSON por verificação

Exemplo: ./julia doctor
Saída: 0 sem falhas (avisos não contam); 1 há falha; 3 falta o Docker ou o .env.
TEXTO
}

comando_doctor() {
  local conectar=() tema=''
  while [ $# -gt 0 ]; do
    case $1 in
      --json) FORMATO_VEREDITO=json ;;
      --conectar) conectar=(--conectar) ;;
      segredos | monitoramento) tema=$1 ;;
      *) uso_errado "Não conheço a opção $1." doctor ;;
    esac
    shift
  done
  exigir_motor
  exigir_env
  titulo_de_vereditos "A Júlia em funcionamento"
  if [ -n "$tema" ]; then
    "doctor_$tema"
    fechar_vereditos
    return
  fi
  conferir_conteineres
  conferir_edge
  conferir_por_dentro
  conferir_redis
  conferir_ambiente "${conectar[@]}"
  conferir_copia_de_seguranca
  conferir_operacao_interrompida
  conferir_permissoes
  conferir_disco
  conferir_relogio
  fechar_vereditos
}

conferir_conteineres() {
  local desejados servico julgado prontos=0
  if ! desejados=$(servicos_desejados); then
    veredito falha Configuração "o docker compose não a aceita" "docker compose config -q mostra o erro."
    return
  fi
  while IFS='|' read -r servico julgado; do
    case $julgado in
      pronto) prontos=$((prontos + 1)) ;;
      esperando) veredito aviso "$servico" "ainda iniciando" "Espere um minuto e repita." ;;
      ausente) veredito falha "$servico" "não existe" "./julia up" ;;
      *) veredito falha "$servico" "$(resumo_do_servico "$servico")" "docker compose logs --tail 50 $servico; depois docker compose restart $servico" ;;
    esac
  done < <(
    # shellcheck disable=SC2086 # one word per service
    julgar_servicos $desejados
  )
  veredito ok Contêineres "$prontos prontos"
  for servico in julia-api julia-worker julia-scheduler redis; do conferir_reinicios "$servico"; done
}

resumo_do_servico() {
  local id estado saude codigo resto
  id=$(conteineres_de "$1" | head -n 1)
  IFS='|' read -r estado saude codigo resto < <(estado_de "$id")
  : "$resto"
  printf '%s; %s' "$(estado_em_portugues "$estado" "$saude" "$codigo")" "$(ultima_saude "$id" | cut -c 1-200)"
}

conferir_reinicios() {
  local id reinicios
  id=$(conteineres_de "$1" | head -n 1)
  [ -n "$id" ] || return 0
  reinicios=$(docker inspect --format '{{.RestartCount}}' "$id")
  [ "$reinicios" -lt 3 ] || veredito aviso "$1" "o Docker já o reiniciou $reinicios vezes" "docker compose logs --tail 200 $1 mostra por quê."
}

# Status of a GET on this machine, by bash alone. 000 when nobody answers.
http_local() {
  local linha
  linha=$(
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
    printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$2" >&3
    IFS= read -r -t 10 -u 3 linha && printf '%s' "$linha"
  ) 2>/dev/null || true
  linha=${linha#* }
  printf '%s\n' "${linha:0:3}" | grep -E '^[0-9]{3}$' || printf '000\n'
}

conferir_edge() {
  local porta codigo caminho
  porta=$(env_efetivo JULIA_PORTA 8000)
  codigo=$(http_local "$porta" /health/ready)
  if [ "$codigo" = 200 ]; then
    veredito ok Edge "http://127.0.0.1:$porta/health/ready responde 200"
  else
    veredito falha Edge "http://127.0.0.1:$porta/health/ready responde $codigo" \
      "000: o edge não está no ar; 502 ou 503: a api não está pronta. docker compose logs --tail 50 edge julia-api"
  fi
  for caminho in /jobs /metrics; do
    codigo=$(http_local "$porta" "$caminho")
    case $codigo in
      404 | 000) ;;
      *) veredito falha "Edge $caminho" "responde $codigo a quem está de fora" "compose/edge/Caddyfile deve responder 404; docker compose up -d --force-recreate edge" ;;
    esac
  done
}

# What only the services know: they are asked from inside the api's container.
conferir_por_dentro() {
  local estado nome achado remedio saida
  if ! esta_no_ar julia-api; then
    veredito falha "julia-api" "fora do ar: não dá para perguntar pelas filas, jobs e webhooks" "./julia up"
    return
  fi
  if ! saida=$(rodar_node julia-api doctor.mjs); then
    veredito falha "julia-api" "não respondeu às perguntas" "docker compose logs --tail 50 julia-api"
  fi
  while IFS=$'\t' read -r estado nome achado remedio; do
    [ -n "$estado" ] || continue
    veredito "$estado" "$nome" "$achado" "$remedio"
  done <<<"$saida"
}

# With the password where there is one, as the container itself reads it.
redis_cli() {
  # shellcheck disable=SC2016 # expands inside the container
  compose_ler exec -T redis sh -c 's=${REDIS_PASSWORD:-}; [ -z "${REDIS_PASSWORD_FILE:-}" ] || s=$(cat "$REDIS_PASSWORD_FILE"); [ -z "$s" ] || export REDISCLI_AUTH="$s"; exec redis-cli "$@"' redis "$@"
}

campo_redis() { printf '%s\n' "$1" | tr -d '\r' | sed -n "s/^$2://p" | head -n 1; }

conferir_redis() {
  local info usada maxima
  esta_no_ar redis || {
    veredito falha Redis "não está no ar" "docker compose up -d redis; docker compose logs --tail 50 redis"
    return
  }
  info=$(redis_cli info || true)
  if [ "$(campo_redis "$info" loading)" != 0 ]; then
    veredito falha Redis "não responde ou ainda carrega os dados" "docker compose logs --tail 50 redis; a senha de REDIS_URL é a de REDIS_PASSWORD?"
    return
  fi
  if [ "$(campo_redis "$info" maxmemory_policy)" = noeviction ]; then
    veredito ok "Redis não descarta"
  else
    veredito falha "Redis descarta dados" "maxmemory-policy $(campo_redis "$info" maxmemory_policy)" "Ponha maxmemory-policy noeviction em compose/redis/redis.conf e recrie o redis: trabalhos da fila seriam apagados."
  fi
  if [ "$(campo_redis "$info" aof_enabled)" = 1 ] && [ "$(campo_redis "$info" aof_last_write_status)" = ok ]; then
    veredito ok "Redis grava em disco"
  else
    veredito falha "Redis não grava em disco" "aof_enabled $(campo_redis "$info" aof_enabled), última gravação $(campo_redis "$info" aof_last_write_status)" "Há espaço em disco? appendonly yes em compose/redis/redis.conf."
  fi
  usada=$(campo_redis "$info" used_memory) maxima=$(campo_redis "$info" maxmemory)
  if [ "${maxima:-0}" -gt 0 ] && [ $((usada * 100 / maxima)) -ge 80 ]; then
    veredito aviso "Memória do Redis" "$((usada * 100 / maxima)) % usada" "Fila parada? Veja julia-worker. Se é o tamanho normal, aumente maxmemory e o limite do contêiner."
  else
    veredito ok "Memória do Redis" "$((${usada:-0} / 1048576)) MB de $((${maxima:-0} / 1048576)) MB"
  fi
}

conferir_ambiente() {
  local saida codigo=0
  mostrar_linha "$(como_digitado docker compose run --rm -T --no-deps check-env - "$@")"
  saida=$(docker compose run --rm -T --no-deps check-env - "$@" <"$JULIA_ENV" 2>&1) || codigo=$?
  if [ "$codigo" -eq 0 ]; then
    veredito ok ".env" "check-env não achou faltas"
    return
  fi
  veredito falha ".env" "check-env terminou com $codigo" "Corrija o que ./julia check-env${1:+ $1} mostra."
  [ "$FORMATO_VEREDITO" = json ] || printf '%s\n' "$saida" | tail -n 20 | sed 's/^/       /'
}

# The backup writes the time of its last good run; a day and a half is one missed night.
conferir_copia_de_seguranca() {
  if ! declare -F backup_ultimo_segundos >/dev/null && [ -f "$JULIA_RAIZ/scripts/julia/backup.sh" ]; then carregar backup; fi
  declare -F backup_ultimo_segundos >/dev/null || return 0
  local quando horas
  quando=$(backup_ultimo_segundos 2>/dev/null || true)
  if [[ ! $quando =~ ^[0-9]+$ ]]; then
    veredito aviso "Cópia de segurança" "nenhuma ainda" "Faça uma com ./julia backup e ligue o perfil backup no .env."
    return
  fi
  horas=$((($(date +%s) - quando) / 3600))
  if [ "$horas" -le 36 ]; then
    veredito ok "Cópia de segurança" "há $horas h"
  else
    veredito falha "Cópia de segurança" "a última é de $horas h atrás" "./julia backup mostra o que falhou; docker compose logs --tail 50 backup"
  fi
}

conferir_operacao_interrompida() {
  trava_em_uso && return 0
  if [ -s "$JULIA_TRAVA" ] || [ -f "$JULIA_RAIZ/.julia/rollout-em-curso" ]; then
    veredito aviso Operação "interrompida: $(trava_campo motivo)" "Repita o mesmo comando: ele continua de onde parou."
  fi
}

conferir_permissoes() {
  local modo
  modo=$(dono_e_modo "$JULIA_ENV")
  case $modo in
    -rw-------* | -rw-r-----* | -r--------* | -r--r-----*) veredito ok "Permissões do .env" ;;
    *) veredito aviso "Permissões do .env" "${modo%% *}: outros usuários desta máquina podem ler" "chmod 600 .env" ;;
  esac
  if [ -d "$PASTA_SEGREDOS" ]; then
    case $(dono_e_modo "$PASTA_SEGREDOS") in
      drwx------*) ;;
      *) veredito falha "Pasta segredos" "aberta a outros usuários" "chmod 700 segredos" ;;
    esac
  fi
}
