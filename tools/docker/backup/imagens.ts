import { must } from '../command.ts';
import { ensureTrixie } from '../base-offline.ts';
import { buildIdentity, ROOT } from '../images.ts';
import { STAND_INS } from '../stand-ins.ts';
import type { SuiteContext } from '../context.ts';

const IMAGEM_DE_BACKUP = 'julia-backup:latest';

/** The image of the backups as if it were older than every migration of the database. */
export const ETIQUETA_ATRASADA = 'atrasada';

const ATRASADA = `FROM ${IMAGEM_DE_BACKUP}
RUN rm /julia/migrations/*
`;

/** Postgres and Evolution API as far as a backup meets them: their users, paths, entrypoints and health checks. */
export const VIZINHOS = { postgres: 'julia-postgres:teste', evolution: 'julia-evolution:teste' };

const POSTGRES = `FROM ${IMAGEM_DE_BACKUP}
RUN useradd --system --uid 999 --home-dir /var/lib/postgresql pg \\
 && mkdir -p /var/lib/postgresql/data && chown pg /var/lib/postgresql/data \\
 && printf '%s\\n' '#!/bin/sh' 'set -e' 'export PGDATA=/var/lib/postgresql/data' \\
   'if [ ! -f $PGDATA/PG_VERSION ]; then printf %s "$POSTGRES_PASSWORD" >/tmp/senha' \\
   '  initdb --username "$POSTGRES_USER" --auth scram-sha-256 --pwfile /tmp/senha --no-sync >/dev/null' \\
   '  echo "host all all all scram-sha-256" >>$PGDATA/pg_hba.conf' \\
   '  echo "create database \\"$POSTGRES_DB\\"" | postgres --single postgres >/dev/null; fi' \\
   'exec "$@" -c listen_addresses=0.0.0.0 -c unix_socket_directories=/tmp' >/usr/local/bin/docker-entrypoint.sh \\
 && chmod 0755 /usr/local/bin/docker-entrypoint.sh
USER 999
HEALTHCHECK NONE
ENTRYPOINT []
`;

const EVOLUTION = `FROM ${STAND_INS.edge}
WORKDIR /evolution
RUN mkdir -p Docker/scripts dist instances && : >Docker/scripts/deploy_database.sh \\
 && printf '#!/bin/sh\\necho "HTTP/1.1 401 Unauthorized"\\n' >/usr/local/bin/wget && chmod 0755 /usr/local/bin/wget \\
 && echo "require('http').createServer((q, r) => r.writeHead(401).end()).listen(8080)" >dist/main.js
`;

export async function construirImagens(context: SuiteContext): Promise<void> {
  await construirImagemDeBackup(context);
  for (const [tag, input] of [
    [`julia-backup:${ETIQUETA_ATRASADA}`, ATRASADA],
    [VIZINHOS.postgres, POSTGRES],
    [VIZINHOS.evolution, EVOLUTION],
  ] as const) {
    const env = { ...context.env, DOCKER_BUILDKIT: '1' };
    await must('docker', ['build', '--tag', tag, '-'], { env, input });
  }
}

export async function construirImagemDeBackup({
  env,
  engine,
  network,
}: SuiteContext): Promise<void> {
  const base = await ensureTrixie(engine);
  const { version, revision } = await buildIdentity();
  const args = { BACKUP_BASE: base, VERSION: version, REVISION: revision };
  await must(
    'docker',
    [
      'build',
      ...['--file', 'docker/backup.Dockerfile', '--tag', IMAGEM_DE_BACKUP],
      ...(network ? ['--network', network] : []),
      ...Object.entries(args).flatMap(([nome, valor]) => ['--build-arg', `${nome}=${valor}`]),
      '.',
    ],
    { env: { ...env, DOCKER_BUILDKIT: '1' }, cwd: ROOT },
  );
}
