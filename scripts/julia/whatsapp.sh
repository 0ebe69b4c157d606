# Connects the number: instance, webhook, QR code; or attaches to an Evolution that already runs.
# shellcheck shell=bash

carregar segredos
carregar espera

ajuda_conectar_whatsapp() {
  cat <<'TEXTO'
Uso: ./julia conectar-whatsapp [--numero 5511999998888] [--sem-qr]
     ./julia conectar-whatsapp --existente [URL] [--chave-arquivo ARQUIVO] [--instancia NOME] [--webhook URL]

Cria a instância na Evolution (se não existe), registra o webhook da Júlia com o segredo dele, experimenta o caminho, mostra o
QR code no terminal até o celular conectar e confere se as mensagens ficam guardadas. Pode ser repetido.

  --numero N            mostra um código para digitar no celular, em vez do QR code
  --sem-qr              só registra o webhook; não espera o celular
  --existente [URL]     usa uma Evolution que já roda (URL, ou a do .env): grava o endereço, tira o perfil evolution e recria o worker
  --chave-arquivo ARQ   arquivo com a chave dela (sem isto, pergunta no terminal ou usa a do .env)
  --instancia NOME      nome da instância (padrão: EVOLUTION_INSTANCE do .env, ou julia)
  --webhook URL         onde a Evolution alcança a Júlia (padrão: http://edge:8000/webhook/evolution; com --existente e
                        JULIA_DOMINIO no .env, https://<domínio>/webhook/evolution)

Exemplo: ./julia conectar-whatsapp
Saída: 0 conectado; 1 não deu, com o motivo; 3 falta o Docker ou o .env.
TEXTO
}

comando_conectar_whatsapp() {
  local numero='' existente='' chave_arquivo='' instancia='' webhook='' sem_qr=nao
  while [ $# -gt 0 ]; do
    case $1 in
      --sem-qr) sem_qr=sim ;;
      --existente)
        existente=$(env_ler EVOLUTION_API_URL)
        if [[ ${2:-} = [!-]* ]]; then
          existente=${2%/}
          shift
        fi
        [ -n "$existente" ] || uso_errado "Diga o endereço da Evolution: --existente https://…" conectar-whatsapp
        ;;
      --numero | --chave-arquivo | --instancia | --webhook)
        [ $# -ge 2 ] && [ -n "$2" ] || uso_errado "Falta o valor de $1." conectar-whatsapp
        case $1 in
          --numero) numero=${2//[!0-9]/} ;;
          --chave-arquivo) chave_arquivo=$(caminho_dado "$2") ;;
          --instancia) instancia=$2 ;;
          --webhook) webhook=$2 ;;
        esac
        shift
        ;;
      *) uso_errado "Não conheço a opção $1." conectar-whatsapp ;;
    esac
    shift
  done
  exigir_motor
  exigir_env
  [ -z "$instancia" ] || [ "$instancia" = "$(env_ler EVOLUTION_INSTANCE)" ] || env_gravar "EVOLUTION_INSTANCE=$instancia"
  if [ -n "$existente" ]; then usar_evolution_existente "$existente" "$chave_arquivo"; fi
  exigir_no_ar julia-worker
  exigir_no_ar julia-api
  conferir_gravacao_configurada
  falar_com_evolution "$numero" "$webhook" "$sem_qr"
}

# Júlia's containers get new addresses and keys only when they are made anew.
usar_evolution_existente() {
  local chave=''
  [[ $1 =~ ^https?://[^/[:space:]]+$ ]] || uso_errado "--existente pede só o endereço, como https://evolution.exemplo.com.br" conectar-whatsapp
  if [ -n "$2" ]; then
    [ -r "$2" ] || morrer "$SAIDA_FALHA" "Não consigo ler $2."
    chave=$(tr -d '\r\n' <"$2")
  elif tem_terminal; then
    read -r -s -p "Chave da Evolution (AUTHENTICATION_API_KEY; Enter mantém a do .env): " chave
    printf '\n'
  fi
  env_gravar "EVOLUTION_API_URL=$1"
  [ -z "$chave" ] || segredo_gravar EVOLUTION_API_KEY "$chave"
  tirar_perfil evolution
  compose up -d --no-deps --force-recreate julia-worker
  esperar_saudavel "${JULIA_UP_ESPERA_S:-180}" julia-worker || {
    explicar_culpados 20
    morrer "$SAIDA_FALHA" "O worker não subiu com o endereço novo." "Confira o endereço e a chave, e repita."
  }
}

# tirar_perfil <profile>: out of COMPOSE_PROFILES; its containers stop, its volumes stay.
tirar_perfil() {
  local perfis perfil novos=() servicos
  perfis=$(env_efetivo COMPOSE_PROFILES)
  [[ ,$perfis, = *,$1,* ]] || return 0
  servicos=$(docker ps -a --filter "label=com.docker.compose.project=$(projeto)" --format '{{.Label "com.docker.compose.service"}}' | grep "^$1-" | sort -u || true)
  # shellcheck disable=SC2086 # one word per service
  [ -z "$servicos" ] || compose rm --stop --force $servicos
  for perfil in ${perfis//,/ }; do [ "$perfil" = "$1" ] || novos+=("$perfil"); done
  env_gravar "COMPOSE_PROFILES=$(IFS=,; printf '%s' "${novos[*]:-}")"
  dizer "O perfil $1 saiu do .env; os dados dele continuam nos volumes."
}

# Of our own Evolution the setting can be read directly, before the first message.
conferir_gravacao_configurada() {
  local id
  id=$(conteineres_de evolution-api | head -n 1)
  [ -n "$id" ] || return 0
  case $(docker inspect --format '{{range .Config.Env}}{{println .}}{{end}}' "$id" | sed -n 's/^DATABASE_SAVE_DATA_NEW_MESSAGE=//p') in
    true) dizer "ok     A Evolution está configurada para guardar mensagens." ;;
    *) morrer "$SAIDA_FALHA" "A Evolution não está configurada para guardar mensagens." "Em compose/evolution.yaml: DATABASE_SAVE_DATA_NEW_MESSAGE: 'true'; depois docker compose up -d evolution-api" ;;
  esac
}

webhook_padrao() {
  local dominio
  dominio=$(env_efetivo JULIA_DOMINIO)
  if [ -n "$1" ]; then
    printf '%s\n' "$1"
  elif perfil_do_env evolution || perfil_do_env simulador || [ -z "$dominio" ]; then
    printf 'http://edge:8000/webhook/evolution\n'
  else
    printf 'https://%s/webhook/evolution\n' "$dominio"
  fi
}

perfil_do_env() { [[ ,$(env_efetivo COMPOSE_PROFILES), = *,$1,* ]]; }

falar_com_evolution() {
  local token cores=nao
  token=$(segredo_valor EVOLUTION_WEBHOOK_TOKEN)
  [ -n "$token" ] || morrer "$SAIDA_AMBIENTE" "EVOLUTION_WEBHOOK_TOKEN está vazio." "./julia init gera um."
  [ -z "$COR_VERDE" ] || cores=sim
  RODAR_NODE_SEGREDOS=$(
    printf 'const segredos = {url:%s,chave:%s,instancia:%s,webhook:%s,token:%s,numero:%s,cores:%s,semQr:%s,esperaMs:%s};' \
      "$(json_texto "$(env_efetivo EVOLUTION_API_URL http://evolution-api:8080)")" "$(json_texto "$(segredo_valor EVOLUTION_API_KEY)")" \
      "$(json_texto "$(env_efetivo EVOLUTION_INSTANCE julia)")" "$(json_texto "$(webhook_padrao "$2")")" "$(json_texto "$token")" \
      "$(json_texto "$1")" "$(json_texto "$cores")" "$(json_texto "$3")" "$((${JULIA_QR_ESPERA_S:-180} * 1000))"
  )
  rodar_node julia-worker 'qr.mjs whatsapp.mjs'
}
