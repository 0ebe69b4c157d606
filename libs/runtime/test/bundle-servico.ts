import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** Run by Node itself, because the bundler cannot work inside Jest's sandbox. Packages stay outside of the bundle. */
const bundle = process.argv[2];
const raiz = fileURLToPath(new URL('../../../', import.meta.url));
const construido = await rolldown({
  input: fileURLToPath(new URL('servico-de-prova.ts', import.meta.url)),
  tsconfig: `${raiz}tsconfig.base.json`,
  platform: 'node',
  external: (id) => !/^([./\0]|@julia\/|@oxc-project\/)/.test(id),
});
await construido.write({ file: bundle, format: 'esm', keepNames: true });
await construido.close();
