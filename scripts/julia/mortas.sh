# What was given up, and trying it again. /admin is not reachable at the edge, so the calls are made inside the api's container.
# shellcheck shell=bash

ajuda_mortas() {
  cat <<'TEXTO'
Uso: ./julia mortas     ./julia mortas repetir <item>…     ./julia mortas repetir tudo

Mostra o que desistiu: trabalhos que falharam em todas as tentativas e webhooks que não foram entendidos (quarentena). Nada
disso se perde: depois de corrigir a causa, repetir põe de volta na fila, com todas as tentativas. A lista para nos 200 trabalhos
e 100 webhooks mais novos, e diz quando há mais; repetir tudo vai além dela e só deixa o que desiste ou é recusado de novo.

Exemplo: ./julia mortas repetir envios:mensagem.enviar/4f2c
Saída: 0 certo; 1 algum item não voltou ou ficou fora da lista; 3 falta o Docker ou o .env.
TEXTO
}

comando_mortas() {
  case ${1:-listar} in
    listar) [ $# -le 1 ] || uso_errado "listar não pede mais nada." mortas ;;
    repetir) [ $# -ge 2 ] || uso_errado "Diga o que repetir: itens da lista, ou tudo." mortas ;;
    *) uso_errado "Não conheço $1." mortas ;;
  esac
  exigir_motor
  exigir_env
  exigir_no_ar julia-api
  rodar_node julia-api "api-de-dentro.mjs mortas.mjs" "$@"
}
