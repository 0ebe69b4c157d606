import { describe, expect, it } from '@jest/globals';
import { umaPendente, umTurno } from '../../testing/index.ts';
import { decidir, maxRespostasPorDia, maxTurnosSemProgresso } from './decidir.ts';
import type { Turno } from './turnos.ts';

const limites = { lidos: 40, resumir: 100, rejeitar: 500 };
const medico = umTurno().medico;
const parem = umaPendente('para de me mandar mensagem');

describe('decidir', () => {
  it.each<[string, Partial<Turno>, object]>([
    [
      'lets the agent answer an ordinary question',
      {},
      { tipo: 'agente', texto: 'oi, tem plantão essa semana?' },
    ],
    [
      'is silent with a blocked doctor, even when he opts out',
      { medico: { ...medico, bloqueado: true }, pendentes: [parem] },
      { tipo: 'silencio', motivo: 'medico_bloqueado' },
    ],
    [
      'is silent to what was sent before the opt-out and arrived after it',
      { medico: { ...medico, optout: true } },
      { tipo: 'silencio', motivo: 'anterior_ao_optout' },
    ],
    [
      'opts out before anything a person decides',
      { controle: 'humano', pendentes: [parem] },
      { tipo: 'optout' },
    ],
    [
      'reads a burst that gives up a plantão as no opt-out',
      { pendentes: [umaPendente('não consigo ir sábado'), umaPendente('me tira por favor')] },
      { tipo: 'agente' },
    ],
    [
      'is silent while a human holds the conversa',
      { controle: 'humano' },
      { tipo: 'silencio', motivo: 'controle_humano' },
    ],
    [
      'asks for a summary instead of reading a very long text',
      { pendentes: [umaPendente('a'.repeat(30), { tamanhoOriginal: 101 })] },
      { tipo: 'pedir_resumo' },
    ],
    [
      'tells a person rather than ask for one more summary beyond the limit of replies',
      {
        respostasHoje: maxRespostasPorDia,
        pendentes: [umaPendente('a'.repeat(30), { tamanhoOriginal: 101 })],
      },
      { tipo: 'handoff', gatilho: 'limite_respostas', avisar: false },
    ],
    [
      'hands over when the doctor asks for a person',
      { pendentes: [umaPendente('quero falar com uma pessoa')] },
      { tipo: 'handoff', gatilho: 'pedido_humano', avisar: true },
    ],
    [
      'falls silent and calls a person after too many replies in a day',
      { respostasHoje: maxRespostasPorDia },
      { tipo: 'handoff', gatilho: 'limite_respostas', avisar: false },
    ],
    [
      'falls silent and calls a person when nothing progresses',
      { turnosSemProgresso: maxTurnosSemProgresso },
      { tipo: 'handoff', gatilho: 'limite_respostas', avisar: false },
    ],
    [
      'needs no reply to a sticker alone',
      { pendentes: [umaPendente('', { conteudo: { tipo: 'sticker' } })] },
      { tipo: 'silencio', motivo: 'sem_conteudo' },
    ],
    [
      'asks kindly for text when there is only audio',
      {
        pendentes: [umaPendente('', { conteudo: { tipo: 'audio', segundos: 4, mimetype: null } })],
      },
      { tipo: 'pedir_texto', midia: 'audio' },
    ],
    [
      'asks kindly for text when there is only video',
      { pendentes: [umaPendente('', { conteudo: { tipo: 'video', legenda: null } })] },
      { tipo: 'pedir_texto', midia: 'video' },
    ],
    [
      'does not speak of audio when there is only a picture',
      {
        pendentes: [
          umaPendente('', { conteudo: { tipo: 'imagem', legenda: null, mimetype: null } }),
        ],
      },
      { tipo: 'pedir_texto', midia: 'arquivo' },
    ],
  ])('%s', (_nome, turno, esperada) => {
    expect(decidir(umTurno(turno), limites)).toMatchObject(esperada);
  });

  it('answers everything of a burst as one text and cuts what is too long', () => {
    const pendentes = [umaPendente('oi'), umaPendente('b'.repeat(50)), umaPendente('tem vaga?')];
    expect(decidir(umTurno({ pendentes }), limites)).toEqual({
      tipo: 'agente',
      texto: `oi\n${'b'.repeat(40)} [a mensagem era maior e foi cortada aqui]\ntem vaga?`,
    });
  });
});
