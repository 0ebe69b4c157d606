/**
 * Stands where the api would and answers with what reached it, after `x-espera-ms`. SIGUSR1 makes it unready, as a service that drains.
 * A program's text, because it runs in a container that has only Node.
 */
export const ECO = `
import { createServer } from 'node:http';
let pronto = true;
const servidor = createServer({ keepAliveTimeout: 72_000 }, (pedido, resposta) => {
  if (pedido.url === '/health/ready') return resposta.writeHead(pronto ? 200 : 503).end();
  let bytes = 0;
  pedido.on('data', (pedaco) => (bytes += pedaco.length)).on('end', () => {
    const { method, url, headers } = pedido;
    resposta.setHeader('content-type', 'application/json');
    const texto = JSON.stringify({ quem: process.env.QUEM, method, url, headers, bytes });
    setTimeout(() => resposta.end(texto), Number(headers['x-espera-ms'] ?? 0));
  });
});
servidor.listen(8000);
process.on('SIGUSR1', () => (pronto = false));
process.on('SIGTERM', () => {
  pronto = false;
  setTimeout(() => { servidor.close(() => process.exit(0)); servidor.closeIdleConnections(); }, 3_000);
});
`;

export interface VistoPelaApi {
  readonly quem: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: number;
}

/** Compose file that puts it into the place of the api and of its second copy. */
export function arquivoDoEco(base: string): string {
  const servico = (quem: string) => `
  ${quem}:
    image: ${base}
    entrypoint: [node, /eco.mjs]
    environment: { QUEM: ${quem} }
    volumes: ['./eco.mjs:/eco.mjs:ro']
    healthcheck: { disable: true }`;
  return `services:${servico('julia-api')}${servico('julia-api-reserva')}
  edge:
    extra_hosts: ['julia.exemplo.test:127.0.0.1']
`;
}
