import type { Engine } from './client.ts';
import { must, run } from './command.ts';

/** The Dockerfile's default. */
const REAL = 'gcr.io/distroless/nodejs24-debian12';
const OFFLINE = 'julia-runtime-offline:24';
const PULL_LIMIT_MS = 300_000;

/** What the real one is made of, beside node. */
const PACKAGES =
  'base-files netbase tzdata ca-certificates libc6 libgcc-s1 libgomp1 libstdc++6 libssl3';

/**
 * The base our images run on: the real one where its registry answers, otherwise one like it, made of the same Debian
 * packages out of the build base: no shell, no package manager, node in /nodejs/bin.
 */
export async function ensureRuntimeBase({ env }: Engine, buildBase: string): Promise<string> {
  const here = async (image: string) =>
    (await run('docker', ['image', 'inspect', image], { env })).code === 0;
  if (await here(REAL)) return REAL;
  const pulled = await run('docker', ['pull', '-q', REAL], { env, timeoutMs: PULL_LIMIT_MS });
  if (pulled.code === 0) return REAL;
  if (!(await here(OFFLINE))) {
    await must('docker', ['build', '--tag', OFFLINE, '-'], {
      env: { ...env, DOCKER_BUILDKIT: '1' },
      input: dockerfile(buildBase),
    });
  }
  return OFFLINE;
}

function dockerfile(buildBase: string): string {
  return [
    `FROM ${buildBase} AS pacotes`,
    'RUN set -e; mkdir -p /raiz/nodejs/bin /raiz/etc/ssl/certs /raiz/home/nonroot /raiz/root /raiz/usr/lib /raiz/usr/lib64 \\',
    ` && dpkg -L ${PACKAGES} | sort -u | while read -r nome; do \\`,
    '      if [ ! -d "$nome" ] || [ -h "$nome" ]; then cp -a --parents "$nome" /raiz; fi; done \\',
    ' && rm -rf /raiz/usr/share/doc /raiz/usr/share/man /raiz/usr/sbin /raiz/usr/bin /raiz/sbin \\',
    ' && cp "$(command -v node)" /raiz/nodejs/bin/node && cp /etc/ssl/certs/ca-certificates.crt /raiz/etc/ssl/certs/ \\',
    " && printf '%s\\n' root:x:0:0:root:/root:/sbin/nologin nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin \\",
    '      nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin > /raiz/etc/passwd \\',
    " && printf '%s\\n' root:x:0: nobody:x:65534: nonroot:x:65532: > /raiz/etc/group \\",
    ' && install -d -m 1777 /raiz/tmp && chown 65532:65532 /raiz/home/nonroot',
    'FROM scratch',
    'COPY --from=pacotes /raiz /',
    'ENTRYPOINT ["/nodejs/bin/node"]',
  ].join('\n');
}
