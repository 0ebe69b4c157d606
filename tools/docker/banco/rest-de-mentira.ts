/**
 * Stands where PostgREST would: checks the JWT as PostgREST does and answers with the role in it and the address asked.
 * A program's text, because it runs in a container; beside it `cliente.mjs` asks through supabase-js.
 */
export const REST = `
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
const { PGRST_JWT_SECRET: segredo } = process.env;
function papel(autorizacao) {
  const [cabeca, corpo, assinatura] = (autorizacao ?? '').replace('Bearer ', '').split('.');
  const certa = createHmac('sha256', segredo).update(cabeca + '.' + corpo).digest('base64url');
  if (assinatura !== certa) return undefined;
  return JSON.parse(Buffer.from(corpo, 'base64url').toString()).role;
}
createServer((pedido, resposta) => {
  const role = papel(pedido.headers.authorization);
  resposta.setHeader('content-type', 'application/json');
  if (!role) return resposta.writeHead(401).end('{"code":"PGRST301","message":"JWT"}');
  const apikey = pedido.headers.apikey ?? null;
  resposta.end(JSON.stringify([{ role, url: pedido.url, method: pedido.method, apikey }]));
}).listen(3000);
`;

/** `node cliente.mjs <key>...`: with each key a read and a call of a function, as Júlia makes them. */
export const CLIENTE = `
import { createClient } from '@supabase/supabase-js';
const opcoes = { auth: { persistSession: false } };
const respostas = process.argv.slice(2).map(async (chave) => {
  const cliente = createClient('http://banco-gateway:8000', chave, opcoes);
  const lido = await cliente.from('vagas').select('id').eq('estado', 'aberta');
  return { lido, chamado: await cliente.rpc('agora', {}) };
});
console.log(JSON.stringify(await Promise.all(respostas)));
`;

/** Compose file that puts it into the place of PostgREST. The folder is one that finds node_modules. */
export const ARQUIVO = `services:
  banco-rest:
    image: \${JULIA_DEV_IMAGE:-julia-dev}:\${JULIA_DEV_TAG:-latest}
    entrypoint: [node, /src/rest.mjs]
    command: []
    environment:
      PGRST_JWT_SECRET: \${BANCO_JWT_SECRET:-}
    volumes:
      - ./rest.mjs:/src/rest.mjs:ro
    healthcheck:
      test: [CMD, node, -e, "require('net').connect(3000).on('connect', () => process.exit(0)).on('error', () => process.exit(1))"]
`;
