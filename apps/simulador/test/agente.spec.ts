import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FalaDoHistorico } from '@julia/domain';
import {
  MemoriaChamadasLlm,
  MemoriaLembretes,
  MemoriaLog,
  RoteiroTurnos,
  MemoriaVagas,
  umaPendente,
  umaVaga,
  umTurno,
} from '@julia/domain/testing';
import { AnthropicAgente } from '@julia/llm';
import { Bancada } from './bancada.ts';

const em = new Date('2026-11-23T12:59:00Z');
const ofertaFeita =
  'Tenho uma no Hospital São Luiz Itaim, São Paulo, sábado 28/11, das 19h às 7h, Centro Cirúrgico, pagando R$ 2.400. O que acha?';
const depoisDaOferta: FalaDoHistorico[] = [
  { autor: 'medico', texto: 'tem plantão?', em },
  { autor: 'julia', texto: ofertaFeita, em },
];

describe('the real agent talking to the scripted model', () => {
  let bancada: Bancada;
  beforeEach(async () => {
    bancada = await Bancada.iniciar();
  });
  afterEach(async () => bancada.encerrar());

  function montar(vagas = new MemoriaVagas()) {
    const lembretes = new MemoriaLembretes();
    const chamadas = new MemoriaChamadasLlm();
    const turnos = new RoteiroTurnos({ tipo: 'nada_pendente' });
    const agente = new AnthropicAgente(
      {
        apiKey: 'chave-do-simulador',
        baseURL: bancada.endereco(''),
        modelos: { simples: 'claude-haiku-5-5', complexo: 'claude-sonnet-5-5' },
        orcamentoDiarioUsd: null,
        nomeEmpresa: 'Revoluna',
      },
      { vagas, lembretes, turnos, chamadas, log: new MemoriaLog() },
    );
    const responder = (texto: string, historico: FalaDoHistorico[] = []) => {
      const turno = umTurno({
        pendentes: [umaPendente(texto)],
        historico,
        turnosAnteriores: historico.length,
      });
      return agente.responder(turno, texto, new AbortController().signal);
    };
    return { responder, vagas, lembretes, chamadas };
  }

  it('offers one vaga of the search in words the output guard lets through', async () => {
    const { responder, chamadas } = montar();
    expect(await responder('oi, tem plantão de anestesia essa semana?')).toEqual({
      tipo: 'texto',
      texto: ofertaFeita,
      progresso: true,
      bloqueados: [],
    });
    expect(chamadas.chamadas[1]?.tokensCacheLeitura).toBeGreaterThan(0);
  });

  it('reserves what was offered and confirms it', async () => {
    const { responder, vagas } = montar();
    const resposta = await responder('boa! pode reservar', depoisDaOferta);
    expect(vagas.reservadas).toEqual(['V1']);
    expect(resposta).toMatchObject({ tipo: 'texto', progresso: true, bloqueados: [] });
    expect(resposta).toHaveProperty('texto', expect.stringMatching(/^Fechado! Reservei/));
  });

  it('is honest about a vaga that was taken, and offers another', async () => {
    const vagas = new MemoriaVagas([
      umaVaga(),
      umaVaga({ handle: 'V2', hospital: 'Hospital Vila Serena' }),
    ]);
    vagas.recusas.set('V1', 'ja_reservada');
    const resposta = await montar(vagas).responder('pode reservar', depoisDaOferta);
    expect(vagas.reservadas).toEqual([]);
    expect(resposta).toMatchObject({ tipo: 'texto', bloqueados: [] });
    expect(resposta).toHaveProperty('texto', expect.stringContaining('Hospital Vila Serena'));
  });

  it('schedules the reminder that was asked for', async () => {
    const { responder, lembretes } = montar();
    expect(await responder('me chama amanhã 10h')).toMatchObject({
      texto: 'Combinado, te chamo amanhã às 10h!',
      bloqueados: [],
    });
    const [lembrete] = lembretes.agendados.values();
    expect(lembrete?.para.toISOString()).toBe('2026-11-24T13:00:00.000Z');
  });

  it('hands over to a person who is asked for', async () => {
    const resposta = await montar().responder('quero falar com uma pessoa');
    expect(resposta).toMatchObject({ tipo: 'transferir', bloqueados: [] });
  });

  it.each([
    'oi',
    'vc é um robô?',
    'não tenho interesse',
    'obrigado!',
    'me chama depois',
    'choveu hoje',
  ])('answers "%s" with nothing to correct', async (texto) => {
    const resposta = await montar().responder(texto, depoisDaOferta);
    expect(resposta).toMatchObject({ tipo: 'texto', bloqueados: [] });
  });

  it.each([
    'llm.diz-ser-humana',
    'llm.inventa-valor',
    'llm.confirma-sem-reservar',
    'llm.markdown',
    'llm.promessa-sem-ferramenta',
  ] as const)('has %s blocked once, and answers well the second time', async (chave) => {
    await bancada.ligar(chave, { vezes: 1 });
    const resposta = await montar().responder('tem plantão?');
    expect(resposta).toMatchObject({ tipo: 'texto', texto: ofertaFeita });
    expect(resposta).toHaveProperty('bloqueados.length', 1);
  });

  it.each([
    'llm.vazia',
    'llm.truncada',
    'llm.ferramenta-truncada',
    'llm.ferramenta-desconhecida',
    'llm.entrada-invalida',
    'llm.duas-ferramentas',
    'llm.recusa',
  ] as const)('recovers from one %s', async (chave) => {
    await bancada.ligar(chave, { vezes: 1 });
    const resposta = await montar().responder('tem plantão?');
    expect(resposta).toMatchObject({ tipo: 'texto', texto: ofertaFeita, bloqueados: [] });
  });

  it('reserves once when the model asks twice in one breath', async () => {
    const { responder, vagas } = montar();
    await bancada.ligar('llm.duas-ferramentas', { vezes: 2 });
    await responder('pode reservar', depoisDaOferta);
    expect(vagas.reservadas).toEqual(['V1']);
  });

  it.each([429, 500, 529])('is unavailable for now under %d', async (valor) => {
    await bancada.ligar('llm.erro', { vezes: 1, valor });
    expect(await montar().responder('oi')).toMatchObject({ tipo: 'indisponivel' });
  });
});
