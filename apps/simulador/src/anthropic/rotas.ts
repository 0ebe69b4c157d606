import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { atrasar, cortar, travar } from '../conexoes.ts';
import { decidir } from '../roteiro/decidir.ts';
import { lerPedido } from '../roteiro/ler-pedido.ts';
import type { Simulador } from '../simulador.ts';
import { erroAnthropic, novoIdDePedido, type ErroAnthropic } from './erros.ts';
import { saidaComFalhas } from './falhas.ts';
import { corpoDaMensagem, type Saida } from './mensagem.ts';
import type { PedidoAnthropic } from './pedido.ts';
import { modeloExiste, temChave, validarPedido } from './validacao.ts';

/** Anthropic's Messages API, answered by a script that decides from the request alone. */
export function rotasDaAnthropic(app: FastifyInstance, simulador: Simulador): void {
  const { chaves, opcoes } = simulador;

  app.post('/v1/messages', async (request, reply) => {
    await atrasar(chaves.usarNumero('latencia.messages'));
    if (chaves.usar('llm.timeout')) {
      anotar(simulador, request.body, 'trava');
      await travar(request, reply, opcoes.travaMs);
      return reply;
    }
    if (chaves.usar('llm.derrubar')) {
      anotar(simulador, request.body, 'corta');
      cortar(request, reply);
      return reply;
    }
    const resultado = responder(simulador, request.headers.authorization, request.body);
    anotar(simulador, request.body, resultado.rotulo);
    return reply.code(resultado.status).headers(resultado.headers).send(resultado.corpo);
  });

  app.get('/v1/models/:modelo', (request, reply) => {
    const { modelo } = modeloSchema.parse(request.params);
    const recusa = !temChave(request.headers.authorization)
      ? erroAnthropic(401)
      : modeloExiste(modelo)
        ? null
        : erroAnthropic(404, `model: ${modelo}`);
    if (recusa) return reply.code(recusa.status).headers(recusa.headers).send(recusa.corpo);
    return { type: 'model', id: modelo, display_name: modelo, created_at: '2026-01-01T00:00:00Z' };
  });
}

const modeloSchema = z.object({ modelo: z.string() });

function responder(
  simulador: Simulador,
  authorization: string | undefined,
  corpo: unknown,
): ErroAnthropic & { rotulo: string } {
  const validacao = validarPedido(authorization, corpo);
  if (validacao.tipo === 'invalido') {
    return { ...validacao.erro, rotulo: String(validacao.erro.status) };
  }
  const status = simulador.chaves.usarNumero('llm.erro');
  if (status !== null) return { ...erroAnthropic(status), rotulo: String(status) };
  const saida = pensar(simulador, validacao.pedido);
  const uso = simulador.cachePrompt.contar(validacao.pedido, saida.content);
  return {
    status: 200,
    headers: { 'request-id': novoIdDePedido() },
    corpo: corpoDaMensagem(validacao.pedido.model, saida, uso),
    rotulo: saida.stop_reason,
  };
}

function pensar({ chaves, relogio }: Simulador, pedido: PedidoAnthropic): Saida {
  return saidaComFalhas(decidir(lerPedido(pedido, relogio.agora())), chaves);
}

const cabecalhoSchema = z.object({
  model: z.string().catch(''),
  tools: z.array(z.object({ name: z.string().catch('') })).catch([]),
});

function anotar({ chamadas, relogio }: Simulador, corpo: unknown, resultado: string): void {
  const { model, tools } = cabecalhoSchema.catch({ model: '', tools: [] }).parse(corpo);
  const em = relogio.agora().toISOString();
  const ferramentas = tools.map(({ name }) => name);
  chamadas.registrarModelo({ modelo: model, em, resultado, ferramentas }, corpo);
}
