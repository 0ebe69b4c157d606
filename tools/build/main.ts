import { construir } from './construir.ts';

const raizDoApp = process.argv[2];
if (!raizDoApp) {
  console.error('uso: node tools/build/main.ts apps/<app>');
  process.exit(1);
}
const { arquivo, bytes } = await construir(raizDoApp);
console.log(`${arquivo} ${(bytes / 1e6).toFixed(1)} MB`);
