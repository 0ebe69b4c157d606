import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SchedulerRegistry } from '@nestjs/schedule';
import { AgendaViva } from './agenda-viva.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: new Date('2026-11-22T10:08:30.123Z') });
});
afterEach(() => {
  jest.useRealTimers();
});

function montar() {
  const entregues: string[] = [];
  const entregador = {
    entregar: (nome: string, tick: Date) => {
      entregues.push(`${nome}@${tick.toISOString()}`);
    },
  };
  return { viva: new AgendaViva(new SchedulerRegistry(), entregador), entregues };
}

describe('AgendaViva', () => {
  it('hands over each tick once, under the instant it was due', async () => {
    const { viva, entregues } = montar();
    viva.onApplicationBootstrap();
    expect(entregues).toEqual([]);
    await jest.advanceTimersByTimeAsync(4 * 60_000);
    expect(entregues.sort()).toEqual([
      'processar-mensagens-agendadas@2026-11-22T10:09:00.000Z',
      'processar-mensagens-agendadas@2026-11-22T10:10:00.000Z',
      'processar-mensagens-agendadas@2026-11-22T10:11:00.000Z',
      'processar-mensagens-agendadas@2026-11-22T10:12:00.000Z',
      'recuperar-lacunas@2026-11-22T10:10:00.000Z',
    ]);
    await viva.beforeApplicationShutdown();
  });

  it('hands over nothing more once the process ends', async () => {
    const { viva, entregues } = montar();
    viva.onApplicationBootstrap();
    await viva.beforeApplicationShutdown();
    await jest.advanceTimersByTimeAsync(20 * 60_000);
    expect(entregues).toEqual([]);
  });
});
