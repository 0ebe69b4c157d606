import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AppError } from '@julia/domain';
import { MemoriaExecucoes, MemoriaLog, MemoriaPublisher } from '@julia/domain/testing';
import { Metricas } from '@julia/runtime';
import { DispararAgendado } from '../jobs/disparar-agendado.ts';
import { PedirRecuperacao, ritmoPadrao } from './pedir-recuperacao.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: new Date('2026-11-22T10:00:30Z') });
});
afterEach(() => {
  jest.useRealTimers();
});

class PublisherQueCai extends MemoriaPublisher {
  fora = false;

  override async publish(...argumentos: Parameters<MemoriaPublisher['publish']>): Promise<void> {
    if (this.fora) throw new AppError('transient', 'FILA_INDISPONIVEL', 'away');
    await super.publish(...argumentos);
  }
}

function montar(execucoes = new MemoriaExecucoes()) {
  const publisher = new PublisherQueCai();
  const disparar = new DispararAgendado(execucoes, publisher);
  const pedir = new PedirRecuperacao(
    disparar,
    new Metricas('prova'),
    new MemoriaLog(),
    ritmoPadrao,
  );
  return { pedir, publisher, pedidos: () => publisher.publicados.length };
}

describe('PedirRecuperacao', () => {
  it('asks at once, and at most once a minute however much is refused', async () => {
    const { pedir, pedidos } = montar();
    for (let i = 0; i < 100; i += 1) pedir.perdeu();
    await jest.advanceTimersByTimeAsync(1);
    expect(pedidos()).toBe(1);

    for (let i = 0; i < 100; i += 1) pedir.perdeu();
    await jest.advanceTimersByTimeAsync(59_000);
    expect(pedidos()).toBe(1);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(pedidos()).toBe(2);

    await jest.advanceTimersByTimeAsync(600_000);
    expect(pedidos()).toBe(2);
  });

  it('asks once more when the run of this minute, asked for by another replica, is over already', async () => {
    const execucoes = new MemoriaExecucoes();
    const [outra, esta] = [montar(execucoes), montar(execucoes)];
    outra.pedir.perdeu();
    await jest.advanceTimersByTimeAsync(1);
    const { execucaoId } = outra.publisher.publicados[0]?.payload as { execucaoId: string };
    await execucoes.comecar(execucaoId, 60_000);
    await execucoes.terminar(execucaoId, { contagens: {} });

    esta.pedir.perdeu();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(esta.pedidos()).toBe(0);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(esta.pedidos()).toBe(1);
    await jest.advanceTimersByTimeAsync(600_000);
    expect([outra.pedidos(), esta.pedidos()]).toEqual([1, 1]);
  });

  it('goes on asking while the queue is away, for one and the same run', async () => {
    const { pedir, publisher, pedidos } = montar();
    publisher.fora = true;
    pedir.perdeu();
    await jest.advanceTimersByTimeAsync(180_000);
    expect(pedidos()).toBe(0);
    publisher.fora = false;
    await jest.advanceTimersByTimeAsync(ritmoPadrao.novaTentativaMs);
    expect(pedidos()).toBe(1);
  });

  it('asks no more once the process ends', async () => {
    const { pedir, publisher, pedidos } = montar();
    publisher.fora = true;
    pedir.perdeu();
    await jest.advanceTimersByTimeAsync(1);
    pedir.onApplicationShutdown();
    publisher.fora = false;
    pedir.perdeu();
    await jest.advanceTimersByTimeAsync(120_000);
    expect(pedidos()).toBe(0);
  });
});
