// Runs the bundle once as the image's user, so that Node leaves its compiled form in /app/compile-cache: the name of
// that folder carries version, architecture and user. The run ends at once for lack of settings. Then nobody may write.
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

const cache = '/app/compile-cache';
const usuario = 65532;
const epoca = Number(process.env.SOURCE_DATE_EPOCH ?? 0);

mkdirSync(cache);
chownSync(cache, usuario, usuario);
spawnSync(process.execPath, ['/app/main.js'], {
  uid: usuario,
  gid: usuario,
  env: { NODE_COMPILE_CACHE: cache, NODE_ENV: 'production' },
});

const arquivos = readdirSync(cache, { recursive: true }).map((nome) => join(cache, nome));
if (!arquivos.some((caminho) => lstatSync(caminho).isFile())) {
  throw new Error('Node left no compile cache: the bundle did not run');
}
for (const caminho of [...arquivos, cache]) {
  chownSync(caminho, 0, 0);
  chmodSync(caminho, lstatSync(caminho).isDirectory() ? 0o755 : 0o644);
  utimesSync(caminho, epoca, epoca);
}
