# Uses a Chatwoot that already runs, or says how to enter ours for the first time.
# shellcheck shell=bash

carregar whatsapp

ajuda_conectar_chatwoot() {
  cat <<'TEXTO'
Uso: ./julia conectar-chatwoot
     ./julia conectar-chatwoot --existente URL --conta N [--chave-arquivo ARQUIVO]

Sem opções, diz como entrar pela primeira vez no Chatwoot que a Júlia traz. Com --existente, experimenta o Chatwoot que já roda,
grava endereço, conta e chave e tira o perfil chatwoot do .env (os dados dele continuam nos volumes).

  --conta N             número da conta (o N de /app/accounts/N no endereço)
  --chave-arquivo ARQ   arquivo com a chave de acesso (sem isto, pergunta no terminal)

Exemplo: ./julia conectar-chatwoot --existente https://chat.exemplo.com.br --conta 1 --chave-arquivo chave.txt
Saída: 0 certo; 1 o Chatwoot recusou ou não responde; 3 falta o Docker ou o .env.
TEXTO
}

comando_conectar_chatwoot() {
  local existente='' conta='' chave_arquivo='' chave=''
  while [ $# -gt 0 ]; do
    case $1 in
      --existente | --conta | --chave-arquivo)
        [ $# -ge 2 ] && [ -n "$2" ] || uso_errado "Falta o valor de $1." conectar-chatwoot
        case $1 in
          --existente) existente=${2%/} ;;
          --conta) conta=$2 ;;
          --chave-arquivo) chave_arquivo=$(caminho_dado "$2") ;;
        esac
        shift
        ;;
      *) uso_errado "Não conheço a opção $1." conectar-chatwoot ;;
    esac
    shift
  done
  exigir_motor
  exigir_env
  if [ -z "$existente" ]; then
    primeiro_acesso_ao_chatwoot
    return
  fi
  [[ $existente =~ ^https?://[^/[:space:]]+$ ]] || uso_errado "--existente pede só o endereço, como https://chat.exemplo.com.br" conectar-chatwoot
  [[ $conta =~ ^[0-9]+$ ]] || uso_errado "Diga o número da conta com --conta." conectar-chatwoot
  if [ -n "$chave_arquivo" ]; then
    [ -r "$chave_arquivo" ] || morrer "$SAIDA_FALHA" "Não consigo ler $chave_arquivo."
    chave=$(tr -d '\r\n' <"$chave_arquivo")
  elif tem_terminal; then
    read -r -s -p "Chave de acesso do Chatwoot (Perfil > Token de acesso): " chave
    printf '\n'
  fi
  [ -n "$chave" ] || chave=$(segredo_valor CHATWOOT_API_KEY)
  [ -n "$chave" ] || morrer "$SAIDA_FALHA" "Falta a chave de acesso do Chatwoot." "Dê um arquivo com --chave-arquivo."
  exigir_no_ar julia-worker
  RODAR_NODE_SEGREDOS="const segredos = {url:$(json_texto "$existente"),conta:$(json_texto "$conta"),chave:$(json_texto "$chave")};"
  rodar_node julia-worker chatwoot.mjs || exit "$SAIDA_FALHA"
  env_gravar "CHATWOOT_URL=$existente" "CHATWOOT_ACCOUNT_ID=$conta"
  segredo_gravar CHATWOOT_API_KEY "$chave"
  tirar_perfil chatwoot
  dizer "Gravado. Aplique com: docker compose up -d"
}

primeiro_acesso_ao_chatwoot() {
  perfil_do_env chatwoot || morrer "$SAIDA_FALHA" "O perfil chatwoot não está no .env." "Ponha chatwoot em COMPOSE_PROFILES ou use --existente."
  exigir_no_ar chatwoot-rails
  dizer "Abra http://127.0.0.1:$(env_efetivo CHATWOOT_PORTA 3000)/installation/onboarding e crie o primeiro usuário."
  dizer "De outra máquina: ssh -L 3000:127.0.0.1:$(env_efetivo CHATWOOT_PORTA 3000) usuario@servidor"
}
