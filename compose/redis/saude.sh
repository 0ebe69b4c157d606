#!/bin/sh
# redis-cli ends with 0 also when it prints NOAUTH or LOADING; only the word PONG is health.
senha=${REDIS_PASSWORD:-}
if [ -n "${REDIS_PASSWORD_FILE:-}" ]; then senha=$(cat "$REDIS_PASSWORD_FILE"); fi
if [ -n "$senha" ]; then export REDISCLI_AUTH="$senha"; fi
[ "$(redis-cli ping 2>/dev/null)" = PONG ]
