#!/usr/bin/env bash
# Acompanha o log dos três serviços a partir das últimas 100 linhas (Ctrl-C termina). O que vier a mais na linha vai para
# `docker compose logs`, por exemplo: scripts/view_logs.sh --since 10m
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec docker compose logs --follow --tail=100 "$@" julia-api julia-worker julia-scheduler
