#!/bin/sh
# Gives the mounted folders to the user of the services. A host that does not allow it (rootless Docker, some network
# drives) is no reason not to start: standard output remains the log.
for pasta in /preparo/logs /preparo/edge; do
  chown -R 65532:65532 "$pasta" 2>/dev/null ||
    echo "Não foi possível dar a pasta $pasta ao usuário 65532. Se a cópia do log falhar: sudo chown -R 65532:65532 logs"
done
exit 0
