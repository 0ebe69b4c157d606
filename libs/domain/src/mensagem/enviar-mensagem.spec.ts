import { afterEach, describe, expect, it, jest } from '@jest/globals';
import {
  conversaId,
  MemoriaPublisher,
  RelogioParado,
  RoteiroEnvios,
  RoteiroMensageiro,
} from '../../testing/index.ts';
import type { Reivindicacao } from './envios.ts';
import { EnviarMensagem } from './enviar-mensagem.ts';
import { ritmoHumano, semEspera, type Ritmo } from './ritmo.ts';

function cenario(ritmo: Ritmo = semEspera) {
  const envios = new RoteiroEnvios();
  const mensageiro = new RoteiroMensageiro();
  const publisher = new MemoriaPublisher();
  const relogio = new RelogioParado();
  const limites = {
    maxPorHora: 20,
    maxPorDia: 100,
    horarioInicio: '08:00',
    horarioFim: '20:00',
    destinosPermitidos: null,
  };
  const opcoes = { ritmo, limites: () => Promise.resolve(limites) };
  const enviar = new EnviarMensagem(envios, mensageiro, publisher, relogio, opcoes);
  return { envios, mensageiro, publisher, relogio, executar: () => enviar.executar('saida-1') };
}

afterEach(() => {
  jest.restoreAllMocks();
});

describe('EnviarMensagem', () => {
  it('types first, then sends, then records and nudges the next part', async () => {
    const { envios, mensageiro, publisher, executar } = cenario();
    envios.conclusao = { status: 'enviada', tentarEmMs: null, proximaId: 'saida-2' };
    expect(await executar()).toMatchObject({ resultado: 'enviada', codigo: null });
    expect(mensageiro.atos).toEqual(['digitando', 'enviar oi doutora']);
    expect(envios.tentativas).toEqual([{ tipo: 'aceita', idProvedor: 'PROPRIA' }]);
    expect(publisher.publicados).toEqual([
      { name: 'mensagem.enviar', payload: { mensagemId: 'saida-2' }, delayMs: 0 },
    ]);
  });

  it('takes the time a person would take', async () => {
    const { envios, relogio, executar } = cenario(ritmoHumano);
    const segunda = { caracteres: 100, caracteresDaResposta: 1_000, continuacao: true };
    envios.rascunhoAtual = { ...envios.rascunhoAtual!, ...segunda };
    await executar();
    const [pausa, digitando] = relogio.esperas;
    expect(pausa).toBeGreaterThanOrEqual(1_000);
    expect(pausa).toBeLessThanOrEqual(3_000);
    // A tenth of the 15 s that the whole answer takes.
    expect(digitando).toBe(1_500);
  });

  it('shows no typing for a message that could not leave anyway', async () => {
    const { envios, mensageiro, executar } = cenario();
    envios.rascunhoAtual = { ...envios.rascunhoAtual!, poderiaSair: false };
    envios.reivindicacao = { tipo: 'esperar', motivo: 'fora_da_janela', faltamMs: 1_000 };
    expect(await executar()).toMatchObject({ resultado: 'esperar' });
    expect(mensageiro.atos).toEqual([]);
  });

  it('sends nothing that is not pendente any more', async () => {
    const { envios, mensageiro, executar } = cenario();
    envios.rascunhoAtual = null;
    expect(await executar()).toMatchObject({ resultado: 'nada_a_fazer' });
    expect(mensageiro.atos).toEqual([]);
  });

  it('nudges the next part when this one left in a run that was killed before it could', async () => {
    const { envios, publisher, executar } = cenario();
    envios.rascunhoAtual = null;
    envios.primeira = 'saida-2';
    await executar();
    expect(publisher.publicados).toEqual([
      { name: 'mensagem.enviar', payload: { mensagemId: 'saida-2' }, delayMs: 0 },
    ]);
  });

  it.each<Reivindicacao>([
    { tipo: 'esperar', motivo: 'parte_anterior', faltamMs: null },
    { tipo: 'encerrada', status: 'cancelada', motivo: 'controle_humano', refazerConversaId: null },
  ])('nudges the one whose turn it is when this one is no longer or not yet: $tipo', async (r) => {
    const { envios, publisher, executar } = cenario();
    envios.reivindicacao = r;
    envios.primeira = 'saida-0';
    await executar();
    expect(publisher.publicados).toEqual([
      { name: 'mensagem.enviar', payload: { mensagemId: 'saida-0' }, delayMs: 0 },
    ]);
  });

  it('never nudges itself while it waits for an earlier part that is tried again later', async () => {
    const { envios, publisher, executar } = cenario();
    envios.reivindicacao = { tipo: 'esperar', motivo: 'parte_anterior', faltamMs: null };
    envios.primeira = 'saida-1';
    await executar();
    expect(publisher.publicados).toEqual([]);
  });

  it('sends nothing that the database does not allow, and comes back when told', async () => {
    const { envios, mensageiro, publisher, executar } = cenario();
    envios.reivindicacao = { tipo: 'esperar', motivo: 'janela', faltamMs: 60_000 };
    await executar();
    expect(mensageiro.atos).toEqual(['digitando']);
    expect(publisher.publicados).toEqual([
      { name: 'mensagem.enviar', payload: { mensagemId: 'saida-1' }, delayMs: 60_000 },
    ]);
  });

  it('does the turn again when its reply grew too old to be sent', async () => {
    const { envios, publisher, executar } = cenario();
    envios.reivindicacao = {
      tipo: 'encerrada',
      status: 'cancelada',
      motivo: 'resposta_velha',
      refazerConversaId: conversaId,
    };
    expect(await executar()).toMatchObject({ resultado: 'cancelada', motivo: 'resposta_velha' });
    expect(publisher.publicados).toEqual([
      { name: 'conversa.responder', payload: { conversaId }, delayMs: 0 },
    ]);
  });

  it('gives the row back unsent when two seconds passed since the decision', async () => {
    const { envios, mensageiro, publisher, executar } = cenario();
    envios.aoReivindicar = () => {
      const real = performance.now();
      jest.spyOn(performance, 'now').mockReturnValue(real + 2_001);
      return Promise.resolve();
    };
    expect(await executar()).toMatchObject({ resultado: 'devolvida' });
    expect(mensageiro.atos).toEqual(['digitando']);
    expect(envios.devolvidas).toEqual(['saida-1']);
    expect(publisher.publicados).toHaveLength(1);
  });

  it('never sends again what may have left: it asks later', async () => {
    const { envios, mensageiro, publisher, executar } = cenario();
    mensageiro.tentativa = { tipo: 'incerta', codigo: 'TIMEOUT' };
    envios.conclusao = { status: 'incerta', tentarEmMs: null, proximaId: null };
    await executar();
    expect(publisher.publicados).toEqual([
      { name: 'mensagem.conferir', payload: { mensagemId: 'saida-1' }, delayMs: 10_000 },
    ]);
  });

  it('tries a known failure again after its backoff', async () => {
    const { envios, mensageiro, publisher, executar } = cenario();
    mensageiro.tentativa = {
      tipo: 'falha_conhecida',
      codigo: 'RECUSADA',
      definitiva: false,
      banimento: false,
    };
    envios.conclusao = { status: 'pendente', tentarEmMs: 5_000, proximaId: null };
    expect(await executar()).toMatchObject({ resultado: 'pendente', codigo: 'RECUSADA' });
    expect(publisher.publicados).toEqual([
      { name: 'mensagem.enviar', payload: { mensagemId: 'saida-1' }, delayMs: 5_000 },
    ]);
  });
});
