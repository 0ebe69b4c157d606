import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronTime } from 'cron';
import { AgendaViva } from './agenda-viva.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: new Date('2026-11-22T10:08:30.123Z') });
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

function montar() {
  const entregues: string[] = [];
  const entregador = {
    entregar: (nome: string, tick: Date) => {
      entregues.push(`${nome}@${tick.toISOString()}`);
    },
  };
  const recuperados: string[] = [];
  const recuperarTicks = {
    iniciar: (ate: Date) => {
      recuperados.push(ate.toISOString());
    },
  };
  const registry = new SchedulerRegistry();
  return {
    viva: new AgendaViva(registry, entregador, recuperarTicks),
    registry,
    entregues,
    recuperados,
  };
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

  it.each(['before', 'after'])(
    'leaves no tick between the timers and the catch-up: the minute turns %s a timer starts',
    async (momento) => {
      const { viva, registry, entregues, recuperados } = montar();
      const virarOMinuto = () => jest.setSystemTime(new Date('2026-11-22T10:10:00.040Z'));
      const adicionar = registry.addCronJob.bind(registry);
      jest.spyOn(registry, 'addCronJob').mockImplementation((nome, job) => {
        adicionar(nome, job);
        const iniciar = job.start.bind(job);
        job.start = () => {
          if (momento === 'before') virarOMinuto();
          iniciar();
          virarOMinuto();
        };
      });
      jest.setSystemTime(new Date('2026-11-22T10:09:59.990Z'));
      viva.onApplicationBootstrap();
      await jest.advanceTimersByTimeAsync(1_000);
      const tick = '2026-11-22T10:10:00.000Z';
      for (const nome of ['processar-mensagens-agendadas', 'recuperar-lacunas']) {
        const coberto = recuperados.some((ate) => ate >= tick);
        expect(coberto || entregues.includes(`${nome}@${tick}`)).toBe(true);
      }
      expect(recuperados).toHaveLength(1);
    },
  );

  it('hands over a tick however late its timer was set', async () => {
    const { viva, entregues } = montar();
    jest.setSystemTime(new Date('2026-11-22T10:09:59.990Z'));
    // The process stands still between the look at the table and the look at the clock.
    jest.spyOn(CronTime.prototype, 'getTimeout').mockImplementationOnce(() => {
      jest.setSystemTime(new Date('2026-11-22T10:10:03.000Z'));
      return -3_000;
    });
    jest.spyOn(console, 'warn').mockReturnValue();
    viva.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(entregues).toContain('processar-mensagens-agendadas@2026-11-22T10:10:00.000Z');
  });

  it('hands over nothing more once the process ends', async () => {
    const { viva, entregues } = montar();
    viva.onApplicationBootstrap();
    await viva.beforeApplicationShutdown();
    await jest.advanceTimersByTimeAsync(20 * 60_000);
    expect(entregues).toEqual([]);
  });
});
