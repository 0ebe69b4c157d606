import type { FastifyInstance } from 'fastify';
import { catalogo, ehNomeDeChave, nomesDeChaves } from '../chaves/catalogo.ts';
import { mensagemApagada, mensagemEditada } from '../evolution/eventos.ts';
import type { Simulador } from '../simulador.ts';
import { conversaDe, mensagemVisivel } from './conversas.ts';
import {
  chavesSchema,
  edicaoSchema,
  eventoAvulsoSchema,
  medicoSchema,
  mensagemDoAparelhoSchema,
  mensagemDoMedicoSchema,
  relogioSchema,
  telefoneSchema,
} from './esquemas.ts';
import { escreverComoMedico, escreverNoAparelho } from './mensagens.ts';

/** The simulador's own JSON API, under `/simulador`. Bad input is 400 `{erro}`. */
export function rotasDaApi(app: FastifyInstance, simulador: Simulador): void {
  rotasDeConversa(app, simulador);
  rotasDeChaves(app, simulador);
  rotasDeControle(app, simulador);
}

function rotasDeConversa(app: FastifyInstance, simulador: Simulador): void {
  const { mundo, entregador, relogio } = simulador;

  app.post('/mensagens', (request, reply) => {
    const pedido = mensagemDoMedicoSchema.parse(request.body);
    return reply.code(201).send(escreverComoMedico(simulador, pedido));
  });
  app.post('/aparelho', (request, reply) => {
    const { telefone, texto } = mensagemDoAparelhoSchema.parse(request.body);
    return reply.code(201).send(escreverNoAparelho(simulador, telefone, texto));
  });
  app.put<{ Params: { id: string } }>('/mensagens/:id', (request, reply) => {
    const { texto } = edicaoSchema.parse(request.body);
    const editada = mundo.reescrever(request.params.id, texto);
    if (!editada) return reply.code(404).send({ erro: 'mensagem desconhecida' });
    const medico = mundo.medico(editada.telefone);
    entregador.enviar(mensagemEditada(editada, medico, texto, relogio.agora()));
    return reply.send(mensagemVisivel(editada));
  });
  app.delete<{ Params: { id: string } }>('/mensagens/:id', (request, reply) => {
    const apagada = mundo.reescrever(request.params.id, '🚫 Mensagem apagada');
    if (!apagada) return reply.code(404).send({ erro: 'mensagem desconhecida' });
    entregador.enviar(mensagemApagada(apagada, mundo.medico(apagada.telefone)));
    return reply.send(mensagemVisivel(apagada));
  });
  app.get('/conversas', () => mundo.listarMedicos().map((medico) => conversaDe(mundo, medico)));
  app.get<{ Params: { telefone: string } }>('/conversas/:telefone', (request) => {
    const telefone = telefoneSchema.parse(request.params.telefone);
    const medico = mundo.listarMedicos().find((m) => m.telefone === telefone);
    return conversaDe(mundo, medico ?? { telefone, nome: '', modoLid: 'telefone' });
  });
  app.put('/medicos', (request) => {
    const { telefone, nome, lid } = medicoSchema.parse(request.body);
    const campos = { ...(nome === undefined ? {} : { nome }), ...(lid ? { modoLid: lid } : {}) };
    return mundo.medico(telefone, campos);
  });
}

function rotasDeChaves(app: FastifyInstance, { chaves }: Simulador): void {
  app.get('/chaves', () => ({ ligadas: chaves.listar(), catalogo }));
  app.put('/chaves', (request, reply) => {
    const pedido = Object.entries(chavesSchema.parse(request.body));
    const desconhecidas = pedido.map(([nome]) => nome).filter((nome) => !ehNomeDeChave(nome));
    if (desconhecidas.length > 0) {
      return reply.code(400).send({
        erro: `chave desconhecida: ${desconhecidas.join(', ')}`,
        conhecidas: nomesDeChaves,
      });
    }
    for (const [nome, valor] of pedido) {
      if (!ehNomeDeChave(nome)) continue;
      if (valor === false || valor === null) chaves.desligar(nome);
      else chaves.ligar(nome, valor === true ? {} : valor);
    }
    return reply.send({ ligadas: chaves.listar() });
  });
  app.delete('/chaves', () => {
    chaves.desligarTodas();
    return { ligadas: chaves.listar() };
  });
  app.delete<{ Params: { nome: string } }>('/chaves/:nome', (request) => {
    if (ehNomeDeChave(request.params.nome)) chaves.desligar(request.params.nome);
    return { ligadas: chaves.listar() };
  });
}

function rotasDeControle(app: FastifyInstance, simulador: Simulador): void {
  const { chamadas, conexao, entregador, relogio } = simulador;

  app.post('/reconectar', () => {
    conexao.reconectar();
    return { estado: conexao.estado };
  });
  app.post('/webhook', (request, reply) => {
    entregador.enviar(eventoAvulsoSchema.parse(request.body));
    return reply.code(202).send({ enviado: true });
  });
  app.get('/relogio', () => ({
    agora: relogio.agora().toISOString(),
    deslocamentoMs: relogio.deslocamentoMs,
  }));
  app.put('/relogio', (request) => {
    relogio.ajustar(relogioSchema.parse(request.body).deslocamentoMs);
    return { agora: relogio.agora().toISOString(), deslocamentoMs: relogio.deslocamentoMs };
  });
  app.delete('/estado', () => {
    simulador.zerar();
    return { zerado: true };
  });
  app.get('/chamadas', () => ({ ...chamadas.resumo(), webhooks: entregador.contagens }));
  app.get('/chamadas/llm', () => ({ corpos: chamadas.corposDoModelo() }));
}
