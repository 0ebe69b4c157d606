import type { FastifyInstance } from 'fastify';
import type { ServerResponse } from 'node:http';
import type { Mudanca } from '../mundo/mundo.ts';
import type { Simulador } from '../simulador.ts';
import { mensagemVisivel } from './conversas.ts';

/** Comments keep proxies from closing a quiet stream. */
const sinalDeVidaMs = 20_000;

/** `GET /simulador/eventos`: every change as a server-sent event, for the phone page. */
export function rotaAoVivo(app: FastifyInstance, simulador: Simulador): void {
  app.get('/eventos', (_request, reply) => {
    reply.hijack();
    const saida = reply.raw;
    saida.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'keep-alive',
    });
    saida.write('retry: 1000\n\n');
    const parar = [
      simulador.mundo.ouvir((mudanca) => escrever(saida, mudanca.tipo, corpoDe(mudanca))),
      simulador.chaves.ouvir(() =>
        escrever(saida, 'chaves', {
          ligadas: simulador.chaves.listar(),
          conexao: simulador.conexao.estado,
        }),
      ),
    ];
    const vida = setInterval(() => saida.write(': vivo\n\n'), sinalDeVidaMs).unref();
    saida.once('close', () => {
      clearInterval(vida);
      for (const encerrar of parar) encerrar();
    });
  });
}

function escrever(saida: ServerResponse, evento: string, dados: unknown): void {
  saida.write(`event: ${evento}\ndata: ${JSON.stringify(dados)}\n\n`);
}

function corpoDe(mudanca: Mudanca): unknown {
  switch (mudanca.tipo) {
    case 'mensagem':
      return mensagemVisivel(mudanca.mensagem);
    case 'medico':
      return { ...mudanca.medico, lid: mudanca.medico.modoLid };
    case 'digitando':
      return { telefone: mudanca.telefone, digitando: mudanca.digitando };
    case 'zerado':
      return {};
  }
}
