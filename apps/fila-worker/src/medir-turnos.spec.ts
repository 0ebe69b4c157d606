import { describe, expect, it } from '@jest/globals';
import { RoteiroTurnos, umaPendente, umTurno } from '@julia/domain/testing';
import { Metricas } from '@julia/runtime';
import { TurnosMedidos } from './medir-turnos.ts';

const agora = new Date('2026-11-23T13:00:10Z');
const turno = umTurno({
  agora,
  pendentes: [umaPendente('oi', { recebidaEm: new Date(agora.getTime() - 8_000) })],
});

async function responder(fechar: (turnos: TurnosMedidos) => Promise<unknown>): Promise<string> {
  const metricas = new Metricas('prova');
  const turnos = new TurnosMedidos(new RoteiroTurnos({ tipo: 'aberto', turno }), metricas);
  await turnos.abrir(turno.conversaId, 10_000);
  await fechar(turnos);
  return metricas.texto();
}

describe('TurnosMedidos', () => {
  it('measures an answer from the first message it answers', async () => {
    const desfecho = { tipo: 'responder', partes: ['oi'], progresso: true } as const;
    const texto = await responder((turnos) => turnos.fechar(turno, desfecho, []));
    expect(texto).toMatch(/julia_resposta_segundos_count\{.*\} 1/);
    expect(texto).toMatch(/julia_resposta_segundos_bucket\{le="5".*\} 0/);
    expect(texto).toMatch(/julia_resposta_segundos_bucket\{le="10".*\} 1/);
  });

  it('counts a handoff by what triggered it', async () => {
    const desfecho = {
      tipo: 'handoff',
      gatilho: 'limite_respostas',
      motivo: 'parece robo',
      transicao: null,
    } as const;
    const texto = await responder((turnos) => turnos.fechar(turno, desfecho, []));
    expect(texto).toMatch(/julia_handoffs_total\{gatilho="limite_respostas".*\} 1/);
  });

  it('does not take silence for an answer', async () => {
    const desfecho = { tipo: 'silencio', motivo: 'controle_humano' } as const;
    const texto = await responder((turnos) => turnos.fechar(turno, desfecho, []));
    expect(texto).toMatch(/julia_resposta_segundos_count\{.*\} 0/);
  });
});
