# Checks the .env from inside our image, so that the host needs no Node. Values are never shown.
# shellcheck shell=bash

ajuda_check_env() {
  cat <<'TEXTO'
Uso: ./julia check-env [--conectar] [--json]     (também scripts/check_env)

Confere o .env inteiro de uma vez: nomes desconhecidos, o que falta, formato, valores de exemplo, segredos fracos, modelos
desligados e contradições, também dos vizinhos. Roda dentro da imagem da Júlia e nunca mostra valores.

  --conectar   fala com cada serviço (banco, Redis, Evolution, Anthropic…) e diz o que está errado e como resolver
  --json       uma resposta para máquinas

Exemplo: ./julia check-env --conectar
Saída: 0 sem erros (avisos não contam); 1 há o que corrigir; 2 uso errado; 3 falta o Docker ou o .env.
TEXTO
}

comando_check_env() {
  exigir_motor
  exigir_env
  compose run --rm -T --no-deps check-env - "$@" <"$JULIA_ENV"
}
