# Backup, restore and drill: restic, the clients of every server it copies, and a Postgres of its own for drills.
# Postgres clients must not be older than the servers: Debian 13 brings 17. Only features of Dockerfile frontend 1.2.
ARG BACKUP_BASE=debian:trixie-slim
FROM ${BACKUP_BASE}

# The number every image of ours runs as; drills use it, because Postgres refuses to run as root.
RUN groupadd --gid 65532 postgres && useradd --uid 65532 --gid 65532 --home-dir /tmp --no-create-home postgres \
 && apt-get update \
 && apt-get install -y --no-install-recommends \
      ca-certificates jq openssh-client postgresql-17 postgresql-17-pgvector redis-tools restic tini tzdata util-linux \
 && rm -rf /var/lib/apt/lists/* /var/lib/postgresql/17 /etc/postgresql/17 /var/cache/* /var/log/* \
 && find / -xdev -perm /6000 -type f -exec chmod a-s {} +

ENV PATH=/usr/lib/postgresql/17/bin:$PATH \
    TZ=America/Sao_Paulo \
    LANG=C.UTF-8

COPY supabase/migrations /julia/migrations
COPY compose/backup /julia/backup

ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title=julia-backup \
      org.opencontainers.image.version=$VERSION \
      org.opencontainers.image.revision=$REVISION

# Root without capabilities, but for the one that reads other people's files: volumes belong to three different users.
USER 0:0
HEALTHCHECK --interval=30s --timeout=10s --start-period=40s --retries=3 CMD ["bash", "/julia/backup/julia-backup", "saude"]
ENTRYPOINT ["/usr/bin/tini", "--", "bash", "/julia/backup/julia-backup"]
CMD ["agendar"]
