#!/bin/sh
# Redis with redis.conf, and with a password when REDIS_PASSWORD or REDIS_PASSWORD_FILE has one. The password goes
# through a file in memory: arguments can be read by everybody on the machine.
set -eu
umask 077
cp /etc/julia-redis/redis.conf /tmp/redis.conf
senha=${REDIS_PASSWORD:-}
if [ -n "${REDIS_PASSWORD_FILE:-}" ]; then senha=$(cat "$REDIS_PASSWORD_FILE"); fi
if [ -n "$senha" ]; then printf 'requirepass %s\n' "$senha" >>/tmp/redis.conf; fi
exec redis-server /tmp/redis.conf
