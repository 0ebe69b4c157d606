# Changes one secret, wherever it is kept, and says who has to be made anew to read it.
# shellcheck shell=bash

carregar segredos

ajuda_segredo() {
  cat <<'TEXTO'
Uso: ./julia segredo NOME [--gerar | --apagar]

Troca um segredo onde ele estiver (arquivo em ./segredos ou .env), lendo o valor novo da entrada padrão, ou do terminal sem
mostrá-lo. Não recria nada: no fim mostra a linha que faz os serviços lerem o valor novo.
Trocar EVOLUTION_WEBHOOK_TOKEN guarda o valor de agora em EVOLUTION_WEBHOOK_TOKEN_ANTERIOR: durante a troca os dois valem.

  --gerar    gera um valor forte (só para segredos nossos: tokens e senhas internas)
  --apagar   deixa o segredo vazio (só os que podem faltar, como EVOLUTION_WEBHOOK_TOKEN_ANTERIOR no fim de uma troca)

Exemplo: ./julia segredo ANTHROPIC_API_KEY < chave-nova.txt
Saída: 0 trocado; 1 não deu; 2 nome que não é de segredo ou não pode faltar; 75 outra operação em andamento.
TEXTO
}

comando_segredo() {
  local nome='' gerar=nao apagar=nao valor=''
  while [ $# -gt 0 ]; do
    case $1 in
      --gerar) gerar=sim ;;
      --apagar) apagar=sim ;;
      -*) uso_errado "Não conheço a opção $1." segredo ;;
      *) nome=${1^^} ;;
    esac
    shift
  done
  [ -n "$nome" ] || uso_errado "Diga o nome do segredo." segredo
  { nomes_dos_segredos; nomes_secretos_do_env; } | grep -ix -- "$nome" >/dev/null || uso_errado "$nome não é o nome de um segredo." segredo
  [ "$gerar" = nao ] || [ "$apagar" = nao ] || uso_errado "Ou --gerar, ou --apagar." segredo
  exigir_env
  umask 077
  if [ "$apagar" = sim ]; then
    apagar_segredo "$nome"
    return
  fi
  if [ "$gerar" = sim ]; then
    case $nome in
      EVOLUTION_WEBHOOK_TOKEN | JULIA_API_TOKEN | JULIA_JOBS_TOKEN) valor=$(aleatorio_hex 32) ;;
      *) uso_errado "$nome não pode ser só gerado: o outro lado precisa conhecê-lo (docs/segredos.md)." segredo ;;
    esac
  elif tem_terminal; then
    read -r -s -p "Novo valor de $nome: " valor
    printf '\n'
  else
    valor=$(tr -d '\r\n')
  fi
  [ -n "$valor" ] || morrer "$SAIDA_FALHA" "O valor novo está vazio; nada mudou." "Para apagar um segredo que pode faltar: ./julia segredo $nome --apagar"
  trava_pegar "segredo $nome"
  if [ "$nome" = EVOLUTION_WEBHOOK_TOKEN ]; then guardar_token_anterior "$valor"; fi
  segredo_gravar "$nome" "$valor"
  trava_soltar
  dizer "$nome trocado."
  dizer_quem_le "$nome"
}

apagar_segredo() {
  segredos_opcionais | grep -x -- "$1" >/dev/null || uso_errado "$1 não pode faltar. Podem: $(segredos_opcionais | paste -s -d ' ' -)." segredo
  trava_pegar "segredo $1"
  segredo_apagar "$1"
  trava_soltar
  dizer "$1 apagado."
  dizer_quem_le "$1"
}

# First the old one becomes the earlier one: killed in between, the api still knows it.
guardar_token_anterior() {
  local atual
  atual=$(segredo_valor EVOLUTION_WEBHOOK_TOKEN)
  [ -n "$atual" ] && [ "$atual" != "$1" ] || return 0
  segredo_gravar EVOLUTION_WEBHOOK_TOKEN_ANTERIOR "$atual"
}

# Services whose containers name the variable, or its file, in their environment.
dizer_quem_le() {
  local id servico leitores=''
  command -v docker >/dev/null 2>&1 || return 0
  for id in $(docker ps -q --filter "label=com.docker.compose.project=$(projeto)" --filter 'label=com.docker.compose.oneoff=False' 2>/dev/null); do
    docker inspect --format '{{range .Config.Env}}{{println .}}{{end}}' "$id" | grep -E "^$1(_FILE)?=." >/dev/null || continue
    servico=$(docker inspect --format '{{index .Config.Labels "com.docker.compose.service"}}' "$id")
    leitores+=" $servico"
  done
  [ -n "$leitores" ] || return 0
  dizer "Para valer agora: docker compose up -d --no-deps --force-recreate$leitores"
  [ "$1" != EVOLUTION_WEBHOOK_TOKEN ] || dizer "Depois: ./julia conectar-whatsapp   (registra o token novo na Evolution)"
}
