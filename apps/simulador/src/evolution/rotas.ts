import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Simulador } from '../simulador.ts';
import { atrasar, cortar, travar } from '../conexoes.ts';
import { telefoneDoNumero } from '../mundo/enderecos.ts';
import { buscarMensagens, buscaSchema } from './busca.ts';
import { enviarTexto, type FimDaChamada } from './envio.ts';
import {
  erroDeEsquema,
  erroDeTexto,
  erroPedido,
  instanciaInexistente,
  naoAutorizado,
} from './erros.ts';
import { rotasDeWebhook } from './rotas-webhook.ts';

type Rota = 'sendText' | 'sendPresence' | 'markMessageAsRead' | 'connectionState' | 'findMessages';

const daInstancia = z.object({ instancia: z.string() });

/** Evolution waits at most this long in one slice of typing. */
const maximoDigitandoMs = 20_000;

const presencaSchema = z.object({
  number: z.string(),
  presence: z.enum(['composing', 'recording', 'paused', 'available', 'unavailable']),
  delay: z.number(),
});

const leituraSchema = z.object({
  readMessages: z.array(z.object({ remoteJid: z.string(), fromMe: z.boolean(), id: z.string() })),
});

/** Evolution API v2.3.7, the part Júlia uses. */
export function rotasDaEvolution(app: FastifyInstance, simulador: Simulador): void {
  const { chamadas, opcoes } = simulador;

  // Evolution looks for the instance before it looks at the key.
  async function guarda(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { instancia } = daInstancia.parse(request.params);
    const recusa =
      instancia !== opcoes.instancia
        ? instanciaInexistente(instancia)
        : request.headers['apikey'] !== opcoes.evolutionApiKey
          ? naoAutorizado()
          : null;
    if (recusa) await reply.code(recusa.status).send(recusa.corpo);
  }

  function rota(
    metodo: 'GET' | 'POST',
    caminho: string,
    nome: Rota,
    atender: (corpo: unknown) => FimDaChamada | Promise<FimDaChamada>,
  ): void {
    app.route({
      method: metodo,
      url: `${caminho}/:instancia`,
      preHandler: guarda,
      handler: async (request, reply) => {
        chamadas.contar(nome);
        const fim = (await falhaPedida(simulador, nome)) ?? (await atender(request.body));
        if (nome === 'sendText') anotarEnvio(simulador, request.body, fim);
        return encerrar(fim, request, reply, opcoes.travaMs);
      },
    });
  }

  rota('POST', '/message/sendText', 'sendText', async (corpo) => {
    await digitarAntes(simulador, corpo);
    return enviarTexto(corpo, simulador);
  });
  rota('POST', '/chat/sendPresence', 'sendPresence', (corpo) => mostrarPresenca(simulador, corpo));
  rota('POST', '/chat/markMessageAsRead', 'markMessageAsRead', (corpo) =>
    marcarComoLidas(simulador, corpo),
  );
  rota('GET', '/instance/connectionState', 'connectionState', () => {
    const instance = { instanceName: opcoes.instancia, state: simulador.conexao.encontrar() };
    return { tipo: 'resposta', status: 200, corpo: { instance } };
  });
  rota('POST', '/chat/findMessages', 'findMessages', (corpo) => {
    const busca = buscaSchema.safeParse(corpo ?? {});
    if (!busca.success) {
      return { tipo: 'resposta', ...erroDeEsquema('instance is of an invalid type') };
    }
    const linhas = simulador.mundo.todasAsMensagens().map((mensagem) => ({
      mensagem,
      medico: simulador.mundo.medico(mensagem.telefone),
    }));
    return { tipo: 'resposta', status: 200, corpo: buscarMensagens(linhas, busca.data) };
  });
  rotasDeWebhook(app, simulador, guarda);
}

/** Latency first, then the ways a call can end before anything is done. */
async function falhaPedida(
  { chaves, opcoes }: Simulador,
  nome: Rota,
): Promise<FimDaChamada | null> {
  await atrasar(chaves.usarNumero(`latencia.${nome}`));
  if (chaves.usar('evolution.derrubar')) return { tipo: 'corta' };
  if (chaves.usar('evolution.travar')) return { tipo: 'trava' };
  const status = chaves.usarNumero(`erro.${nome}`);
  return status === null ? null : { tipo: 'resposta', ...erroPedido(status, opcoes.instancia) };
}

async function encerrar(
  fim: FimDaChamada,
  request: FastifyRequest,
  reply: FastifyReply,
  travaMs: number,
): Promise<FastifyReply> {
  if (fim.tipo === 'corta') cortar(request, reply);
  else if (fim.tipo === 'trava') await travar(request, reply, travaMs);
  else await reply.code(fim.status).send(fim.corpo);
  return reply;
}

/** `delay` of a send holds the call while "digitando…" is shown. */
async function digitarAntes({ mundo }: Simulador, corpo: unknown): Promise<void> {
  const comDelay = z.object({ number: z.string(), delay: z.number().min(1) }).safeParse(corpo);
  if (!comDelay.success) return;
  const telefone = telefoneDoNumero(comDelay.data.number, mundo.telefones());
  if (telefone !== null) mundo.mostrarDigitando(telefone, comDelay.data.delay);
  await atrasar(comDelay.data.delay);
}

async function mostrarPresenca({ mundo }: Simulador, corpo: unknown): Promise<FimDaChamada> {
  const pedido = presencaSchema.safeParse(corpo);
  if (!pedido.success) {
    const faltas = pedido.error.issues.map(
      (i) => `instance requires property "${i.path.join('.')}"`,
    );
    return { tipo: 'resposta', ...erroDeEsquema(...faltas) };
  }
  const { number, presence, delay } = pedido.data;
  const telefone = telefoneDoNumero(number, mundo.telefones());
  if (telefone === null) return { tipo: 'resposta', ...erroDeTexto('Number not found') };
  const digita = presence === 'composing' || presence === 'recording';
  const ms = digita ? Math.min(delay, maximoDigitandoMs) : 0;
  mundo.mostrarDigitando(telefone, ms);
  await atrasar(ms);
  return { tipo: 'resposta', status: 201, corpo: { presence } };
}

/** 2.3.7 skips keys addressed by LID and still answers success. */
function marcarComoLidas({ recibos }: Simulador, corpo: unknown): FimDaChamada {
  const pedido = leituraSchema.safeParse(corpo);
  if (!pedido.success) {
    return { tipo: 'resposta', ...erroDeEsquema('instance requires property "readMessages"') };
  }
  for (const { remoteJid, fromMe, id } of pedido.data.readMessages) {
    if (!fromMe && !remoteJid.endsWith('@lid')) recibos.lidaPorNos(id);
  }
  return { tipo: 'resposta', status: 201, corpo: { message: 'Read messages', read: 'success' } };
}

function anotarEnvio({ chamadas, relogio }: Simulador, corpo: unknown, fim: FimDaChamada): void {
  const pedido = z.object({ number: z.string(), text: z.string() }).safeParse(corpo);
  chamadas.registrarEnvio({
    numero: pedido.data?.number ?? '',
    texto: pedido.data?.text ?? '',
    em: relogio.agora().toISOString(),
    resultado: fim.tipo === 'resposta' ? String(fim.status) : fim.tipo,
  });
}
