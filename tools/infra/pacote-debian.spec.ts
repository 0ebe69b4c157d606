import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { localizarRedis } from './redis.ts';

/** A distribution whose Redis package needs one library of two that are alternatives, and one already installed. */
const FERRAMENTAS = {
  'apt-get': `
    case "$*" in
      *update*) touch "$RAIZ/listas-novas" ;;
      *download*)
        if [ -e "$RAIZ/listas-velhas" ] && [ ! -e "$RAIZ/listas-novas" ]; then echo 404 >&2; exit 100; fi
        pacotes=; for p in "$@"; do
          if [ "$pacotes" ]; then touch "$p.deb"; fi
          if [ "$p" = download ]; then pacotes=1; fi
        done ;;
    esac`,
  'apt-cache': `
    case "$*" in
      *show*) [ -e "$RAIZ/desconhecido" ] && [ ! -e "$RAIZ/listas-novas" ] && exit 100; exit 0 ;;
      *depends*redis-server)
        printf 'redis-server\\n  PreDepends: init-system-helpers\\n  Depends: redis-tools\\n' ;;
      *depends*redis-tools)
        printf 'redis-tools\\n |Depends: libum1\\n  Depends: libdois1\\n  Depends: libja1\\n  Depends: libc6\\n' ;;
    esac`,
  'dpkg-query': `case "$*" in *libja1) printf 'installed ' ;; *) exit 1 ;; esac`,
  'dpkg-deb': `
    echo "$(basename "$2" .deb)" >> "$RAIZ/desempacotados"
    mkdir -p "$3/usr/bin" "$3/usr/lib/x"
    case "$2" in
      *redis-server.deb) printf '#!/bin/sh\\nexit 0\\n' > "$3/usr/bin/redis-server"; chmod 755 "$3/usr/bin/redis-server" ;;
      *libum1.deb) touch "$3/usr/lib/x/libum.so.1" ;;
    esac`,
};

describe('the package of the distribution', () => {
  let raiz: string;
  let path: string;

  beforeEach(async () => {
    raiz = await mkdtemp(join(tmpdir(), 'julia-apt-'));
    path = join(raiz, 'bin');
    await mkdir(path);
    for (const [nome, roteiro] of Object.entries(FERRAMENTAS)) {
      const arquivo = join(path, nome);
      await writeFile(arquivo, `#!/bin/sh\nPATH=/usr/bin:/bin\nRAIZ='${raiz}'\n${roteiro}\n`);
      await chmod(arquivo, 0o755);
    }
  });
  afterEach(() => rm(raiz, { recursive: true, force: true }));

  const desempacotados = async (): Promise<string[]> =>
    (await readFile(join(raiz, 'desempacotados'), 'utf8')).trim().split('\n').sort();

  it('is unpacked with the libraries that the machine lacks, and found again without a download', async () => {
    let baixou = 0;
    const busca = { path, aoBaixar: () => (baixou += 1) };
    const dir = join(raiz, '.julia');
    const achado = await localizarRedis(dir, busca);
    expect(achado).toMatchObject({ tipo: 'binario', origem: 'pacote' });
    expect(achado).toHaveProperty('env.LD_LIBRARY_PATH', join(dir, 'redis/pacote/usr/lib/x'));
    expect(await desempacotados()).toEqual(['libum1', 'redis-server', 'redis-tools']);
    expect(await readdir(join(dir, 'redis'))).toEqual(['pacote']);
    expect(await localizarRedis(dir, busca)).toEqual(achado);
    expect(baixou).toBe(1);
  });

  it.each(['desconhecido', 'listas-velhas'])(
    'is downloaded after reading the package lists afresh when they are missing or stale (%s)',
    async (estado) => {
      await writeFile(join(raiz, estado), '');
      await localizarRedis(join(raiz, '.julia'), { path });
      expect(await readdir(raiz)).toContain('listas-novas');
      expect(await desempacotados()).toContain('redis-server');
    },
  );

  it('does not touch package lists that know it', async () => {
    await localizarRedis(join(raiz, '.julia'), { path });
    expect(await readdir(raiz)).not.toContain('listas-novas');
  });

  it('is unpacked once for two that look for it at the same time', async () => {
    const dir = join(raiz, '.julia');
    const achados = await Promise.all([
      localizarRedis(dir, { path }),
      localizarRedis(dir, { path }),
    ]);
    expect(achados[0]).toEqual(achados[1]);
  });
});
