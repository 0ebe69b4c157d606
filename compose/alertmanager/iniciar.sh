#!/bin/sh
# Starts Alertmanager with the receivers that have an address: SLACK_WEBHOOK_URL, and ALERTAS_WEBHOOK_URL for anything that
# takes a POST (PagerDuty, Opsgenie, n8n, an e-mail bridge). Each address goes to a file that only this user reads.
set -eu
umask 077

pasta=${ALERTAS_PASTA:-/tmp/julia}
origem=${ALERTAS_ORIGEM:-/etc/alertmanager/alertmanager.yaml}
mkdir -p "$pasta"
cp "$origem" "$pasta/alertmanager.yaml"

# endereco NOME VALOR: keeps the address, or takes the receiver out where there is none.
endereco() {
  if [ -n "$2" ]; then
    printf '%s' "$2" >"$pasta/$3"
  else
    echo "Sem endereço para alertas por $1." >&2
    sed -i "/# $1: início/,/# $1: fim/d" "$pasta/alertmanager.yaml"
  fi
}
endereco slack "${SLACK_WEBHOOK_URL:-}" slack_webhook_url
endereco webhook "${ALERTAS_WEBHOOK_URL:-}" alertas_webhook_url
unset SLACK_WEBHOOK_URL ALERTAS_WEBHOOK_URL
if [ "$pasta" != /tmp/julia ]; then sed -i "s|/tmp/julia|$pasta|" "$pasta/alertmanager.yaml"; fi

exec "${ALERTMANAGER_PROGRAMA:-/bin/alertmanager}" --config.file="$pasta/alertmanager.yaml" \
  --storage.path=/alertmanager --web.listen-address=:9093 --cluster.listen-address=
